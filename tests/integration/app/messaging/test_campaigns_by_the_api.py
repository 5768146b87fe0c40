"""A program writes a campaign, launches it and reads what became of it; two at once lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from app_server.instance import Instance
from app_server.web import make_web_app
from tests.integration.app.conftest import Visitor

from .conftest import Inbox, person
from .sequences import sequence, standing

pytestmark = pytest.mark.usefixtures("empty", "awake")

CAMPAIGNS = "/_/api/v1/campaigns"
WORDS = {
    "campaign_name": "Spring",
    "subject": "Spring, {{first_name|friend}}",
    "blocks": [{"kind": "text", "text": "Hello {{first_name|there}}"}],
    "audience": {"everyone": True},
}


class Program:
    """A program of the business's, with a token that may do what its scopes name."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str = "", **body: Any) -> httpx.Response:
        given = {"json": body} if body else {}
        return self._client.request(method, f"{CAMPAIGNS}{path}", headers=self._headers, **given)

    def told(self, method: str, path: str = "", **body: Any) -> Any:
        answer = self.ask(method, path, **body).json()
        assert answer["success"], answer
        return answer["data"]


@pytest.fixture
def client(instance: Instance) -> Iterator[TestClient]:
    with TestClient(make_web_app(instance), base_url="http://127.0.0.1:42600") as client:
        yield client
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.api_tokens")


def program(owner: Visitor, client: TestClient, *scopes: str) -> Program:
    return Program(client, owner.ask("create_api_token", "Till", list(scopes), 30)["token"])


@pytest.fixture
def till(owner: Visitor, client: TestClient) -> Program:
    return program(owner, client, "campaigns.view", "campaigns.manage", "campaigns.send")


def test_a_campaign_by_a_program_goes_out_and_is_counted(owner: Visitor, till: Program, inbox: Inbox) -> None:
    person(owner, "Ann")
    person(owner, "Ben", consented=False)
    made = till.ask("POST", **WORDS)
    assert (made.status_code, made.json()["data"]["status"], made.json()["data"]["wrong"]) == (201, "draft", [])
    campaign_id = made.json()["data"]["campaign_id"]
    launched = till.ask("POST", f"/{campaign_id}/launch")
    assert (launched.status_code, launched.json()["data"]["status"]) == (202, "sending")
    assert till.ask("POST", f"/{campaign_id}/launch").status_code == 400
    owner.run("plan_campaign", campaign_id)
    owner.run("send_messages", "marketing_email")
    assert [mail["Subject"] for mail in inbox.mails] == ["Spring, Ann"]
    owner.run("refresh_figures")
    assert till.told("GET", f"/{campaign_id}/analytics")["figures"]["sent"] == 1
    found = till.told("GET", f"/{campaign_id}/recipients")
    assert {(each["name"], each["status"]) for each in found["recipients"]} == {("Ann", "sent"), ("Ben", "skipped")}


def test_the_second_of_two_who_change_a_campaign_is_told(till: Program) -> None:
    campaign = till.told("POST", **WORDS)
    path = f"/{campaign['campaign_id']}"
    changed = till.told("PUT", path, version=campaign["version"], subject="First")
    assert (changed["subject"], changed["campaign_name"]) == ("First", "Spring")
    answer = till.ask("PUT", path, version=campaign["version"], subject="Second")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert till.told("GET", path)["subject"] == "First"


def test_a_token_does_what_its_scopes_allow_and_no_more(owner: Visitor, client: TestClient, till: Program) -> None:
    path = f"/{till.told('POST', **WORDS)['campaign_id']}"
    reader = program(owner, client, "campaigns.view")
    writer = program(owner, client, "campaigns.view", "campaigns.manage")
    assert reader.ask("GET", path).status_code == 200
    assert reader.ask("PUT", path, subject="x").status_code == reader.ask("DELETE", path).status_code == 403
    assert writer.ask("PUT", path, subject="x").status_code == 200
    assert writer.ask("POST", f"{path}/launch").status_code == writer.ask("POST", f"{path}/send").status_code == 403
    owner.ask("set_features", {"marketing_enabled": False})
    try:
        assert till.ask("GET", path).status_code == 403
    finally:
        owner.ask("set_features", {"marketing_enabled": True})


def test_what_is_wrong_is_told_in_json_with_the_status_that_fits(till: Program, client: TestClient) -> None:
    assert till.ask("POST", **{**WORDS, "colour": "red"}).status_code == 400
    assert till.ask("POST", **{**WORDS, "campaign_name": "x" * 200}).status_code == 400
    assert till.ask("GET", "/E-99999").status_code == 404
    answer = till.ask("PATCH", "/E-99999")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT, DELETE")
    sent = {"headers": {**till._headers, "Content-Type": "text/plain"}, "content": "hello"}
    assert client.post(CAMPAIGNS, **sent).status_code == 415
    sent = {"headers": {**till._headers, "Content-Type": "application/json"}, "content": "{" + " " * 1_100_000}
    assert client.post(CAMPAIGNS, **sent).status_code == 413


def test_m4_a_program_tells_an_event_once_and_the_sequence_that_waits_for_it_begins(
    owner: Visitor, client: TestClient, inbox: Inbox
) -> None:
    person(owner, "Ann")
    made = sequence(owner, {"subject": "One"}, trigger_type="custom", trigger_conditions={"name": "trial_ended"})
    shop, reader = program(owner, client, "customers.manage"), program(owner, client, "customers.view")
    event = {"name": "trial_ended", "email": "ann@example.com", "key": "T-1"}

    def tell(caller: Program, **body: Any) -> httpx.Response:
        return client.post("/_/api/v1/events", headers=caller._headers, json=body)

    answer = tell(shop, **event)
    assert (answer.status_code, answer.json()["data"]["enrolled"]) == (201, 1)
    assert tell(shop, **event).json()["data"]["is_new"] is False
    assert [name for name, *_ in standing(owner, made)] == ["Ann"]
    assert tell(reader, **event).status_code == 403
    assert tell(shop, **{**event, "email": "nobody@example.com"}).status_code == 404
    assert tell(shop, **{**event, "name": "Not a name!"}).json()["fields"].keys() == {"name"}
    described = client.get("/_/api/v1/openapi.json").json()
    assert list(described["paths"]["/v1/events"]) == ["post"]
    assert "abandoned_cart" in described["components"]["schemas"]["NewEvent"]["description"]
