"""Brevo as its clients meet it: ``requests`` at another base URL."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from typing import Any

import pytest
import requests

from tests.simulator_process import SimulatorProcess

from .conftest import Called

HTML = '<p>Hi</p><a href="{url}/book">Book</a><img src="{url}/pixel.gif"><a href="{url}/email/unsubscribe/t">Out</a>'
WEBHOOKS = "/_/api/webhooks/brevo"


class Brevo:
    """What a client of Brevo's does."""

    def __init__(self, outside: SimulatorProcess, app_url: str) -> None:
        self._keys, self._app_url = outside.secrets, app_url
        self.session = requests.Session()
        self.session.headers["api-key"] = self._keys["brevo_api_key"]

    def mail(self, to: str = "ann@example.com", **more: Any) -> dict[str, Any]:
        body = {"sender": {"name": "Shop", "email": "shop@example.com"}, "to": [{"email": to}], "subject": "Spring"}
        return {**body, "htmlContent": HTML.format(url=self._app_url), **more}

    def post(self, body: dict[str, Any], **how: Any) -> requests.Response:
        return self.session.post(f"{self._keys['brevo_url']}/v3/smtp/email", json=body, timeout=10, **how)

    def get(self, path: str, **query: str) -> Any:
        return self.session.get(f"{self._keys['brevo_url']}/v3/{path}", params=query, timeout=10).json()


@pytest.fixture
def brevo(outside: SimulatorProcess, called: Called) -> Brevo:
    return Brevo(outside, called.url)


def reports(called: Called) -> list[dict[str, Any]]:
    return [json.loads(body) for body in called.bodies(WEBHOOKS)]


def test_a_mail_is_taken_told_of_and_found_again(outside: SimulatorProcess, brevo: Brevo, called: Called) -> None:
    answer = brevo.post(brevo.mail(tags=["key-1"]))
    assert answer.status_code == 201
    outside.wait_until_quiet()
    assert [report["event"] for report in reports(called)] == ["request", "delivered"]
    assert {report["message-id"] for report in reports(called)} == {answer.json()["messageId"]}
    assert called.posts[0][1]["Authorization"] == f"Bearer {outside.secrets['brevo_webhook_token']}"
    found = brevo.get("smtp/statistics/events", email="ann@example.com", tags='["key-1"]')["events"]
    assert sorted(event["event"] for event in found) == ["delivered", "requests"]
    assert brevo.get("smtp/emails", messageId=answer.json()["messageId"])["count"] == 1
    assert brevo.get("smtp/emails", email="bob@example.com") == {"count": 0, "transactionalEmails": []}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sender": None}, "missing_parameter"),
        ({"to": []}, "missing_parameter"),
        ({"subject": ""}, "missing_parameter"),
        ({"htmlContent": ""}, "missing_parameter"),
        ({"to": [{"email": "nobody"}]}, "invalid_parameter"),
        ({"to": [{"email": "ann+refused@example.com"}]}, "invalid_parameter"),
    ],
)
def test_a_mail_that_is_none_is_refused(brevo: Brevo, change: dict[str, Any], code: str) -> None:
    answer = brevo.post({**brevo.mail(), **change})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_wrong_key_is_refused(brevo: Brevo) -> None:
    answer = brevo.post(brevo.mail(), headers={"api-key": "wrong"})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def test_an_idempotency_key_is_good_for_one_mail(outside: SimulatorProcess, brevo: Brevo) -> None:
    mail = brevo.mail(headers={"idempotencyKey": "6f2c"})
    assert brevo.post(mail).status_code == 201
    again = brevo.post(mail)
    assert (again.status_code, again.json()["code"]) == (400, "duplicate_parameter")
    assert outside.counts()["total"] == 1


def test_versions_of_a_mail_go_to_their_own_receivers(outside: SimulatorProcess, brevo: Brevo) -> None:
    versions = [{"to": [{"email": f"{name}@example.com"}], "subject": name} for name in ("ann", "bob")]
    answer = brevo.post(brevo.mail(messageVersions=versions))
    assert len(set(answer.json()["messageIds"])) == 2
    assert [message["subject"] for message in outside.messages()] == ["ann", "bob"]


def test_receivers_open_click_complain_and_unsubscribe(outside: SimulatorProcess, brevo: Brevo, called: Called) -> None:
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    brevo.post(brevo.mail(headers={"List-Unsubscribe": f"<{called.url}/out>, <mailto:x@y.test>", **one_click}))
    number = outside.messages()[0]["number"]
    for action in ("open", "click", "complain"):
        outside.act(number, action)
    assert outside.act(number, "unsubscribe") == "The app answered 200."
    outside.wait_until_quiet()
    told = Counter(report["event"] for report in reports(called))
    assert told == Counter(["request", "delivered", "unique_opened", "opened", "click", "spam"])
    assert [path for path, _, _ in called.posts if not path.startswith("/_")] == ["/pixel.gif", "/book", "/out"]
    assert called.bodies("/out") == [b"List-Unsubscribe=One-Click"]


def test_a_machine_tries_everything_and_nobody_has_read_it(
    outside: SimulatorProcess, brevo: Brevo, called: Called
) -> None:
    outside.switch("brevo", scanned=100)
    brevo.post(brevo.mail())
    outside.wait_until_quiet()
    assert [report["event"] for report in reports(called)] == ["request", "delivered", "proxy_open"]
    tried = [path for path, _, _ in called.posts if not path.startswith("/_")]
    assert tried == ["/pixel.gif", *["/book"] * 2, *["/email/unsubscribe/t"] * 2]


def test_limits_and_failures_are_answered_as_documented(outside: SimulatorProcess, brevo: Brevo) -> None:
    outside.switch("brevo", too_many=100, retry_after=7)
    answer = brevo.post(brevo.mail())
    assert answer.status_code == 429
    assert answer.headers["x-sib-ratelimit-reset"] == answer.headers["Retry-After"] == "7"
    outside.switch("brevo", too_many=0, broken=100)
    assert brevo.post(brevo.mail()).status_code == 500
    outside.switch("brevo", broken=0, refused=100)
    assert brevo.post(brevo.mail()).status_code == 402
    outside.switch("brevo", refused=0, per_second=2)
    assert 429 in {brevo.post(brevo.mail()).status_code for _ in range(8)}
    outside.switch("brevo", down=True)
    with pytest.raises(requests.ConnectionError):
        brevo.post(brevo.mail())


def test_a_line_may_be_cut_after_the_mail_was_taken(outside: SimulatorProcess, brevo: Brevo) -> None:
    outside.switch("brevo", cut_off=100)
    with pytest.raises(requests.ConnectionError):
        brevo.post(brevo.mail())
    assert outside.counts()["total"] == 1


def test_callbacks_come_twice_forged_or_not_at_all(outside: SimulatorProcess, brevo: Brevo, called: Called) -> None:
    outside.switch("brevo", lost=100)
    brevo.post(brevo.mail())
    outside.wait_until_quiet()
    assert called.posts == []
    outside.switch("brevo", lost=0, doubled=100, forged=100)
    brevo.post(brevo.mail())
    outside.wait_until_quiet()
    tokens = Counter(headers["Authorization"] for _, headers, _ in called.posts)
    assert tokens == {f"Bearer {outside.secrets['brevo_webhook_token']}": 4, "Bearer not-the-token": 2}


def test_a_callback_that_fails_is_sent_again_and_all_can_be_replayed(
    outside: SimulatorProcess, brevo: Brevo, called: Called
) -> None:
    called.answers[:] = [500]
    brevo.post(brevo.mail())
    outside.wait_until_quiet()
    first = Counter(body for body in called.bodies(WEBHOOKS))
    assert sorted(first.values()) == [1, 2]
    assert outside.tell("replay", {"times": 3}) == {"callbacks": 6}
    outside.wait_until_quiet()
    assert Counter(called.bodies(WEBHOOKS)) == first + Counter(dict.fromkeys(first, 3))


def test_an_answer_by_mail_reaches_the_app(outside: SimulatorProcess, brevo: Brevo, called: Called) -> None:
    brevo.post(brevo.mail(replyTo={"email": "desk@example.com"}))
    outside.act(outside.messages()[0]["number"], "reply", text="Thank you")
    outside.wait_until_quiet()
    (item,) = json.loads(called.bodies("/_/api/webhooks/brevo-inbound")[0])["items"]
    assert (item["From"]["Address"], item["To"][0]["Address"]) == ("ann@example.com", "desk@example.com")
    assert (item["RawTextBody"], item["Subject"]) == ("Thank you", "Re: Spring")
    assert outside.counts()["total"] == 1


def test_a_killed_simulator_has_lost_nothing(outside: SimulatorProcess, brevo: Brevo) -> None:
    for name in ("ann", "bob", "ann"):
        brevo.post(brevo.mail(f"{name}@example.com"))
    outside.kill()
    outside.start()
    assert outside.counts() == {"total": 3, "distinct": 2, "repeated": [{"to": "ann@example.com", "times": 2}]}
    assert len(outside.messages(to="ann@example.com")) == 2


def test_files_of_an_answer_are_named_in_it_and_given_to_who_has_the_key(
    outside: SimulatorProcess, brevo: Brevo, called: Called
) -> None:
    brevo.post(brevo.mail())
    file = {"name": "plan.pdf", "content_type": "application/pdf", "content": b64encode(b"a plan").decode()}
    outside.act(outside.messages()[-1]["number"], "reply", text="Here it is", files=[file])
    outside.wait_until_quiet()
    [item] = json.loads(called.bodies("/_/api/webhooks/brevo-inbound")[-1])["items"]
    [named] = item["Attachments"]
    assert (named["Name"], named["ContentType"], named["ContentLength"]) == ("plan.pdf", "application/pdf", 6)
    url = f"{outside.secrets['brevo_url']}/v3/inbound/attachments/"
    assert brevo.session.get(url + named["DownloadToken"], timeout=10).content == b"a plan"
    assert brevo.session.get(f"{url}9999-0", timeout=10).status_code == 404
    assert requests.get(url + named["DownloadToken"], timeout=10).status_code == 401
