"""Links and pictures of mails over HTTP, and who is counted as having opened and clicked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app_server.instance import Instance
from app_server.web import make_web_app
from server_code.server_shared.clock import utc_now

from .conftest import person
from .test_campaigns import campaign, go

pytestmark = pytest.mark.usefixtures("empty", "awake")

BLOCKS = [
    {"kind": "text", "text": "Hello {{first_name|there}}"},
    {"kind": "button", "label": "Book", "url": "https://kestrel.test/book?a=1&b=2"},
    {"kind": "button", "label": "Menu", "url": "https://kestrel.test/menu"},
    {"kind": "button", "label": "Map", "url": "https://kestrel.test/map"},
]
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"}


@pytest.fixture(scope="module")
def web(instance: Instance) -> Iterator[TestClient]:
    with TestClient(make_web_app(instance), base_url=instance.origin, follow_redirects=False) as client:
        client.headers.update(BROWSER)
        yield client


def links(mail) -> list[str]:
    """The paths of a mail's counted links; the last is the one that nobody sees."""
    html = mail.get_body(("html",)).get_content()
    return [urlsplit(url).path for url in re.findall(r'href="([^"]*/email/click/[^"]*)"', html)]


def pixel(mail) -> str:
    html = mail.get_body(("html",)).get_content()
    return urlsplit(re.search(r'src="([^"]*/email/open/[^"]*)"', html)[1]).path


@pytest.fixture
def sent(owner, inbox) -> str:
    """A campaign that went to Ann."""
    person(owner, "Ann")
    made = campaign(owner, blocks=BLOCKS)
    owner.ask("launch_campaign", made)
    go(owner, made)
    return made


def figures(owner, instance, campaign_id: str, minutes_after: float = 60) -> dict:
    """What is counted when the mail went an hour before what was clicked, and some time has passed."""
    with instance.database.connection() as connection:
        connection.execute(f"UPDATE data.sends SET sent_at = now() - interval '{minutes_after} minutes'")
        connection.execute("UPDATE data.send_events SET received_at = received_at - interval '1 minute'")
        connection.execute("DELETE FROM data.campaign_figures")
    owner.run("refresh_figures")
    return owner.ask("get_campaign_figures", campaign_id)["figures"]


def test_c38_a_click_leads_where_the_link_did_and_nowhere_else(web, sent, inbox):
    path = links(inbox.mails[0])[0]
    answer = web.get(path)
    assert (answer.status_code, answer.headers["location"]) == (302, "https://kestrel.test/book?a=1&b=2")
    body, _, mac = path.rpartition("/")[2].partition(".")
    for changed in (f"{body[:-2]}AA.{mac}", f"{body}.{'0' * 40}", body, "", f"{body}.{mac[:-1]}"):
        answer = web.get(f"/email/click/{changed}")
        assert answer.status_code == 404
        assert "location" not in answer.headers
    assert web.get(path.replace("/click/", "/open/")).status_code == 404


def test_c38_links_that_act_for_the_person_and_the_text_part_are_left_alone(sent, inbox):
    html, text = (inbox.mails[0].get_body((kind,)).get_content() for kind in ("html", "plain"))
    assert html.count("/email/unsubscribe/") == html.count("/email/preferences/") == 1
    assert "/email/click/" not in text
    assert "https://kestrel.test/menu" in text


def test_b10_7_a_person_who_opens_and_clicks_is_counted_once(owner, instance, web, sent, inbox):
    mail = inbox.mails[0]
    assert web.get(pixel(mail)).headers["content-type"] == "image/gif"
    for _ in range(3):
        web.get(links(mail)[0])
    found = figures(owner, instance, sent)
    assert {name: found[name] for name in ("opened", "clicked", "machine_opened", "machine_clicks")} == {
        "opened": 1,
        "clicked": 1,
        "machine_opened": 0,
        "machine_clicks": 0,
    }
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    timeline = owner.ask("get_contact_timeline", ann["contact_id"])["timeline"]
    assert [event["event_type"] for event in timeline if event["event_type"].startswith("email_")] == [
        "email_clicked",
        "email_opened",
        "email_sent",
    ]
    assert timeline[0]["description"] == "Clicked a link in an e-mail: Spring, friend"
    rules = {"operator": "AND", "conditions": [{"field": "campaigns_clicked", "op": "has_any", "value": [sent]}]}
    assert owner.ask("preview_segment", rules)["count"] == 1


def test_b10_7_a_scanner_that_follows_every_link_is_no_person(owner, instance, web, sent, inbox):
    for path in links(inbox.mails[0]):
        web.get(path)
    found = figures(owner, instance, sent)
    assert (found["clicked"], found["opened"], found["machine_opened"]) == (0, 0, 1)
    assert found["raw_clicks"] == found["machine_clicks"] == 4


def test_c39_a_click_seconds_after_the_mail_went_is_a_machines(owner, instance, web, sent, inbox):
    web.get(links(inbox.mails[0])[0])
    assert figures(owner, instance, sent, minutes_after=0)["clicked"] == 0


@pytest.mark.parametrize(
    ("tracking", "agreed", "counted"), [("off", True, 0), ("consent", False, 0), ("consent", True, 4), ("on", False, 4)]
)
def test_c38_who_may_not_be_counted_gets_plain_links(owner, inbox, tracking, agreed, counted):
    owner.ask("save_messaging_settings", {"tracking": tracking})
    ann = person(owner, "Ann")
    if agreed:
        words = {"channel": "email", "purpose": "tracking", "state": "granted", "words": "Count me."}
        owner.ask("set_consent", ann, words)
    made = campaign(owner, blocks=BLOCKS)
    owner.ask("launch_campaign", made)
    go(owner, made)
    assert len(links(inbox.mails[0])) == counted


def test_c38_who_does_not_want_to_be_counted_is_not(owner, inbox):
    ann = person(owner, "Ann")
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "tracking", "state": "withdrawn"})
    made = campaign(owner, blocks=BLOCKS)
    owner.ask("launch_campaign", made)
    go(owner, made)
    assert links(inbox.mails[0]) == []
    assert "/email/open/" not in inbox.mails[0].get_body(("html",)).get_content()


def test_c38_receipts_are_never_counted(owner, post, inbox):
    person(owner, "Ann")
    post.plan(purpose="transactional")
    post.drain("transactional_email")
    assert "/email/click/" not in inbox.mails[0].get_body(("html",)).get_content()


def test_m15_a_sale_after_a_click_counts_for_the_campaign_and_its_refund_against_it(owner, instance, web, sent, inbox):
    web.get(links(inbox.mails[0])[0])
    figures(owner, instance, sent)
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 250)
    owner.ask("update_contact_from_transaction", "ann@example.com", "refund", "R-1", 100)
    found = figures(owner, instance, sent)
    assert (found["conversions"], found["revenue_minor"]) == (1, 15000)
    dashboard = owner.ask("get_marketing_dashboard", "week")
    assert {name: dashboard["key"][name]["now"] for name in ("conversions", "revenue")} == {
        "conversions": 1,
        "revenue": 150,
    }
    assert [(each["channel"], each["revenue"]) for each in dashboard["channels"]] == [("email", 150)]


def test_m20_who_answers_is_counted(owner, instance, post, sent):
    from anvil.tables import app_tables

    def answer() -> None:
        send = app_tables.sends.get(channel="email")
        app_tables.inbound_messages.add_row(
            contact=send["contact"],
            channel="email",
            text="Yes please",
            received_at=send["sent_at"] + timedelta(hours=1),
        )

    post.run(answer)
    with instance.database.connection() as connection:
        connection.execute("DELETE FROM data.campaign_figures")
    owner.run("refresh_figures")
    assert owner.ask("get_campaign_figures", sent)["figures"]["responses"] == 1


def test_an_open_and_a_click_are_few_statements(web, sent, inbox, statements):
    mail = inbox.mails[0]
    web.get(links(mail)[0])
    web.get(pixel(mail))
    statements.clear()
    web.get(links(mail)[1])
    assert len(statements) <= 7, statements


def test_hammering_on_a_link_is_kept_once_a_second(web, sent, inbox, instance):
    path = links(inbox.mails[0])[0]
    for _ in range(20):
        assert web.get(path).status_code == 302
    with instance.database.connection() as connection:
        [count] = connection.execute("SELECT count(*) FROM data.send_events").fetchone()
    assert count < 20


LINKS = ("https://kestrel.test/book?a=1&b=2", "https://kestrel.test/menu", "https://kestrel.test/map")


def told_by_brevo(post, kind: str, link: str = "", agent: str = BROWSER["user-agent"], after: float = 0) -> None:
    """A report of Brevo's own tracking, of the one message there is."""
    from anvil.tables import app_tables, in_transaction

    brevo = post.package("server_emails.brevo_integration")

    def work() -> None:
        key = app_tables.sends.get(channel="email")["send_key"]
        at = utc_now().timestamp() + after
        report = {"event": kind, "message-id": "<1@x>", "email": "ann@example.com", "ts_epoch": at * 1000, "link": link}
        told = brevo.understand(json.dumps({**report, "X-Mailin-custom": key, "user_agent": agent}))
        post.module("event_service").note_all([told])

    post.run(in_transaction(work))


def told_by_ses(post, kind: str, link: str = "", agent: str = BROWSER["user-agent"], after: float = 0) -> None:
    """An event of SES, by SNS, of the one message there is."""
    from anvil.tables import app_tables, in_transaction

    ses = post.package("server_emails.ses_integration")

    def work() -> None:
        key = app_tables.sends.get(channel="email")["send_key"]
        at = (utc_now() + timedelta(seconds=after)).isoformat()
        facts = {"timestamp": at, "userAgent": agent, **({"link": link} if link else {})}
        mail = {"messageId": "1", "timestamp": at, "tags": {"send_key": [key]}}
        said = {"eventType": kind, "mail": mail, kind.lower(): facts}
        told = ses.understand(json.dumps({"MessageId": str(uuid4()), "Message": json.dumps(said)}))
        post.module("event_service").note_all([told])

    post.run(in_transaction(work))


@pytest.mark.parametrize(
    ("tell", "opened", "clicked"), [(told_by_brevo, "opened", "click"), (told_by_ses, "Open", "Click")]
)
def test_b10_7_what_a_provider_tells_of_opens_and_clicks_is_judged_as_our_own_pixel_is(
    owner, instance, post, sent, tell, opened, clicked
):
    for number, link in enumerate(LINKS):
        tell(post, clicked, link, after=-number)
    tell(post, opened, agent="Mozilla/5.0 (compatible; MailSecurityScanner/1.0)")
    found = figures(owner, instance, sent)
    assert (found["opened"], found["clicked"], found["machine_opened"]) == (0, 0, 1)
    assert found["delivered"] == 1, "who opened it has got it"
    tell(post, clicked, LINKS[0], after=-900)
    found = figures(owner, instance, sent)
    assert (found["opened"], found["clicked"]) == (1, 1)


def test_b10_7_a_proxy_that_the_provider_knows_stays_a_machine_when_a_person_opens_later(owner, instance, post, sent):
    told_by_brevo(post, "proxy_open")
    assert figures(owner, instance, sent)["opened"] == 0
    told_by_brevo(post, "opened", after=-300)
    assert figures(owner, instance, sent)["opened"] == 1
    with instance.database.connection() as connection:
        known = connection.execute("SELECT is_machine FROM data.send_events ORDER BY occurred_at").fetchall()
    assert known == [(False,), (True,)]


def test_c39_a_click_that_our_own_link_noted_is_not_counted_again_when_the_provider_tells_of_it(
    owner, instance, post, web, sent, inbox
):
    path = links(inbox.mails[0])[0]
    web.get(path)
    told_by_brevo(post, "click", f"{instance.origin}{path}")
    found = figures(owner, instance, sent)
    assert (found["clicked"], found["raw_clicks"]) == (1, 1)


def test_c38_opens_that_a_provider_tells_of_people_who_do_not_want_to_be_counted_are_not_kept(
    owner, instance, post, sent
):
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    consent = {"channel": "email", "purpose": "tracking", "state": "withdrawn"}
    owner.ask("set_consent", ann["contact_id"], consent)
    told_by_brevo(post, "opened")
    assert figures(owner, instance, sent)["opened"] == 0
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.send_events").fetchone() == (0,)
