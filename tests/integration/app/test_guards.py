"""Who may call what: the whole registry is walked, so that no callable is forgotten."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

import anvil.server
import pytest
from anvil.tables import TableError

from app_server.instance import Instance
from server_code.server_shared.permissions import CUSTOMER, PERMISSIONS, ROLE_PERMISSIONS, ROLES

from .conftest import Visitor, wait_for_the_queue

PUBLIC = {
    *("get_app_context", "sign_in", "sign_out", "request_password_reset", "reset_password"),
    *("look_at_invitation", "accept_invitation"),
}
# One call of each kind of argument that no callable takes.
NONSENSE: tuple[tuple[Any, ...], ...] = (
    ({"not": "this"}, {"not": "this"}),
    (b"bytes", b"bytes"),
    (["a"] * 3,),
    (None, None, None, None),
    ("\x00",),
    (-1, {"0": "email"}, []),
    (2**70,),
)


# Pages that anybody may open: what they do is allowed by the link that leads to them.
PAGES = {
    "route:/email/address-back/([^/]*)",
    "route:/email/address/([^/]*)",
    "route:/email/click/([^/]*)",
    "route:/email/confirm/([^/]*)",
    "route:/email/open/([^/]*)",
    "route:/email/preferences/([^/]*)",
    "route:/email/unsubscribe/([^/]*)",
    "route:/embed/([^/]*)",
    "route:/embed/([^/]*)/begin",
    "route:/embed/([^/]*)/submit",
    "route:/embed/([^/]*)/view",
    "route:/forms/([^/]*)",
    "route:/newsletter/([^/]*)",
    "route:/pictures/([^/]*)",
}


# Where providers tell what happened: each believes nothing that is not signed.
WEBHOOKS = re.compile("/webhooks/")


def guards() -> dict[str, Any]:
    return sys.modules["master_template.server_shared.callables"].guards


def asked_by_people() -> list[str]:
    """The names of callables that a signed-in person may call."""
    return sorted(name for name, guard in guards().items() if not (guard.public or guard.uplink))


def everything_in(instance: Instance) -> list[Any]:
    """Every row of the tables that callables write, once nothing else is under way that may write them."""
    wait_for_the_queue(instance)
    with instance.database.connection() as connection:
        tables = ("contacts", "contact_events", "contact_transactions", "contact_imports", "config", "counters")
        return [connection.execute(f"SELECT * FROM data.{table} ORDER BY 1").fetchall() for table in tables]


def test_every_callable_has_a_permission_or_is_on_the_short_public_list(instance: Instance) -> None:
    registered = {name for name in anvil.server._server.registrations if not name.startswith(("task:", "anvil."))}
    pages = {name for name in registered if name.startswith("route:")}
    assert pages == PAGES
    addresses = {name for name in registered if name.startswith("http:")}
    assert registered - addresses - pages == set(guards())
    assert {name for name, guard in guards().items() if guard.public} == PUBLIC
    for guard in guards().values():
        assert guard.public or guard.uplink or guard.permission in {"signed in", CUSTOMER, *PERMISSIONS}


def test_every_address_of_the_api_asks_for_a_permission(instance: Instance) -> None:
    operations = sys.modules["master_template.server_api.operations"].operations
    declared = [each for methods in operations.values() for each in methods.values()]
    assert {each.permission for each in declared} <= set(PERMISSIONS)
    addresses = {name for name in anvil.server._server.registrations if name.startswith("http:")}
    # The description of the API itself is open to everybody, and so is that there is nothing at other addresses.
    assert len(operations) + 2 == len([name for name in addresses if not WEBHOOKS.search(name)])


def test_nobody_gets_past_the_door_without_signing_in(instance: Instance, nobody: Visitor) -> None:
    before = everything_in(instance)
    for name in asked_by_people():
        assert nobody.refusal(name, *NONSENSE[0])["code"] == "not_signed_in", name
    assert everything_in(instance) == before


def test_what_is_for_uplinks_is_refused_to_the_owner(instance: Instance, owner: Visitor) -> None:
    for name in [name for name, guard in guards().items() if guard.uplink]:
        assert owner.refusal(name, *NONSENSE[0])["code"] == "forbidden", name


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_the_permission_is_refused_and_nothing_changes(
    instance: Instance, sign_in: Callable[[str], Visitor], role: str
) -> None:
    visitor = sign_in(role)
    before = everything_in(instance)
    held = {*ROLE_PERMISSIONS[role], *([CUSTOMER] if role == "customer" else [])}
    for name, guard in guards().items():
        if guard.permission in {CUSTOMER, *PERMISSIONS} - held:
            assert visitor.refusal(name)["code"] == "forbidden", name
    assert everything_in(instance) == before


def test_arguments_of_wrong_kinds_are_refused_with_a_code_and_change_nothing(
    instance: Instance, sign_in: Callable[[str], Visitor]
) -> None:
    before = everything_in(instance)
    for name in asked_by_people():
        visitor = sign_in("customer" if guards()[name].permission == CUSTOMER else "owner")
        for arguments in NONSENSE:
            answer = visitor.call(name, *arguments)
            assert answer["success"] or answer["code"] in ("invalid", "not_found", "conflict"), (
                name,
                arguments,
                answer,
            )
    assert everything_in(instance) == before


def test_a_person_whose_sign_in_is_switched_off_is_out_at_once(instance: Instance) -> None:
    visitor = Visitor(instance)
    visitor.ask("sign_in", "staff@demo.test", "demo-mybizz")
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.users SET status = 'suspended' WHERE email = 'staff@demo.test'")
        try:
            assert visitor.refusal("get_all_contacts")["code"] == "forbidden"
            assert visitor.ask("get_app_context")["user"] is None
        finally:
            connection.execute("UPDATE data.users SET status = 'active' WHERE email = 'staff@demo.test'")


def test_a_permission_given_to_one_person_counts(instance: Instance, sign_in: Callable[[str], Visitor]) -> None:
    staff = sign_in("staff")
    assert staff.refusal("list_imports")["code"] == "forbidden"
    with instance.database.connection() as connection:
        permissions = "UPDATE data.users SET permissions = %s WHERE email = 'staff@demo.test'"
        connection.execute(permissions, ('{"data.import": true, "customers.manage": false}',))
        try:
            assert staff.ask("list_imports")["imports"] == []
            assert staff.refusal("create_contact", {"first_name": "Ann"})["code"] == "forbidden"
        finally:
            connection.execute(permissions, ("{}",))


def test_a_fault_of_ours_reaches_nobody_but_as_a_reference(
    instance: Instance, owner: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    queries = sys.modules["master_template.server_customers.queries"]

    def broken() -> None:
        raise RuntimeError("the inside of the kitchen")

    monkeypatch.setattr(queries, "filter_options", broken)
    answer = owner.call("get_contact_filter_options")
    assert (answer["success"], answer["code"]) == (False, "unexpected")
    assert answer["reference"] in answer["error"]
    assert "kitchen" not in str(answer)
    assert answer["reference"] in caplog.text
    assert "kitchen" in caplog.text


def test_a_full_disk_is_told_in_a_sentence(owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise TableError("Internal database error: ERROR: could not extend file: No space left on device")

    monkeypatch.setattr(sys.modules["master_template.server_customers.queries"], "filter_options", full)
    answer = owner.call("get_contact_filter_options")
    assert answer["error"].startswith("Nothing can be saved: there is no room left on the disk that Mybizz is on.")
