"""``anvil.users`` of genuine uplinks: a connection is a session of its own, with a server's or a browser's rights."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_process import CLIENT_KEY, SERVER_KEY, ServerProcess
from tests.wire.conftest import GenuineUplink, UplinkError
from tests.wire.office import PASSWORD, Visitor

GET_EMAIL = "anvil.private.users.get_current_user_email"


@pytest.fixture(scope="module")
def trusted(office: ServerProcess) -> Iterator[GenuineUplink]:
    uplink = GenuineUplink(office.url, SERVER_KEY)
    yield uplink
    uplink.close()


@pytest.fixture(scope="module")
def untrusted(office: ServerProcess) -> Iterator[GenuineUplink]:
    uplink = GenuineUplink(office.url, CLIENT_KEY)
    yield uplink
    uplink.close()


@pytest.fixture(params=["trusted", "untrusted"])
def uplink(request: pytest.FixtureRequest) -> Iterator[GenuineUplink]:
    either: GenuineUplink = request.getfixturevalue(request.param)
    yield either
    either.do("call", "anvil.private.users.logout")


def test_nobody_is_signed_in_at_first(uplink: GenuineUplink) -> None:
    assert uplink.do("call", GET_EMAIL) is None


def test_a_log_in_lasts_as_long_as_the_connection(uplink: GenuineUplink, visitor: Visitor) -> None:
    email = visitor.sign_up()
    assert uplink.do("call", "users", "login_with_email", email, PASSWORD) == email
    assert uplink.do("call", GET_EMAIL) == email
    assert uplink.do("call", "members_only") == "welcome"
    uplink.do("call", "anvil.private.users.logout")
    assert uplink.do("call", GET_EMAIL) is None


def test_connections_share_no_user(trusted: GenuineUplink, untrusted: GenuineUplink, visitor: Visitor) -> None:
    trusted.do("call", "users", "login_with_email", visitor.sign_up(), PASSWORD)
    assert untrusted.do("call", GET_EMAIL) is None
    trusted.do("call", "anvil.private.users.logout")


def test_a_wrong_password_is_refused_by_its_own_exception(uplink: GenuineUplink, visitor: Visitor) -> None:
    with pytest.raises(UplinkError, match="Incorrect email address or password") as refused:
        uplink.do("call", "users", "login_with_email", visitor.sign_up(), "wrong")
    assert refused.value.message == "Incorrect email address or password"


def test_an_uplink_has_no_cookies(trusted: GenuineUplink) -> None:
    with pytest.raises(UplinkError, match="This connection is not from a web browser - cannot access cookies"):
        trusted.do("call", "cookie", "get")


def test_only_a_trusted_uplink_may_choose_a_user(trusted: GenuineUplink, untrusted: GenuineUplink) -> None:
    assert trusted.do("call", "anvil.private.users.force_login", None) is None
    with pytest.raises(UplinkError, match="Cannot call force_login"):
        untrusted.do("call", "anvil.private.users.force_login", None)


def test_only_a_trusted_uplink_sees_the_services_server_half(trusted: GenuineUplink, untrusted: GenuineUplink) -> None:
    service = "/runtime/services/anvil/users.yml"
    for uplink in (trusted, untrusted):
        assert uplink.do("call", "anvil.private.get_client_config", service)["use_email"] is True
    assert trusted.do("call", "anvil.private.get_server_config", service)["user_table"] == "users"
    with pytest.raises(UplinkError, match="Cannot access server config from the client"):
        untrusted.do("call", "anvil.private.get_server_config", service)
