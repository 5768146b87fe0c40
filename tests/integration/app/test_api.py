"""The API for the business's own programs: contacts to read, with a token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app_server.instance import Instance
from app_server.web import make_web_app

from .conftest import Visitor

CONTACTS, CAMPAIGNS = "/_/api/v1/contacts", "/_/api/v1/campaigns"


@pytest.fixture
def browser(instance: Instance) -> Iterator[TestClient]:
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.api_tokens")
    with TestClient(make_web_app(instance), base_url="http://127.0.0.1:42600") as client:
        yield client


def make_token(owner: Visitor, *scopes: str) -> dict[str, str]:
    token = owner.ask("create_api_token", "Till", list(scopes) or ["customers.view"], 30)["token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.usefixtures("people")
def test_contacts_are_read_page_by_page_and_one_by_one(owner: Visitor, browser: TestClient) -> None:
    headers = make_token(owner)
    seen: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        answer = browser.get(CONTACTS, params={"page_size": "10", "cursor": cursor}, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        seen += answer.json()["data"]["contacts"]
        cursor = answer.json()["data"]["next_cursor"]
    assert len({each["contact_id"] for each in seen}) == len(seen) == answer.json()["data"]["total"]
    one = browser.get(f"{CONTACTS}/{seen[0]['contact_id']}", headers=headers).json()
    assert one["success"] and one["data"]["full_name"] == seen[0]["full_name"]
    assert "timeline" not in one["data"]
    found = browser.get(CONTACTS, params={"search": seen[0]["contact_id"]}, headers=headers).json()["data"]
    assert [each["contact_id"] for each in found["contacts"]] == [seen[0]["contact_id"]]
    [token] = owner.ask("list_api_tokens")["tokens"]
    assert token["last_used_at"] is not None


def test_what_is_added_while_somebody_pages_through_campaigns_moves_none_of_them(
    owner: Visitor, browser: TestClient
) -> None:
    def make(name: str) -> str:
        return str(owner.ask("create_campaign", {"campaign_name": name})["campaign_id"])

    made = {make(f"Campaign {number}") for number in range(5)}
    headers, seen, cursor = make_token(owner, "campaigns.view"), [], ""
    while cursor is not None:
        params = {"status": "draft", "page_size": "2", "cursor": cursor}
        page = browser.get(CAMPAIGNS, params=params, headers=headers).json()["data"]
        seen += [each["campaign_id"] for each in page["campaigns"]]
        cursor = page["next_cursor"]
        make("A newer one")
    assert len(seen) == len(set(seen)) and made <= set(seen)


def test_who_may_not_is_told_in_json(owner: Visitor, browser: TestClient, instance: Instance) -> None:
    def status(**headers: str) -> int:
        answer = browser.get(CONTACTS, headers=headers)
        assert answer.json()["success"] is False and answer.json()["message"]
        return answer.status_code

    assert status() == status(Authorization="Bearer mb_nobody") == status(Authorization="Basic x") == 401
    token = make_token(owner)
    assert browser.get(f"{CONTACTS}/C-99999", headers=token).status_code == 404
    assert browser.get(CONTACTS, params={"page_size": "many"}, headers=token).status_code == 400
    assert browser.get(CONTACTS, params={"cursor": "'"}, headers=token).status_code == 400
    with instance.database.connection() as connection:
        connection.execute("""UPDATE data.api_tokens SET scopes = '["tasks.view"]'""")
    assert status(**token) == 403
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.api_tokens SET expires_at = now()")
    assert status(**token) == 401


def test_whatever_is_asked_the_refusal_is_json(owner: Visitor, browser: TestClient) -> None:
    token = make_token(owner, "campaigns.view", "campaigns.manage")
    as_json = {**token, "Content-Type": "application/json"}
    for status, method, address, how in (
        (404, "GET", "/_/api/v1/nothing", {"headers": token}),
        (404, "DELETE", f"{CAMPAIGNS}/E-1/nothing/at/all", {}),
        (405, "PATCH", CAMPAIGNS, {"headers": token}),
        (405, "POST", "/_/api/v1/openapi.json", {}),
        (413, "POST", CAMPAIGNS, {"headers": as_json, "content": b'{"a": "' + b"a" * 1_000_000 + b'"}'}),
        (415, "POST", CAMPAIGNS, {"headers": token, "data": {"campaign_name": "Spring"}}),
        (400, "POST", CAMPAIGNS, {"headers": as_json, "content": b"{"}),
    ):
        answer = browser.request(method, address, **how)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
        assert answer.json()["success"] is False and answer.json()["message"]
        assert ("allow" in answer.headers) == (status == 405)


def test_a_revoked_token_is_refused_and_so_is_one_used_too_often(owner: Visitor, browser: TestClient) -> None:
    token = make_token(owner)
    answers = [browser.get(f"{CONTACTS}/C-99999", headers=token) for _ in range(121)]
    assert [answer.status_code for answer in answers] == [404] * 120 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    owner.ask("revoke_api_token", owner.ask("list_api_tokens")["tokens"][0]["token_id"])
    assert browser.get(CONTACTS, headers=token).status_code == 401
