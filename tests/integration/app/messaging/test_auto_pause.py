"""A campaign that does harm stops by itself, soon, and people are told (C14)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from anvil.tables import in_transaction

from .conftest import Post, person, wait_for_the_queue
from .test_campaigns import campaign

pytestmark = pytest.mark.usefixtures("empty", "awake")

# As many more messages of Ann's campaign, gone already.
CLONE = """
    INSERT INTO data.sends (send_key, once, contact, channel, purpose, stream, campaign, content, status, due_at,
        attempts, priority, created_at, sent_at, address)
    SELECT md5(n::text), 'gone-' || n, contact, channel, purpose, stream, campaign, content, 'sent', due_at,
        1, priority, created_at, now(), 'a' || n || '@example.com'
    FROM (SELECT * FROM data.sends ORDER BY _id LIMIT 1) ann, generate_series(1, 200) n
"""


def launched(owner, post: Post) -> str:
    """A campaign that went to 200 people; Ann and Ben wait."""
    for name in ("Ann", "Ben"):
        person(owner, name)
    made = campaign(owner)
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    with post.instance.database.connection() as connection:
        connection.execute(CLONE)
    return made


def reported(post: Post, event_type: str, numbers: range) -> None:
    """What the provider says of some of them."""
    service = post.module("event_service")
    with post.instance.database.connection() as connection:
        keys = [row[0] for row in connection.execute("SELECT md5(n::text) FROM generate_series(1, 200) n").fetchall()]

    def work() -> None:
        for number in numbers:
            service.note(f"{event_type}-{number}", event_type, datetime.now(UTC), send_key=keys[number])

    post.run(in_transaction(work))


def status_of(owner, made: str) -> dict[str, Any]:
    return owner.ask("get_campaign", made)["campaign"]


def send_one_by_one(post: Post) -> dict[str, int]:
    """A worker's round that claims one message at a time."""
    sending, loop = post.module("sending_service"), post.module("sending_loop")
    driver = post.module("driver_service").make_driver("smtp")
    return post.run(lambda: loop.send_due(sending.StreamOutbox("marketing_email", "worker"), driver, 30, wanted=1))


def test_c14_too_many_bounces_stop_a_campaign_within_the_round_and_the_owner_is_told(owner, post, inbox, instance):
    made = launched(owner, post)
    reported(post, "bounced", range(12))
    assert send_one_by_one(post) == {"sent": 1}
    found = status_of(owner, made)
    assert found["status"] == "paused"
    assert "12 of 201" in found["status_reason"]
    assert post.drain() == {}
    wait_for_the_queue(instance)
    [told] = owner.ask("list_sent_mails")["mails"]
    assert (told["recipient"], told["template_used"]) == ("owner@demo.test", "campaign_paused")


def test_c14_one_complaint_in_two_hundred_does_not_stop_it_and_three_do(owner, post, inbox):
    made = launched(owner, post)
    reported(post, "complained", range(1))
    owner.run("check_scheduled_campaigns")
    assert status_of(owner, made)["status"] == "sending"
    reported(post, "complained", range(1, 3))
    owner.run("check_scheduled_campaigns")
    assert status_of(owner, made)["status"] == "paused"


def test_c14_what_a_campaign_may_have_is_a_setting(owner, post, inbox):
    owner.ask("save_messaging_settings", {"stop_bounces": 7})
    made = launched(owner, post)
    reported(post, "bounced", range(12))
    owner.run("check_scheduled_campaigns")
    assert status_of(owner, made)["status"] == "sending"
    owner.ask("save_messaging_settings", {"stop_bounces": 5})
    owner.run("check_scheduled_campaigns")
    assert status_of(owner, made)["status"] == "paused"


def test_c14_whoever_can_be_mailed_is_told_of_the_stop_though_another_address_is_refused(
    owner, sign_in, post, app_mail
):
    person(owner, "Ann")
    made = campaign(owner)
    tell = post.package("server_marketing.campaign_alerts").tell_of_pause
    errors = post.package("server_shared.errors")
    with pytest.raises(errors.NotFound, match="not paused"):
        post.run(lambda: tell(made))
    sign_in("manager").ask("launch_campaign", made)
    owner.ask("pause_campaign", made)
    app_mail.answers["manager@demo.test"] = "550 No such user"
    assert post.run(lambda: tell(made)) == ["owner@demo.test"]
    [mail] = app_mail.mails
    assert "stopped by itself" in mail.get_content()
    app_mail.answers["owner@demo.test"] = "550 No such user"
    with pytest.raises(errors.Invalid, match="did not take it"):
        post.run(lambda: tell(made))
