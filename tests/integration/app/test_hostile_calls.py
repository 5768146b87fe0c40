"""Every callable of the registry is sent what attackers send: it is refused with a code, or stored as mere text."""

from __future__ import annotations

import sys
import time
import types
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import anvil
import anvil.server
import pytest

from app_server.instance import Instance
from server_code.server_shared.permissions import CUSTOMER

from .conftest import PASSWORD, Visitor

pytestmark = pytest.mark.usefixtures("fresh_business")

SQL = "x'); DROP TABLE data.contacts; --"
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;"
PAYLOADS = (SQL, HTML, "C-999999", "%s {0} ${x} {{7*7}} \\ ../../etc/passwd", "a" * 1_000_000)
CODES = {"invalid", "not_found", "forbidden", "conflict", "duplicate", "too_large", "locked"}
# Those that end the session they are called in.
ENDING = {"sign_out", "sign_out_everywhere"}
SECONDS_AT_MOST = 8
# Sign-ins are looked at more closely; the log of mails tells of those that could not go, too.
UNTOLD = ["users", "email_log"]
KEYS = (
    *("name", "first_name", "email", "phone", "address", "text", "title", "label", "status", "search", "op", "field"),
    *("business_name", "time_zone", "purpose", "channel", "contact_id", "company_id", "rules", "value"),
)


def registry() -> dict[str, Any]:
    return sys.modules["master_template.server_shared.callables"].guards


def function_of(name: str) -> Callable[..., Any]:
    modules = [module for path, module in sys.modules.items() if path.startswith("master_template.server_")]
    return next(getattr(module, name) for module in modules if hasattr(getattr(module, name, None), "__wrapped__"))


def sent(function: Callable[..., Any], payload: str) -> list[Any]:
    """An argument of each kind that the function takes, with ``payload`` wherever there is text."""
    hints = typing.get_type_hints(function)
    return [_argument(hint, payload) for name, hint in hints.items() if name not in ("actor", "return")]


def _argument(hint: Any, payload: str) -> Any:
    kinds = typing.get_args(hint) or (hint,)
    made = {
        str: payload,
        dict: {**dict.fromkeys(KEYS, payload), payload: payload},
        list: [payload, payload],
        bool: True,
        int: 2**31,
        float: -1e300,
        anvil.Media: anvil.BlobMedia("text/csv", f"Name,{payload}\n{payload},x\n".encode(), name=payload),
        datetime: datetime(9999, 12, 31, tzinfo=UTC),
    }
    return next((value for kind, value in made.items() if kind in kinds), payload)


@pytest.fixture(scope="module")
def tables(instance: Instance, fresh_business: None) -> list[str]:
    with instance.database.connection() as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'data' AND tablename <> ALL(%s)", [UNTOLD]
        )
        return [row[0] for row in found.fetchall()]


@pytest.fixture(autouse=True)
def _no_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an accepted call leaves to a background task would be taken for the writing of the refused one after it."""
    task = types.SimpleNamespace(get_id=lambda: "left-out")
    monkeypatch.setattr(anvil.server, "launch_background_task", lambda *called: task)


@pytest.fixture
def state(instance: Instance, tables: list[str]) -> Callable[[], Any]:
    """How many rows each table has and who wrote last: changes with any write."""
    each = " UNION ALL ".join(
        f"SELECT '{table}', count(*), max(xmin::text::bigint) FROM data.{table}" for table in tables
    )
    people = "SELECT email, name, role, status, permissions, password_hash FROM data.users ORDER BY 1"

    def read() -> Any:
        with instance.database.connection() as connection:
            return connection.execute(each).fetchall(), connection.execute(people).fetchall()

    return read


@pytest.fixture
def visitors(instance: Instance) -> Iterator[Callable[[str], Visitor]]:
    """Sessions of this test's own: the owner's, a customer's, and of nobody."""
    made = {role: Visitor(instance) for role in ("owner", "customer", "nobody")}
    for role in ("owner", "customer"):
        made[role].ask("sign_in", f"{role}@demo.test", PASSWORD)

    def visitor_of(name: str) -> Visitor:
        guard = registry()[name]
        return made["nobody" if guard.public else "customer" if guard.permission == CUSTOMER else "owner"]

    yield visitor_of


@pytest.mark.parametrize("payload", PAYLOADS, ids=["sql", "html", "foreign id", "formats", "1 MB"])
def test_what_attackers_send_is_refused_or_mere_text(
    payload: str, state: Callable[[], Any], visitors: Callable[[str], Visitor]
) -> None:
    for name in sorted(registry().keys() - ENDING):
        before, begun = state(), time.monotonic()
        answer = visitors(name).call(name, *sent(function_of(name), payload))
        assert time.monotonic() - begun < SECONDS_AT_MOST, name
        if not answer["success"]:
            assert answer["code"] in CODES, (name, answer)
            if state() != before:
                # Work of the schedule may have come between: a second time tells.
                before = state()
                visitors(name).call(name, *sent(function_of(name), payload))
            assert state() == before, f"{name} was refused and changed something"
        assert len(str(answer.get("error", ""))) < 2000, name


def test_markup_and_sql_are_stored_as_they_were_typed(owner: Visitor) -> None:
    typed = {"first_name": HTML, "last_name": SQL, "company": HTML, "address": SQL, "internal_notes": HTML}
    contact_id = owner.ask("create_contact", typed)["contact_id"]
    contact = owner.ask("get_contact_by_id", contact_id)["contact"]
    assert {name: contact[name] for name in typed} == typed
    owner.ask("add_note_to_contact", contact_id, HTML)
    assert owner.ask("get_contact_timeline", contact_id)["timeline"][0]["event_data"]["note"] == HTML
    assert owner.ask("get_all_contacts", {"search": SQL})["total"] == 1


def test_a_text_of_a_megabyte_is_refused_before_anybody_reads_it(owner: Visitor, nobody: Visitor) -> None:
    for visitor, name, *arguments in (
        (owner, "add_note_to_contact", "C-1", "a" * 1_000_000),
        (owner, "create_contact", {"first_name": "a" * 1_000_000}),
        (owner, "archive_contacts", ["C-1" * 100_000] * 10),
        (nobody, "sign_in", "a" * 1_000_000, "x"),
        (nobody, "look_at_invitation", "a" * 1_000_000),
    ):
        assert visitor.refusal(name, *arguments)["code"] == "too_large", name
