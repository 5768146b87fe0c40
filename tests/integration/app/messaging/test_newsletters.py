"""Mailing lists: who subscribes, by which proof, and what a link of one list can do. Over HTTP and with real mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from .conftest import person

pytestmark = pytest.mark.usefixtures("empty", "awake")
ASKED = {"agreed": False}
TOLD = {"agreed": True, "note": "On the phone, 3 March"}


def mailing_list(owner: Any, name: str = "Garden news", **more: Any) -> str:
    return owner.ask("create_mailing_list", {"name": name, **more})["list_id"]


def sign_up(web: TestClient, slug: str, email: str, **typed: str) -> Any:
    shown = web.get(f"/newsletter/{slug}").text
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)[1]
    return web.post(f"/newsletter/{slug}", data={"email": email, "stamp": stamp, "agreed": "yes", **typed})


def path_in(mail: Any, use: str) -> str:
    """The path of a link in the text of a mail."""
    text = mail.get_body(("plain",)).get_content()
    return "/" + re.search(rf"https?://[^/\s]+/(email/{use}/\S+)", text)[1]


def statuses(owner: Any, list_id: str) -> dict[str, str]:
    rows = owner.ask("list_subscribers", list_id)["subscribers"]
    return {row["email"]: row["status"] for row in rows}


def confirmation(post: Any, inbox: Any) -> str:
    """Let the mails go; the path of the newest link to confirm."""
    post.drain("transactional_email")
    return path_in(inbox.mails[-1], "confirm")


@pytest.mark.usefixtures("no_traps")
def test_c06_a_sign_up_waits_for_one_mailed_link_that_a_post_confirms_once(owner, post, inbox, web):
    list_id = mailing_list(owner)
    assert "One more click" in sign_up(web, "garden-news", "Ann@Example.com").text
    sign_up(web, "garden-news", "ann@example.com")
    link = confirmation(post, inbox)
    assert inbox.receivers == ["ann@example.com"]
    assert "List-Unsubscribe" not in inbox.mails[0]
    assert [web.get(link).status_code for _ in range(3)] == [200] * 3
    assert statuses(owner, list_id) == {"ann@example.com": "pending"}
    post.plan("campaign-1", "newsletter")
    assert post.drain() == {}
    assert "You are subscribed" in web.post(link).text
    assert statuses(owner, list_id) == {"ann@example.com": "active"}
    used = web.post(link)
    assert used.status_code == 410
    post.plan("campaign-2", "newsletter", list_id=list_id)
    assert post.drain() == {"sent": 1}


@pytest.mark.usefixtures("no_traps")
def test_c06_a_link_older_than_seven_days_is_refused(owner, instance, post, inbox, web):
    list_id = mailing_list(owner)
    sign_up(web, "garden-news", "ann@example.com")
    link = confirmation(post, inbox)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.list_subscriptions SET confirm_until = now() - interval '1 second'")
    answer = web.post(link)
    assert answer.status_code == 404
    assert "expired" in answer.text
    assert web.post(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
    assert statuses(owner, list_id) == {"ann@example.com": "pending"}


@pytest.mark.usefixtures("no_traps")
def test_c07_a_second_list_needs_its_own_confirmation(owner, post, inbox, web):
    first, second = mailing_list(owner), mailing_list(owner, "Offers", purpose="marketing")
    sign_up(web, "garden-news", "ann@example.com")
    web.post(confirmation(post, inbox))
    sign_up(web, "offers", "ann@example.com")
    assert statuses(owner, second) == {"ann@example.com": "pending"}
    link = confirmation(post, inbox)
    assert len(inbox.mails) == 2
    web.post(link)
    assert statuses(owner, first) == statuses(owner, second) == {"ann@example.com": "active"}


def test_c08_consent_names_its_words_and_who_gave_it(owner, post, inbox):
    list_id = mailing_list(owner, consent_text="Yes, I want the garden news.")
    ann = person(owner, "Ann", consented=False)
    owner.ask("add_subscriber", list_id, ann, TOLD)
    [entry] = owner.ask("get_consents", ann)["history"]
    assert (entry["state"], entry["wording"], entry["wording_version"]) == (
        "granted",
        "Yes, I want the garden news.",
        1,
    )
    assert entry["evidence"]["note"] == "On the phone, 3 March"
    assert entry["evidence"]["list"] == list_id


def test_c10_somebody_of_the_business_asks_a_person_once_only(owner, post, inbox):
    list_id = mailing_list(owner)
    ann = person(owner, "Ann", consented=False)
    assert owner.ask("add_subscriber", list_id, ann, ASKED)["status"] == "pending"
    refusal = owner.call("add_subscriber", list_id, ann, ASKED)
    assert refusal["code"] == "invalid"
    assert "once" in refusal["error"]
    no_proof = owner.call("add_subscriber", list_id, ann, {"agreed": True, "note": " "})
    assert list(no_proof["fields"]) == ["note"]


def link_of_list(owner, post, inbox, list_id: str, cause: str) -> str:
    """The unsubscribe link of a mail to a list."""
    post.plan(cause, "newsletter", list_id=list_id)
    post.drain()
    return path_in(inbox.mails[-1], "unsubscribe")


def test_c04_a_link_of_one_list_takes_nobody_off_another(owner, post, inbox, web):
    first, second = mailing_list(owner), mailing_list(owner, "Recipes")
    ann = person(owner, "Ann", consented=False)
    for list_id in (first, second):
        owner.ask("add_subscriber", list_id, ann, TOLD)
    link = link_of_list(owner, post, inbox, first, "campaign-1")
    assert "Garden news" in web.get(link).text
    for _ in range(2):
        assert web.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert statuses(owner, first) == {"ann@example.com": "unsubscribed"}
    assert statuses(owner, second) == {"ann@example.com": "active"}
    assert owner.ask("get_consents", ann)["consents"][0]["state"] == "granted"
    post.plan("campaign-2", "newsletter", list_id=second)
    assert post.drain() == {"sent": 1}
    web.post(link_of_list(owner, post, inbox, second, "campaign-3"))
    assert owner.ask("get_consents", ann)["consents"][0]["state"] == "withdrawn"


def test_c05_leaving_a_list_holds_for_mail_already_queued(owner, instance, post, inbox, web):
    first, second = mailing_list(owner), mailing_list(owner, "Recipes")
    for name in ("Ann", "Bob"):
        contact_id = person(owner, name, consented=False)
        for list_id in (first, second):
            owner.ask("add_subscriber", list_id, contact_id, TOLD)
    post.plan("campaign-1", "newsletter", list_id=first)
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    owner.ask("remove_subscriber", first, ann["contact_id"])
    post.drain()
    assert inbox.receivers == ["bob@example.com"]
    with instance.database.connection() as connection:
        left = connection.execute("SELECT reason FROM data.sends WHERE status = 'skipped'").fetchall()
    assert left == [("not_on_list",)]


def test_taking_consent_back_ends_the_subscriptions_to_its_lists(owner):
    news, offers = mailing_list(owner), mailing_list(owner, "Offers", purpose="marketing")
    ann = person(owner, "Ann", consented=False)
    for list_id in (news, offers):
        owner.ask("add_subscriber", list_id, ann, TOLD)
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "newsletter", "state": "withdrawn"})
    assert statuses(owner, news) == {"ann@example.com": "unsubscribed"}
    assert statuses(owner, offers) == {"ann@example.com": "active"}


@pytest.mark.usefixtures("no_traps")
def test_a_list_without_confirmation_still_asks_those_who_had_unsubscribed(owner, post, inbox, web):
    list_id = mailing_list(owner, double_opt_in=False, welcome_text="Welcome, {{first_name|friend}}")
    assert "is subscribed" in sign_up(web, "garden-news", "ann@example.com", first_name="Ann").text
    post.drain()
    assert inbox.mails[0]["Subject"] == "Welcome to Garden news"
    assert "Welcome, Ann" in inbox.mails[0].get_body(("plain",)).get_content()
    web.post(path_in(inbox.mails[0], "unsubscribe"))
    sign_up(web, "garden-news", "ann@example.com")
    assert statuses(owner, list_id) == {"ann@example.com": "pending"}


def test_programs_and_half_filled_forms_subscribe_nobody(owner, web):
    list_id = mailing_list(owner)
    assert web.post("/newsletter/garden-news", data={"email": "a@example.com", "agreed": "yes"}).status_code == 400
    at_once = sign_up(web, "garden-news", "a@example.com")
    assert (at_once.status_code, "quick" in at_once.text) == (400, True)
    assert "One more click" in sign_up(web, "garden-news", "bot@example.com", website="spam").text
    half = web.post("/newsletter/garden-news", data={"email": "no address", "first_name": "<b>"})
    assert half.status_code == 400
    assert statuses(owner, list_id) == {}


@pytest.mark.usefixtures("no_traps")
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(owner, web):
    mailing_list(owner, topics=["Roses", "Herbs"])
    stamp = re.search(r'name="stamp" value="([^"]+)"', web.get("/newsletter/garden-news").text)[1]
    typed = {"email": "no address", "first_name": "An<n", "topic:Herbs": "yes", "stamp": stamp}
    text = web.post("/newsletter/garden-news", data=typed).text
    assert 'value="no address"' in text
    assert 'value="An&lt;n"' in text
    assert "This is not an e-mail address." in text
    assert "Please tick the box" in text
    assert re.search(r'name="topic:Herbs" value="yes" checked', text)


def test_a_private_or_archived_list_has_no_page(owner, web):
    list_id = mailing_list(owner, is_public=False)
    assert web.get("/newsletter/garden-news").status_code == 404
    owner.ask("update_mailing_list", list_id, {"is_public": True}, 1)
    assert web.get("/newsletter/garden-news").status_code == 200
    owner.ask("archive_mailing_list", list_id)
    assert web.get("/newsletter/garden-news").status_code == 404


@pytest.mark.parametrize("reason", ["bounced", "complained"])
def test_c13_an_address_that_bounces_or_complains_is_off_its_lists(owner, post, reason):
    from anvil.tables import in_transaction

    list_id = mailing_list(owner)
    owner.ask("add_subscriber", list_id, person(owner, "Ann", consented=False), TOLD)
    suppress = post.package("server_compliance.consent_service").suppress
    post.run(lambda: in_transaction(suppress)("email", "ann@example.com", reason))
    assert statuses(owner, list_id) == {"ann@example.com": reason}
