"""Who may do what: roles, seats, invitations, and leaving."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app_server.instance import Instance

from .conftest import PASSWORD, Visitor, eventually

Mails = list[dict[str, Any]]


@pytest.fixture
def mails(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> Mails:
    """What the app sends, taken where it hands mail to Anvil's library."""
    sent: Mails = []
    invitations = __import__("sys").modules["master_template.server_auth.invitations"]
    monkeypatch.setattr(invitations.anvil.email, "send", lambda **mail: sent.append(mail))
    return sent


@pytest.fixture(autouse=True)
def _as_before(instance: Instance) -> Iterator[None]:
    """The demo's people again after each test."""
    with instance.database.connection() as connection:
        before = connection.execute("SELECT _id, role, status, enabled FROM data.users").fetchall()
    yield
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.invitations")
        connection.execute("DELETE FROM data.users WHERE _id != ALL(%s)", ([row[0] for row in before],))
        for row_id, role, status, enabled in before:
            update = "UPDATE data.users SET role = %s, status = %s, enabled = %s WHERE _id = %s"
            connection.execute(update, (role, status, enabled, row_id))
        connection.execute("UPDATE data.users SET permissions = '{}', signed_out_at = NULL")


def invited(owner: Visitor, mails: Mails, email: str = "new@example.com", role: str = "staff") -> str:
    """The secret of a mailed link."""
    before = len(mails)
    owner.ask("invite_person", email, "New Person", role)
    eventually(lambda: len(mails) > before)
    return re.search(r"invitation=([\w-]+)", mails[-1]["text"])[1]


def test_an_invited_person_chooses_a_password_once(owner: Visitor, nobody: Visitor, mails: Mails) -> None:
    secret = invited(owner, mails)
    assert nobody.ask("look_at_invitation", secret)["invitation"] == {
        "email": "new@example.com",
        "name": "New Person",
        "role": "staff",
    }
    assert "password" in nobody.refusal("accept_invitation", secret, "Ann", "short")["fields"]
    answer = nobody.ask("accept_invitation", secret, "Ann Öz", "long enough")
    assert (answer["user"]["name"], answer["user"]["role"]) == ("Ann Öz", "staff")
    again = nobody.refusal("accept_invitation", secret, "Ann", "long enough")
    assert (again["code"], "has been used" in again["error"]) == ("forbidden", True)
    assert owner.ask("list_people")["invitations"] == []


def test_the_secret_of_an_invitation_is_stored_nowhere(owner: Visitor, mails: Mails, instance: Instance) -> None:
    secret = invited(owner, mails)
    with instance.database.connection() as connection:
        named = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
        for schema, table in connection.execute(named).fetchall():
            if schema in ("data", "anvil", "procrastinate"):
                count = f'SELECT count(*) FROM "{schema}"."{table}" t WHERE t::text LIKE %s'
                assert connection.execute(count, (f"%{secret}%",)).fetchone() == (0,), table


def test_an_invitation_taken_back_or_renewed_no_longer_works(owner: Visitor, nobody: Visitor, mails: Mails) -> None:
    first = invited(owner, mails)
    second = invited(owner, mails)
    assert "newer one was sent" in nobody.refusal("look_at_invitation", first)["error"]
    owner.ask("revoke_invitation", "new@example.com")
    assert nobody.refusal("accept_invitation", second, "Ann", "long enough")["code"] == "forbidden"


def test_an_invitation_ends_after_a_week(owner: Visitor, nobody: Visitor, mails: Mails, instance: Instance) -> None:
    secret = invited(owner, mails)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.invitations SET expires_at = now() - interval '1 second'")
    assert "more than a week old" in nobody.refusal("accept_invitation", secret, "Ann", "long enough")["error"]
    assert "not the whole link" in nobody.refusal("look_at_invitation", secret[:-1])["error"]


def test_seats_hold_when_many_invite_at_once(owner: Visitor) -> None:
    """Two of the three managers' seats are free in the demo."""
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: owner.call("invite_person", f"m{n}@example.com", "", "manager"), range(6)))
    assert sum(answer["success"] for answer in answers) == 2
    assert all("At most 3" in answer["error"] for answer in answers if not answer["success"])


def test_somebody_shut_out_is_signed_out_at_once_and_frees_a_seat(
    owner: Visitor, sign_in: Callable[[str], Visitor], instance: Instance
) -> None:
    admin = Visitor(instance)
    admin.ask("sign_in", "admin@demo.test", PASSWORD)
    admin.ask("get_config")
    taken = {seat["role"]: seat["taken"] for seat in owner.ask("list_people")["seats"]}
    owner.ask("set_user_status", "admin@demo.test", "inactive")
    assert not admin.call("get_config")["success"]
    assert not Visitor(instance).call("sign_in", "admin@demo.test", PASSWORD)["success"]
    after = {seat["role"]: seat["taken"] for seat in owner.ask("list_people")["seats"]}
    assert after == {**taken, "admin": taken["admin"] - 1}


def test_a_person_has_what_the_role_has_and_what_was_added_and_not_what_was_removed(owner: Visitor) -> None:
    owner.ask("set_permissions", "staff@demo.test", {"data.export": True, "customers.manage": False})
    entries = owner.ask("explain_permissions", "staff@demo.test")["permissions"]
    why = {entry["permission"]: entry["why"] for entry in entries}
    assert (why["data.export"], why["customers.manage"], why["customers.view"], why["data.erase"]) == (
        *("added", "removed", "role", "none"),
    )


@pytest.mark.parametrize("role", ["manager", "admin", "staff"])
def test_only_the_owner_manages_people(role: str, sign_in: Callable[[str], Visitor]) -> None:
    visitor = sign_in(role)
    for name, *arguments in (
        ("list_people",),
        ("change_role", "admin@demo.test", "manager"),
        ("hand_over_ownership", "staff@demo.test"),
        ("invite_person", "x@example.com", "", "manager"),
    ):
        assert visitor.refusal(name, *arguments)["code"] == "forbidden"


def test_whoever_was_given_the_people_gives_nobody_more_than_they_have(
    owner: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    owner.ask("set_permissions", "admin@demo.test", {"users.manage": True})
    admin = sign_in("admin")
    for name, *arguments in (
        ("set_permissions", "staff@demo.test", {"data.erase": True}),
        ("change_role", "staff@demo.test", "manager"),
        ("set_user_status", "manager@demo.test", "inactive"),
        ("invite_person", "x@example.com", "", "manager"),
        ("set_permissions", "admin@demo.test", {"data.erase": True}),
        ("set_user_status", "owner@demo.test", "inactive"),
        ("hand_over_ownership", "admin@demo.test"),
    ):
        assert admin.refusal(name, *arguments)["code"] == "forbidden", name
    admin.ask("set_permissions", "staff@demo.test", {"data.export": True})
    may_change = {person["email"]: person["can_change"] for person in admin.ask("list_people")["people"]}
    assert may_change == {
        "owner@demo.test": False,
        "manager@demo.test": False,
        "admin@demo.test": False,
        "staff@demo.test": True,
    }


def test_nobody_takes_back_an_invitation_that_they_could_not_have_given(
    owner: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    """Inviting the same address as a customer would end it too."""
    owner.ask("set_permissions", "admin@demo.test", {"users.manage": True})
    owner.ask("invite_person", "new@example.com", "New", "manager")
    contact = owner.ask("create_contact", {"email": "new@example.com"})["contact_id"]
    for visitor, call, argument in (
        (sign_in("admin"), "revoke_invitation", "new@example.com"),
        (sign_in("staff"), "invite_customer", contact),
    ):
        assert visitor.refusal(call, argument)["code"] == "forbidden", call
    assert [each["role"] for each in owner.ask("list_people")["invitations"]] == ["manager"]


def test_permissions_changed_by_two_at_once_are_not_overwritten(owner: Visitor) -> None:
    owner.ask("set_permissions", "staff@demo.test", {"data.export": True}, {})
    assert owner.refusal("set_permissions", "staff@demo.test", {"blog.manage": True}, {})["code"] == "conflict"
    owner.ask("set_permissions", "staff@demo.test", {"blog.manage": True}, {"data.export": True})


def test_whoever_was_shut_out_and_let_in_again_signs_in_anew(owner: Visitor, instance: Instance) -> None:
    admin = Visitor(instance)
    admin.ask("sign_in", "admin@demo.test", PASSWORD)
    for status in ("inactive", "active"):
        owner.ask("set_user_status", "admin@demo.test", status)
    assert admin.refusal("get_config")["code"] == "not_signed_in"
    assert admin.ask("sign_in", "admin@demo.test", PASSWORD)["user"]


def test_one_invitation_accepted_by_many_at_once_makes_one_sign_in(
    owner: Visitor, mails: Mails, instance: Instance
) -> None:
    secret = invited(owner, mails)
    visitors = [Visitor(instance) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda each: each.call("accept_invitation", secret, "Ann", "long enough"), visitors))
    assert sorted(answer["success"] for answer in answers) == [False] * 4 + [True]
    assert {answer["code"] for answer in answers if not answer["success"]} == {"forbidden"}
    assert len([each for each in owner.ask("list_people")["people"] if each["email"] == "new@example.com"]) == 1


def test_the_last_seat_is_taken_once_by_whatever_way(owner: Visitor, mails: Mails, instance: Instance) -> None:
    """One of three managers' seats is left: an invitation, a change of role and one let in again want it at once."""
    invited(owner, mails, "first@example.com", "manager")
    secret = invited(owner, mails, "second@example.com", "manager")
    owner.ask("revoke_invitation", "first@example.com")
    calls: list[tuple[Visitor, tuple[Any, ...]]] = [
        (Visitor(instance), ("accept_invitation", secret, "Ann", "long enough")),
        (owner, ("change_role", "admin@demo.test", "manager")),
        (owner, ("change_role", "staff@demo.test", "manager")),
        (owner, ("invite_person", "third@example.com", "", "manager")),
    ]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: each[0].call(*each[1]), calls))
    assert answers[0]["success"], "the invitation holds its seat"
    assert sum(answer["success"] for answer in answers[1:]) == 1
    assert {answer["code"] for answer in answers if not answer["success"]} == {"invalid"}
    assert next(seat for seat in owner.ask("list_people")["seats"] if seat["role"] == "manager")["taken"] == 3


def test_an_owner_who_hands_over_twice_at_once_leaves_one_owner(owner: Visitor, instance: Instance) -> None:
    heirs = ("admin@demo.test", "manager@demo.test")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda heir: owner.call("hand_over_ownership", heir), heirs))
    assert sorted(answer["success"] for answer in answers) == [False, True]
    with instance.database.connection() as connection:
        owners = connection.execute("SELECT count(*) FROM data.users WHERE role = 'owner'").fetchone()
    assert owners == (1,)


def test_the_owner_and_oneself_cannot_be_changed(owner: Visitor) -> None:
    for name, *arguments in (("change_role", "staff"), ("set_user_status", "inactive"), ("set_permissions", {})):
        assert owner.refusal(name, "owner@demo.test", *arguments)["code"] == "forbidden"


def test_ownership_is_handed_over_to_one_person(owner: Visitor) -> None:
    owner.ask("hand_over_ownership", "admin@demo.test")
    try:
        assert owner.refusal("hand_over_ownership", "staff@demo.test")["code"] == "forbidden"
        heir = Visitor(owner.instance)
        assert heir.ask("sign_in", "admin@demo.test", PASSWORD)["user"]["role"] == "owner"
        people = {person["email"]: person["role"] for person in heir.ask("list_people")["people"]}
        assert (people["owner@demo.test"], people["admin@demo.test"]) == ("manager", "owner")
    finally:
        heir.ask("hand_over_ownership", "owner@demo.test")
