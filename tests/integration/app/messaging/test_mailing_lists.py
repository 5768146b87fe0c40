"""The mailing lists themselves, and the people of one: found, exported, counted, archived and brought back."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import person, wait_for_the_queue
from .test_newsletters import TOLD, mailing_list, statuses

pytestmark = pytest.mark.usefixtures("empty", "awake")


@pytest.fixture
def news(owner: Any) -> str:
    """A list with Ann on it, and Bob who has not confirmed."""
    list_id = mailing_list(owner, topics=["Roses", "roses", "Herbs"])
    owner.ask("add_subscriber", list_id, person(owner, "Ann", consented=False), TOLD)
    owner.ask("add_subscriber", list_id, person(owner, "Bob", consented=False), {"agreed": False})
    return list_id


def test_a_list_tells_who_is_on_it_and_who_waits(owner, news):
    [found] = owner.ask("list_mailing_lists")["lists"]
    assert (found["active"], found["pending"], found["topics"]) == (1, 1, ["Roses", "Herbs"])
    assert found["address"].endswith("/newsletter/garden-news")
    assert found["consent_text"].startswith("Yes, send me Garden news")
    assert owner.ask("get_mailing_list", news)["list"]["has_sender"] is True


def test_subscribers_are_found_by_status_and_words_and_exported(owner, news):
    waiting = owner.ask("list_subscribers", news, "pending")
    assert ([row["name"] for row in waiting["subscribers"]], waiting["total"]) == (["Bob"], 1)
    assert [row["name"] for row in owner.ask("list_subscribers", news, "", "ann")["subscribers"]] == ["Ann"]
    assert owner.ask("list_subscribers", news, "", "nobody-here")["total"] == 0
    assert owner.call("list_subscribers", news, "asleep")["code"] == "invalid"
    assert owner.call("list_subscribers", "ML-999")["code"] == "not_found"
    text = owner.ask("export_subscribers", news)["file"].get_bytes().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Contact id,Name,Email,Status")
    assert "ann@example.com,active" in text


def test_an_archived_list_counts_for_nobody_until_it_is_back(owner, instance, news):
    on_list = {"operator": "AND", "conditions": [{"field": "lists", "op": "has_any", "value": [news]}]}
    owner.ask("archive_mailing_list", news)
    wait_for_the_queue(instance)
    other = {"operator": "AND", "conditions": [{"field": "lists", "op": "is_not_empty"}]}
    mailing_list(owner, "Recipes")
    assert owner.ask("preview_segment", other)["count"] == 0
    assert [each["list_id"] for each in owner.ask("list_mailing_lists", True)["lists"]] == [news]
    owner.ask("restore_mailing_list", news)
    wait_for_the_queue(instance)
    assert owner.ask("preview_segment", on_list)["count"] == 1
    assert statuses(owner, news) == {"ann@example.com": "active", "bob@example.com": "pending"}


def test_names_and_addresses_of_lists_are_their_own(owner, instance, news):
    twin = owner.call("create_mailing_list", {"name": "garden NEWS"})
    assert (twin["code"], list(twin["fields"])) == ("duplicate", ["name"])
    same_address = owner.call("create_mailing_list", {"name": "Other", "slug": "Garden news"})
    assert (same_address["code"], list(same_address["fields"])) == ("duplicate", ["slug"])
    owner.ask("archive_mailing_list", news)
    wait_for_the_queue(instance)
    owner.ask("create_mailing_list", {"name": "Garden news", "slug": "garden-2"})
    assert owner.call("restore_mailing_list", news)["code"] == "duplicate"


def test_what_people_agreed_to_stays_what_it_is_for(owner, news):
    refusal = owner.call("update_mailing_list", news, {"purpose": "marketing"}, 1)
    assert list(refusal["fields"]) == ["purpose"]
    changed = owner.ask("update_mailing_list", news, {"name": "News of the garden", "slug": ""}, 1)["list"]
    assert (changed["slug"], changed["version"]) == ("news-of-the-garden", 2)
    late = owner.call("update_mailing_list", news, {"name": "Mine"}, 1)
    assert (late["code"], late["current"]["name"]) == ("conflict", "News of the garden")
    assert list(owner.call("update_mailing_list", news, {"name": " "}, 2)["fields"]) == ["name"]


def test_who_is_on_a_list_is_not_added_twice_and_needs_an_address(owner, news):
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    assert "already" in owner.call("add_subscriber", news, ann["contact_id"], TOLD)["error"]
    nameless = owner.ask("create_contact", {"first_name": "Cleo", "phone": "+27821234567"})["contact_id"]
    assert list(owner.call("add_subscriber", news, nameless, TOLD)["fields"]) == ["email"]


def test_merging_keeps_one_subscription_to_a_list(owner, news):
    contacts = {each["first_name"]: each["contact_id"] for each in owner.ask("get_all_contacts", {})["contacts"]}
    owner.ask("merge_contacts", contacts["Ann"], [contacts["Bob"]], {})
    assert statuses(owner, news)["ann@example.com"] == "active"
    on_list = {"operator": "AND", "conditions": [{"field": "lists", "op": "has_any", "value": [news]}]}
    assert owner.ask("preview_segment", on_list)["count"] == 1
