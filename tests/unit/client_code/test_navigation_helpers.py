"""Who may see a screen, and where people start."""

import sys

import pytest


@pytest.fixture
def navigate(client):
    return client("shared.navigation_helpers")


@pytest.fixture
def sign_in(client):
    context = client("shared.app_context")
    return lambda role, **more: context.remember({"user": {"role": role, **more} if role else None})


def opened():
    return sys.modules["anvil"].opened


def test_nobody_is_led_to_the_sign_in_page(navigate, sign_in):
    sign_in(None)
    assert not navigate.require_auth()
    assert opened() == ["auth.LoginForm"]


def test_whoever_is_signed_in_stays(navigate, sign_in):
    sign_in("staff")
    assert navigate.require_auth()
    assert opened() == []


@pytest.mark.parametrize("role", ["owner", "manager", "admin"])
def test_the_three_administering_roles_pass(navigate, sign_in, role):
    sign_in(role)
    assert navigate.require_admin()


def test_staff_are_led_from_an_admin_screen_to_the_start(navigate, sign_in):
    sign_in("staff", permissions=["customers.view"])
    assert not navigate.require_admin()
    assert opened() == ["dashboard.DashboardForm"]


@pytest.mark.parametrize(
    ("role", "permissions", "page"),
    [
        ("owner", ["customers.view"], "dashboard"),
        ("staff", ["tasks.view"], "tasks"),
        ("customer", [], "my-dashboard"),
        (None, [], "sign-in"),
    ],
)
def test_everybody_starts_where_they_may(client, sign_in, role, permissions, page):
    sign_in(role, permissions=permissions)
    client("shared.app_context")._context["config"] = {"features": {"marketing_enabled": True}}
    assert client("shared.access").home() == page


def test_a_page_of_the_other_side_is_led_away_from(client, sign_in):
    access = client("shared.access")
    sign_in("customer")
    assert access.is_other_side("contacts")
    assert not access.is_other_side("my-dashboard")
    sign_in("owner")
    assert access.is_other_side("my-bookings")
    assert not access.is_other_side("contacts")
    assert not access.is_other_side("join")


def test_a_page_says_why_it_is_not_open(client, sign_in):
    access = client("shared.access")
    sign_in("staff", permissions=["tasks.view"])
    assert "owner" in access.refusal("settings-people")["text"]
    assert access.refusal("tasks")["feature"] == ""
    sign_in("manager", permissions=["tasks.view", "settings.view", "settings.manage"])
    assert access.refusal("tasks")["feature"] == "marketing_enabled"
    assert access.refusal("settings-mail")["feature"] == "marketing_enabled"
    client("shared.app_context")._context["config"] = {"features": {"marketing_enabled": True}}
    assert access.refusal("tasks") is None


def test_a_permission_is_held_only_when_it_was_granted(client, sign_in):
    context = client("shared.app_context")
    sign_in("staff", permissions=["customers.view"])
    assert context.may("customers.view")
    assert not context.may("data.import")
