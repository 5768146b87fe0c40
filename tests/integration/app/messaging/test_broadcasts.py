"""Quick mails to chosen people, tests to colleagues, and links that are checked behind the answer."""

from __future__ import annotations

import pytest

from .conftest import person

pytestmark = pytest.mark.usefixtures("empty", "awake")


def quick_mail(owner, *contact_ids, text="We are closed on Monday."):
    return owner.ask(
        "create_campaign",
        {
            "campaign_name": "Closed",
            "campaign_type": "quick_mail",
            "audience": {"contacts": list(contact_ids)},
            "subject": "Closed on Monday",
            "blocks": [{"kind": "text", "text": text}],
        },
    )["campaign_id"]


def test_a_quick_mail_reaches_the_chosen_people_only(owner, inbox):
    ann, ben = person(owner, "Ann"), person(owner, "Ben", consented=False)
    person(owner, "Cleo")
    made = quick_mail(owner, ann, ben)
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    owner.run("send_messages", "marketing_email")
    assert inbox.receivers == ["ann@example.com"]
    owner.ask("create_campaign", {"campaign_name": "Another"})
    assert [each["campaign_id"] for each in owner.ask("list_campaigns", None, "quick_mail")["campaigns"]] == [made]


def test_tests_go_to_people_who_work_here_only(owner):
    made = quick_mail(owner, person(owner, "Ann"))
    assert "work here" in owner.refusal("send_test_campaign", made, "ann@example.com")["error"]
    assert "work here" in owner.refusal("send_test_campaign", made, "customer@demo.test")["error"]


def test_the_links_of_a_mail_are_checked_behind_the_answer(owner, post, monkeypatch):
    made = quick_mail(owner, text="[Menu](https://k.test/menu) and [wine](https://k.test/wine)")
    monkeypatch.setattr(post.package("server_templates.link_check_service"), "addresses_of", lambda host: ["127.0.0.1"])
    assert owner.ask("start_link_check", made)["job_id"]
    campaign_contents = post.package("server_marketing.campaign_contents")
    campaign_queries = post.package("server_marketing.campaign_queries")
    urls = post.run(lambda: campaign_contents.links_of(campaign_queries.campaign_row(made)))
    assert urls == ["https://k.test/menu", "https://k.test/wine"]
    assert owner.refusal("get_link_check", "no-such-job")["code"] == "not_found"
