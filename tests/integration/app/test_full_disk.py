"""What can be looked at while the disk is full, and nothing is written."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from app_server import database_guard
from app_server.instance import Instance

from .conftest import Visitor, forget_contacts
from .messaging.conftest import person

MORE_THAN_ANY_DISK = 2**62
EVERYONE = {"everyone": True}
WORDS = {"subject": "Spring", "blocks": [{"kind": "text", "text": "Hello {{first_name|there}}"}]}
TEXTS = {"sms": {"text": "Hello"}, "whatsapp": {"text": "Hello"}}
OF_A_CAMPAIGN = ("get_campaign", "get_campaign_figures", "list_campaign_recipients", "get_messaging_stats")
# What the pages of drafts ask for, and those where one sees what keeps them from going.
BESIDE_IT: tuple[tuple[Any, ...], ...] = (
    ("list_campaigns",),
    ("list_segments",),
    ("list_templates",),
    ("get_messaging_choices",),
    ("list_campaign_places", ["sms"]),
    ("review_audience", EVERYONE, "marketing"),
    ("review_messages", EVERYONE, ["sms", "whatsapp"], TEXTS),
    ("preview_campaign", WORDS),
    ("preview_message", "sms", {"text": "Hello"}),
    ("get_messaging_settings",),
    ("get_phone_settings",),
    ("get_mail_sending",),
)


def wait_until_reading_only_is(state: str, instance: Instance) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with instance.database.connection() as connection:
            if connection.execute("SHOW default_transaction_read_only").fetchone() == (state,):
                return
        time.sleep(0.02)
    raise AssertionError(f"Reading only did not become “{state}”")


@pytest.fixture(scope="module")
def reader(instance: Instance, sign_in) -> Iterator[Visitor]:
    """The owner of a business that never sent anything."""
    forget_contacts(instance)
    owner: Visitor = sign_in("owner")
    person(owner, "Ann")
    owner.ask("list_templates")  # the first look makes those that every business begins with
    yield owner
    forget_contacts(instance)


@pytest.fixture(scope="module")
def drafts(reader: Visitor) -> dict[str, str]:
    begun = {"mail": {"audience": EVERYONE}, "texts": {"channels": ["sms", "whatsapp"], "audience": EVERYONE}}
    create = "create_campaign"
    return {kind: reader.ask(create, {"campaign_name": "Spring", **how})["campaign_id"] for kind, how in begun.items()}


@pytest.fixture(scope="module")
def full_disk(instance: Instance, drafts: dict[str, str]) -> Iterator[None]:
    """The guard finds the disk full, and lets the database only be read."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LEAST_FREE_BYTES", "ENOUGH_FREE_BYTES"):
            patch.setattr(database_guard, name, MORE_THAN_ANY_DISK)
        wait_until_reading_only_is("on", instance)
        yield
    wait_until_reading_only_is("off", instance)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("kind", ["mail", "texts"])
@pytest.mark.parametrize("name", OF_A_CAMPAIGN)
def test_a_draft_can_be_looked_at(reader: Visitor, drafts: dict[str, str], name: str, kind: str) -> None:
    answer = reader.call(name, drafts[kind])
    assert answer["success"], answer


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("asked", BESIDE_IT, ids=lambda asked: asked[0])
def test_what_stands_beside_a_draft_can_be_looked_at(reader: Visitor, asked: tuple[Any, ...]) -> None:
    answer = reader.call(*asked)
    assert answer["success"], answer


@pytest.mark.usefixtures("full_disk")
def test_who_changes_a_draft_is_told_why_it_cannot_be_saved(reader: Visitor, drafts: dict[str, str]) -> None:
    answer = reader.call("update_campaign", drafts["mail"], {"campaign_name": "Autumn"})
    assert answer["error"].startswith("Nothing can be saved: there is no room left on the disk")
