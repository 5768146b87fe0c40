"""The page of choices: lists, topics, how often, counting, another address, and an end to everything."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .conftest import person
from .test_newsletters import TOLD, mailing_list, path_in, statuses

pytestmark = pytest.mark.usefixtures("empty", "awake")


@pytest.fixture
def news(owner) -> str:
    return mailing_list(owner, topics=["Roses", "Herbs"])


@pytest.fixture
def ann(owner, news) -> str:
    contact_id = person(owner, "Ann", consented=False)
    owner.ask("add_subscriber", news, contact_id, TOLD)
    return contact_id


@pytest.fixture
def page(post, inbox, ann) -> str:
    """The path of Ann's page of choices, from a mail she got."""
    post.plan("campaign-0", "newsletter")
    post.drain()
    return path_in(inbox.mails.pop(), "unsubscribe")


@pytest.fixture
def choices(web, page) -> str:
    return re.search(r'href="[^"]*(/email/preferences/[^"]+)"', web.get(page).text)[1]


def row_of(owner: Any, list_id: str) -> dict[str, Any]:
    [row] = owner.ask("list_subscribers", list_id)["subscribers"]
    return row


def test_topics_and_frequency_are_kept_and_count_in_segments(owner, web, news, choices):
    chosen = {f"list:{news}": "yes", f"topic:{news}:Herbs": "yes", f"topic:{news}:Weeds": "yes"}
    answer = web.post(choices, data={**chosen, "frequency": "monthly", "language": "af", "email:tracking": "yes"})
    assert "Saved." in answer.text
    row = row_of(owner, news)
    assert (row["topics"], row["frequency"], row["language"]) == (["Herbs"], "monthly", "af")
    for field, value in (("topics", "Herbs"), ("lists", "Garden news")):
        rules = {"operator": "AND", "conditions": [{"field": field, "op": "has_any", "value": [value]}]}
        assert owner.ask("preview_segment", rules)["count"] == 1
    assert re.search(r'value="monthly" selected', web.get(choices).text)


def test_who_wants_one_mail_a_month_gets_no_second_one(owner, post, inbox, web, news, choices):
    web.post(choices, data={f"list:{news}": "yes", "frequency": "monthly"})
    post.plan("campaign-1", "newsletter", list_id=news)
    assert post.drain() == {}
    assert inbox.mails == []


def test_who_wants_only_what_is_important_gets_a_campaign_marked_so(owner, post, inbox, web, news, choices):
    web.post(choices, data={f"list:{news}": "yes", "frequency": "important_only"})
    post.plan("campaign-1", "newsletter")
    assert post.drain() == {}
    post.plan("campaign-2", "newsletter", is_important=True)
    assert post.drain() == {"sent": 1}


def test_a_list_that_is_ticked_later_asks_for_its_own_confirmation(owner, post, inbox, web, news, choices):
    recipes = mailing_list(owner, "Recipes")
    answer = web.post(choices, data={f"list:{news}": "yes", f"list:{recipes}": "yes", "email:tracking": "yes"})
    assert "confirm Recipes" in answer.text
    assert statuses(owner, recipes) == {"ann@example.com": "pending"}
    post.drain("transactional_email")
    web.post(path_in(inbox.mails[0], "confirm"))
    assert statuses(owner, recipes) == {"ann@example.com": "active"}


def test_stopping_everything_ends_lists_and_consents_on_every_channel(owner, post, inbox, web, ann, news, choices):
    owner.ask("update_contact", ann, {"phone": "+27821234567"})
    agreed = {"purpose": "marketing", "state": "granted", "words": "Yes"}
    for channel in ("email", "sms"):
        owner.ask("set_consent", ann, {"channel": channel, **agreed})
    assert "nothing more" in web.post(choices, data={"action": "stop"}).text
    states = {row["state"] for row in owner.ask("get_consents", ann)["consents"]}
    assert states == {"withdrawn"}
    assert statuses(owner, news) == {"ann@example.com": "unsubscribed"}
    for purpose in ("marketing", "newsletter", "surveys"):
        post.plan(f"campaign-{purpose}", purpose)
    assert post.drain() == {}


def link_in(mail: Any, use: str) -> str:
    return re.search(rf"https?://[^/\s]+(/email/{use}/\S+)", mail.get_body(("plain",)).get_content())[1]


def ask_for(web: Any, post: Any, inbox: Any, choices: str, new_address: str) -> Any:
    """The mail that asks, at a new address, whether it may be used."""
    answer = web.post(choices, data={"action": "address", "new_address": new_address})
    assert f"sent a link to {new_address.lower()}" in answer.text
    post.drain("transactional_email")
    return inbox.mails.pop()


def change(web: Any, post: Any, inbox: Any, choices: str) -> Any:
    """Have Ann's mail sent to another address; the mail that tells her old one."""
    asked = ask_for(web, post, inbox, choices, "new@example.com")
    assert "is changed" in web.post(link_in(asked, "address")).text
    post.drain("transactional_email")
    return inbox.mails[0]


def test_another_address_is_taken_only_by_the_link_mailed_to_it(owner, post, inbox, web, ann, choices):
    mail = ask_for(web, post, inbox, choices, "New@example.com")
    assert mail["To"] == "new@example.com"
    assert "another address" in web.post(choices, data={"action": "address", "new_address": "ann@example.com"}).text
    link = link_in(mail, "address")
    assert web.get(link).status_code == 200
    assert owner.ask("get_contact_by_id", ann)["contact"]["email"] == "ann@example.com"
    assert "is changed" in web.post(link).text
    assert owner.ask("get_contact_by_id", ann)["contact"]["email"] == "new@example.com"
    assert web.post(link).status_code == 404
    assert web.get(choices).status_code == 200


@pytest.fixture
def moved(post, inbox, web, choices) -> Any:
    return change(web, post, inbox, choices)


def test_the_old_address_is_told_once_the_mail_server_takes_mail_again(post, inbox, web, ann, choices, instance):
    asked = ask_for(web, post, inbox, choices, "new@example.com")
    inbox.answers["ann@example.com"] = "451 4.3.2 Please try again later"
    assert "is changed" in web.post(link_in(asked, "address")).text
    post.drain("transactional_email")
    assert (notices(instance), inbox.mails) == ([("pending", "ann@example.com")], [])
    inbox.answers.clear()
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET due_at = now() WHERE status = 'pending'")
    post.drain("transactional_email")
    assert notices(instance) == [("sent", "ann@example.com")]
    [told] = inbox.mails
    assert (told["To"], web.get(link_in(told, "address-back")).status_code) == ("ann@example.com", 200)


def notices(instance: Any) -> list[Any]:
    """How the notices to old addresses stand, and where they go."""
    with instance.database.connection() as connection:
        find = "SELECT status, address FROM data.sends WHERE once LIKE 'address_changed:%'"
        return connection.execute(find).fetchall()


def address(owner, contact_id: str) -> str:
    return owner.ask("get_contact_by_id", contact_id)["contact"]["email"]


def test_the_old_address_is_told_once_and_can_take_the_change_back_once(owner, inbox, web, ann, moved):
    assert (moved["To"], "n…@example.com" in moved.get_body(("plain",)).get_content()) == ("ann@example.com", True)
    assert "new@example.com" not in moved.as_string()
    link = link_in(moved, "address-back")
    assert "ann@example.com" in web.get(link).text
    assert address(owner, ann) == "new@example.com", "looking changes nothing"
    assert "It is taken back" in web.post(link).text
    assert address(owner, ann) == "ann@example.com"
    timeline = [event["description"] for event in owner.ask("get_contact_timeline", ann, kind="record")["timeline"]]
    assert [each.partition(":")[0] for each in timeline[:2]] == [
        "Said that the change of address was not theirs",
        "Gets e-mail at another address, as they asked",
    ]
    [task] = owner.ask("get_all_tasks", "all")["tasks"]
    assert task["title"] == "Ann did not change their address"
    assert (web.get(link).status_code, web.post(link).status_code, len(inbox.mails)) == (404, 404, 1)


def test_no_link_outlives_the_change_that_was_taken_back(owner, post, inbox, web, ann, choices):
    used, kept_back = (link_in(ask_for(web, post, inbox, choices, f"{who}@example.com"), "address") for who in "xy")
    assert "is changed" in web.post(used).text
    post.drain("transactional_email")
    assert "It is taken back" in web.post(link_in(inbox.mails.pop(), "address-back")).text
    assert [web.post(link).status_code for link in (used, kept_back)] == [404, 404]
    assert address(owner, ann) == "ann@example.com"
    assert "is changed" in web.post(link_in(ask_for(web, post, inbox, choices, "z@example.com"), "address")).text


@pytest.mark.parametrize("cause", ["too old", "changed since", "address taken", "changed twice"])
def test_a_change_is_not_taken_back(owner, post, inbox, web, ann, choices, moved, monkeypatch, cause):
    link = link_in(moved, "address-back")
    if cause == "too old":
        monkeypatch.setattr(post.package("server_newsletter.address_change_service"), "NOT_ME_SECONDS", -1)
    elif cause == "changed since":
        owner.ask("save_contact", {"contact_id": ann, "email": "third@example.com"})
    elif cause == "address taken":
        owner.ask("create_contact", {"first_name": "Eve", "email": "ann@example.com"})
    else:
        assert "taken back" in web.post(link).text
        inbox.mails.clear()
        change(web, post, inbox, choices)
    before = address(owner, ann)
    assert web.post(link).status_code == (400 if cause == "address taken" else 404)
    assert address(owner, ann) == before


def test_a_link_to_another_address_does_nothing_for_somebody_gone_or_an_address_somebody_else_has(
    owner, post, inbox, web, ann, choices
):
    link = link_in(ask_for(web, post, inbox, choices, "new@example.com"), "address")
    other = owner.ask("create_contact", {"first_name": "Eve", "email": "new@example.com"})["contact_id"]
    assert "cannot be used here" in web.post(link).text
    assert owner.ask("get_contact_by_id", ann)["contact"]["email"] == "ann@example.com"
    owner.ask("delete_contact", other)
    owner.ask("delete_contact", ann)
    assert web.post(link).status_code == 404
