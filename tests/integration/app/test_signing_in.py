from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call

from .conftest import PASSWORD, Visitor, eventually


@pytest.fixture
def newcomer(instance: Instance) -> Iterator[str]:
    """A sign-in of its own for tests that spoil it."""
    address = f"new-{time.monotonic_ns()}@demo.test"
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.users (email, name, role, status, enabled, password_hash, n_password_failures) "
            "SELECT %s, 'New Comer', 'staff', 'active', true, password_hash, 0 FROM data.users "
            "WHERE email = 'staff@demo.test'",
            (address,),
        )
        yield address
        connection.execute("DELETE FROM data.users WHERE email = %s", (address,))


MARKETING = ("sequences", "lead_forms", "segments", "marketing", "inbox", "campaigns", "broadcasts")


def test_signing_in_answers_who_and_what_may_be_opened(nobody: Visitor) -> None:
    assert nobody.ask("get_app_context")["user"] is None
    answer = nobody.ask("sign_in", " Owner@Demo.test ", PASSWORD, True)
    assert answer["user"]["name"] == "Thandi Nkosi"
    assert (answer["user"]["role"], answer["user"]["initials"]) == ("owner", "TN")
    assert answer["destinations"] == [
        *("dashboard", "contacts", "import_contacts", *MARKETING, "tasks", "settings"),
    ]
    assert answer["config"]["business_name"] == "Bluegum House & Café"
    assert "password_hash" not in str(answer)
    assert nobody.ask("get_app_context")["user"]["email"] == "owner@demo.test"
    assert nobody.ask("sign_out")["user"] is None
    assert nobody.refusal("get_config")["code"] == "not_signed_in"


def test_nobody_is_told_how_the_business_sends_messages_and_what_it_pays(nobody: Visitor, owner: Visitor) -> None:
    assert owner.ask("get_phone_settings")["settings"]["sms_prices"]
    assert "messaging" not in nobody.ask("get_app_context")["config"]
    assert "messaging" not in owner.ask("get_config")["config"]


def test_a_log_in_past_our_own_sign_in_opens_nothing(instance: Instance, newcomer: str) -> None:
    """Any browser can call Anvil's own service: signing out everywhere could not end what nobody knows the age of."""
    past = Visitor(instance)
    call = Call(instance, past.session, "browser", trusted=False)
    arguments = ("anvil.private.users.login_with_email", (newcomer, PASSWORD), {})
    assert instance.threads.submit(dispatch.serve, call, *arguments).result()["email"] == newcomer
    assert past.refusal("get_config")["code"] == "not_signed_in"
    assert past.ask("get_app_context")["user"] is None


def test_staff_see_only_the_screens_they_may_open(nobody: Visitor) -> None:
    assert nobody.ask("sign_in", "staff@demo.test", PASSWORD)["destinations"] == [
        *("dashboard", "contacts", *MARKETING, "tasks"),
    ]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("owner@demo.test", "wrong"),
        ("nobody@demo.test", PASSWORD),
        ("", ""),
        ("owner@demo.test", "x" * 100),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_wrong_and_unknown_are_refused_alike(nobody: Visitor, email: str, password: str) -> None:
    refused = nobody.refusal("sign_in", email, password)
    assert (refused["code"], refused["error"]) == ("invalid", "The e-mail address or the password is not right.")
    assert nobody.ask("get_app_context")["user"] is None


def test_a_sign_in_is_locked_after_ten_wrong_passwords(nobody: Visitor, newcomer: str) -> None:
    codes = [nobody.refusal("sign_in", newcomer, "wrong")["code"] for _ in range(10)]
    assert codes[0] == "invalid"
    assert nobody.refusal("sign_in", newcomer, PASSWORD)["code"] == "locked"


def test_a_customer_may_open_the_customers_pages_only(nobody: Visitor) -> None:
    answer = nobody.ask("sign_in", "customer@demo.test", PASSWORD)
    assert answer["user"]["permissions"] == []
    assert answer["destinations"] == ["my_dashboard", "my_bookings", "account_settings"]


def test_a_suspended_person_is_not_let_in(instance: Instance, nobody: Visitor, newcomer: str) -> None:
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.users SET status = 'suspended' WHERE email = %s", (newcomer,))
    assert nobody.refusal("sign_in", newcomer, PASSWORD)["code"] == "forbidden"
    assert nobody.ask("get_app_context")["user"] is None


def test_asking_for_a_new_password_answers_alike_for_known_and_unknown(nobody: Visitor) -> None:
    assert nobody.ask("request_password_reset", "owner@demo.test") == {"success": True}
    assert nobody.ask("request_password_reset", "nobody@demo.test") == {"success": True}


def test_a_new_password_needs_a_mailed_link(nobody: Visitor, owner: Visitor) -> None:
    assert nobody.refusal("reset_password", "a-new-password")["code"] == "forbidden"
    assert owner.refusal("reset_password", "a-new-password")["code"] == "forbidden"
    assert nobody.refusal("reset_password", "short")["fields"]
    assert nobody.refusal("reset_password", "ü" * 37)["fields"]


def test_whoever_came_by_a_mailed_link_chooses_a_password_and_signs_in(
    instance: Instance, nobody: Visitor, newcomer: str
) -> None:
    token = nobody.as_server("anvil.private.users.generate_email_link_token", newcomer, "pw-reset")
    nobody.as_server("anvil.private.users.login_with_token", token)
    assert nobody.ask("get_app_context")["password_reset"] is True
    assert nobody.ask("get_app_context")["user"] is None
    nobody.ask("reset_password", "a-new-password")
    assert nobody.ask("get_app_context")["password_reset"] is False
    assert nobody.ask("sign_in", newcomer, "a-new-password")["user"]["email"] == newcomer
    assert Visitor(instance).refusal("sign_in", newcomer, PASSWORD)["code"] == "invalid"


def test_signing_in_is_written_down(instance: Instance, nobody: Visitor) -> None:
    nobody.ask("sign_in", "manager@demo.test", PASSWORD)

    def lines() -> int:
        with instance.database.connection() as connection:
            return connection.execute(
                "SELECT count(*) FROM data.audit_log l JOIN data.users u ON u._id = l.user "
                "WHERE action = 'sign_in' AND u.email = 'manager@demo.test'"
            ).fetchone()[0]

    assert eventually(lines) >= 1


def test_another_password_needs_the_present_one_and_ends_all_other_log_ins(instance: Instance, newcomer: str) -> None:
    here, elsewhere = Visitor(instance), Visitor(instance)
    for visitor in (here, elsewhere):
        visitor.ask("sign_in", newcomer, PASSWORD)
    assert "old_password" in here.refusal("change_password", "wrong", "a-new-password")["fields"]
    assert "old_password" in here.refusal("change_password", "x" * 100, "a-new-password")["fields"]
    assert "new_password" in here.refusal("change_password", PASSWORD, "short")["fields"]
    assert elsewhere.ask("get_config")
    here.ask("change_password", PASSWORD, "a-new-password")
    assert here.ask("get_app_context")["user"]["email"] == newcomer
    assert elsewhere.refusal("get_config")["code"] == "not_signed_in"
    assert Visitor(instance).ask("sign_in", newcomer, "a-new-password")["user"]


def test_signing_out_everywhere_ends_every_log_in_and_no_later_one(instance: Instance, newcomer: str) -> None:
    here, elsewhere = Visitor(instance), Visitor(instance)
    for visitor in (here, elsewhere):
        visitor.ask("sign_in", newcomer, PASSWORD)
    assert here.ask("sign_out_everywhere")["user"] is None
    for visitor in (here, elsewhere):
        assert visitor.refusal("get_config")["code"] == "not_signed_in"
        assert visitor.ask("get_app_context")["user"] is None
    assert elsewhere.ask("sign_in", newcomer, PASSWORD)["user"]
    assert elsewhere.ask("get_config")
