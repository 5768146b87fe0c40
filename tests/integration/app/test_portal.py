"""Customers see and change what is their own, and nothing else; staff have no business on their pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from app_server.instance import Instance

from .conftest import PASSWORD, Visitor

Mails = list[dict[str, Any]]


pytestmark = pytest.mark.usefixtures("fresh_business")


@pytest.fixture(scope="module")
def customer(instance: Instance, fresh_business: None) -> Visitor:
    visitor = Visitor(instance)
    visitor.ask("sign_in", "customer@demo.test", PASSWORD)
    return visitor


def contact_of(owner: Visitor, name: str) -> dict[str, Any]:
    [found] = owner.ask("get_all_contacts", {"search": name})["contacts"]
    return owner.ask("get_contact_by_id", found["contact_id"])["contact"]


def test_a_customer_sees_their_own_bookings_only(customer: Visitor, owner: Visitor, instance: Instance) -> None:
    answer = customer.ask("get_my_dashboard")
    assert answer["profile"]["first_name"] == "Lerato"
    shown = {
        booking["booking_number"]
        for upcoming in (True, False)
        for booking in customer.ask("list_my_bookings", upcoming)["bookings"]
    }
    with instance.database.connection() as connection:
        own = "SELECT booking_number FROM data.bookings b JOIN data.contacts c ON c._id = b.contact WHERE c.email = %s"
        stored = {row[0] for row in connection.execute(own, ("lerato.mokoena@example.com",)).fetchall()}
    assert shown == stored
    assert len(shown) > 1


def test_no_id_of_another_customer_opens_anything(customer: Visitor, owner: Visitor) -> None:
    other = contact_of(owner, "Aisha")["contact_id"]
    for name in ("get_my_dashboard", "get_my_details"):
        assert customer.refusal(name, other)["code"] == "invalid"
        assert customer.refusal(name, contact_id=other)["code"] == "invalid"
    assert customer.refusal("get_contact_by_id", other)["code"] == "forbidden"
    assert customer.refusal("get_contact_bookings", other)["code"] == "forbidden"
    details = {"first_name": "Mine", "contact_id": other, "email": "aisha.patel@example.com", "version": 1}
    customer.ask("save_my_details", details, customer.ask("get_my_details")["profile"]["version"])
    assert contact_of(owner, "Aisha")["first_name"] == "Aisha"


def test_a_customer_changes_the_own_details_and_only_what_is_theirs_to_change(
    customer: Visitor, owner: Visitor
) -> None:
    version = customer.ask("get_my_details")["profile"]["version"]
    wanted = {"phone": "082 555 9999", "address": "1 Main Rd\nPaarl", "status": "inactive", "tags": ["Boss"]}
    profile = customer.ask("save_my_details", {**wanted, "custom": {"x": 1}}, version)["profile"]
    assert (profile["phone"], profile["address"]) == ("+27825559999", "1 Main Rd\nPaarl")
    stored = contact_of(owner, "Lerato")
    assert (stored["status"], "Boss" in stored["tags"]) == ("customer", False)
    assert customer.refusal("save_my_details", {"phone": "abc"}, profile["version"])["fields"]


def test_a_customer_who_saves_an_old_page_is_told_and_shown_nothing_of_the_business(
    customer: Visitor, owner: Visitor
) -> None:
    profile = customer.ask("get_my_details")["profile"]
    owner.ask("update_contact", contact_of(owner, "Lerato")["contact_id"], {"internal_notes": "Grumbles"})
    refused = customer.refusal("save_my_details", {"first_name": "L"}, profile["version"])
    assert refused["code"] == "conflict"
    assert set(refused["current"]) == set(profile)
    assert "Grumbles" not in str(refused)


def test_a_customer_puts_themselves_on_a_newsletter_and_off_it(customer: Visitor, owner: Visitor) -> None:
    list_id = owner.ask("create_mailing_list", {"name": "Garden news"})["list_id"]
    private = owner.ask("create_mailing_list", {"name": "Staff only", "is_public": False})["list_id"]
    offered = {each["list_id"]: each["granted"] for each in customer.ask("get_my_details")["lists"]}
    assert offered[list_id] is False
    assert private not in offered

    def choose(granted: bool) -> bool:
        lists = customer.ask("set_my_list", list_id, granted)["lists"]
        return next(each["granted"] for each in lists if each["list_id"] == list_id)

    assert choose(True)
    [subscriber] = owner.ask("list_subscribers", list_id)["subscribers"]
    assert (subscriber["status"], subscriber["source"]) == ("active", "preferences")
    assert not choose(False)
    assert customer.refusal("set_my_list", private, True)["code"] == "invalid"


def test_consent_of_a_customer_is_in_the_ledger_in_the_words_that_were_shown(customer: Visitor, owner: Visitor) -> None:
    offered = {each["purpose"]: each for each in customer.ask("get_my_details")["consents"]}
    customer.ask("set_my_consent", "email", "surveys", True)
    consents = customer.ask("set_my_consent", "email", "surveys", True)["consents"]
    assert next(each["granted"] for each in consents if each["purpose"] == "surveys")
    contact_id = contact_of(owner, "Lerato")["contact_id"]
    history = [entry for entry in owner.ask("get_consents", contact_id)["history"] if entry["purpose"] == "surveys"]
    assert [(entry["state"], entry["wording"]) for entry in history] == [("granted", offered["surveys"]["words"])]
    customer.ask("set_my_consent", "email", "surveys", False)
    assert owner.ask("get_consents", contact_id)["history"][0]["state"] == "withdrawn"
    assert customer.refusal("set_my_consent", "email", "everything", True)["code"] == "invalid"
    assert customer.refusal("set_my_consent", "pigeon", "marketing", True)["code"] == "invalid"


def test_a_customer_sees_that_opens_are_counted_and_can_refuse_it(customer: Visitor) -> None:
    def counted(consents: list[dict[str, Any]]) -> bool:
        return next(each["granted"] for each in consents if each["purpose"] == "tracking")

    assert counted(customer.ask("get_my_details")["consents"])
    assert not counted(customer.ask("set_my_consent", "email", "tracking", False)["consents"])
    assert not counted(customer.ask("get_my_details")["consents"])
    assert counted(customer.ask("set_my_consent", "email", "tracking", True)["consents"])


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_the_business_has_no_business_on_the_customers_pages(role: str, sign_in: Callable[[str], Visitor]) -> None:
    for name, *arguments in (("get_my_dashboard",), ("list_my_bookings",), ("save_my_details", {}, 1)):
        assert sign_in(role).refusal(name, *arguments)["code"] == "forbidden"


def test_an_invited_contact_becomes_a_customer_who_sees_their_own(
    owner: Visitor, nobody: Visitor, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails: Mails = []
    invitations = __import__("sys").modules["master_template.server_auth.invitations"]
    monkeypatch.setattr(invitations.anvil.email, "send", lambda **mail: mails.append(mail))
    aisha = contact_of(owner, "Aisha")
    monkeypatch.setattr(invitations.anvil.server, "launch_background_task", lambda *task: None)
    assert owner.ask("invite_customer", aisha["contact_id"]) == {"success": True, "email": aisha["email"]}
    owner.run("send_invitation", aisha["email"])
    secret = re.search(r"invitation=([\w-]+)", mails[-1]["text"])[1]
    assert nobody.ask("look_at_invitation", secret)["invitation"]["role"] == "customer"
    assert nobody.ask("accept_invitation", secret, "Aisha Patel", PASSWORD)["user"]["role"] == "customer"
    assert nobody.ask("get_my_dashboard")["profile"]["email"] == aisha["email"]
    assert owner.refusal("invite_customer", aisha["contact_id"])["code"] == "duplicate"
    assert aisha["email"] not in str(owner.ask("list_people"))
    owner.ask("archive_contacts", [aisha["contact_id"]])
    assert nobody.refusal("get_my_dashboard")["code"] == "not_found"


def test_erasing_a_customer_ends_their_sign_in_and_the_export_gives_no_secret(
    owner: Visitor, nobody: Visitor, instance: Instance
) -> None:
    nobody.ask("sign_in", "customer@demo.test", PASSWORD)
    contact_id = contact_of(owner, "Lerato")["contact_id"]
    exported = owner.bytes_of(owner.ask("export_customer_data", contact_id)["file"])
    assert b"users.json" in exported
    with instance.database.connection() as connection:
        users = "SELECT _id, password_hash FROM data.users WHERE email = 'customer@demo.test'"
        row_id, password_hash = connection.execute(users).fetchone()
        with zipfile.ZipFile(io.BytesIO(exported)) as archive:
            assert not any(password_hash.encode() in archive.read(name) for name in archive.namelist())
        owner.ask("delete_customer_data", contact_id, contact_id)
        assert nobody.refusal("get_my_dashboard")["code"] in ("not_signed_in", "forbidden")
        left = "SELECT email, name, password_hash, contact, enabled FROM data.users WHERE _id = %s"
        assert connection.execute(left, (row_id,)).fetchone() == (None,) * 5
