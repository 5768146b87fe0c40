"""Two versions of a mail: a few try them, the rest get the better one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from .conftest import wait_for_the_queue

pytestmark = pytest.mark.usefixtures("empty", "awake")

BLOCKS = [{"kind": "text", "text": "Hello {{first_name|there}}"}]


def crowd(post, count):
    """So many people who agreed to offers by e-mail."""
    from anvil.tables import app_tables

    def add():
        rows = [
            {
                "contact_id": f"C-{number}",
                "contact_number": number,
                "first_name": "Ann",
                "email": f"ann{number}@example.com",
                "agreed_to": ["email:marketing"],
                "version": 1,
            }
            for number in range(1, count + 1)
        ]
        app_tables.contacts.add_rows(rows)

    post.run(add)


def launched(owner, **test):
    made = owner.ask(
        "create_campaign",
        {
            "campaign_name": "Spring",
            "subject": "Spring is here",
            "blocks": BLOCKS,
            "audience": {"everyone": True},
            "test": {"is_on": True, "what": "subject", "percent": 20, "wait_hours": 4, "by": "clicks", **test},
            "words_b": {"subject": "Roses, {{first_name|friend}}"},
        },
    )["campaign_id"]
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    wait_for_the_queue(owner.instance)  # which plans it too: a late end of that would count as planned what waits yet
    return made


def sends(instance, what="variant, status"):
    with instance.database.connection() as connection:
        return connection.execute(f"SELECT {what} FROM data.sends").fetchall()


def gone(instance, hours):
    """As if all that waits had gone so many hours ago."""
    with instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.sends SET status = 'sent', sent_at = now() - %s WHERE status = 'pending'",
            [timedelta(hours=hours)],
        )
        connection.execute(
            "UPDATE data.email_campaigns SET started_at = now() - %s", [timedelta(hours=hours, minutes=5)]
        )


def clicks(instance, variant, count, *, hours_ago=2, is_machine=False):
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.send_events (event_key, send, campaign, event_type, occurred_at, is_machine) "
            "SELECT 'e' || gen_random_uuid(), _id, campaign, 'click', %s, %s FROM data.sends WHERE variant = %s "
            "ORDER BY _id LIMIT %s",
            [datetime.now(UTC) - timedelta(hours=hours_ago), is_machine, variant, count],
        )


def ended(owner, made):
    owner.run("check_scheduled_campaigns")
    owner.run("plan_campaign", made)
    wait_for_the_queue(owner.instance)  # which may have begun to plan just before
    return owner.ask("get_campaign", made)["campaign"]


def test_c40_a_thousand_people_100_try_each_and_800_get_the_winner(owner, post, instance):
    crowd(post, 1000)
    made = launched(owner)
    assert Counter(sends(instance)) == {("", "pending"): 100, ("B", "pending"): 100}
    gone(instance, 3)
    assert ended(owner, made)["status"] == "sending"
    gone(instance, 5)
    clicks(instance, "", 5, hours_ago=3)
    clicks(instance, "B", 20, hours_ago=3)
    clicks(instance, "", 60, hours_ago=3, is_machine=True)
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET sent_at = now() - interval '5 hours'")
    clicks(instance, "", 90, hours_ago=0.5)
    test = ended(owner, made)["test"]
    assert test["winner"] == "B"
    assert test["reason"].startswith("5 of 100 clicked in A, 20 of 100 clicked in B. B went to the rest.")
    assert Counter(sends(instance)) == {("", "sent"): 100, ("B", "sent"): 100, ("B", "pending"): 800}
    assert len(set(sends(instance, "contact"))) == 1000


def test_c40_without_reactions_a_goes_to_the_rest_after_the_wait(owner, post, instance):
    crowd(post, 50)
    made = launched(owner, percent=40)
    gone(instance, 5)
    assert ended(owner, made)["test"]["winner"] == ""
    assert Counter(sends(instance)) == {("", "sent"): 10, ("B", "sent"): 10, ("", "pending"): 30}


def test_the_two_versions_differ_in_what_is_tried_only(owner, post, inbox):
    crowd(post, 40)
    launched(owner, percent=100)
    post.drain()
    assert Counter(str(mail["Subject"]) for mail in inbox.mails) == {"Spring is here": 20, "Roses, Ann": 20}
    assert len({mail.get_body(("plain",)).get_content().split("\n")[0] for mail in inbox.mails}) == 1


def test_two_versions_that_are_the_same_are_no_test(owner, post):
    crowd(post, 4)
    same = {"subject": "Spring is here", "blocks": BLOCKS}
    made = owner.ask(
        "create_campaign",
        {
            **same,
            "campaign_name": "Spring",
            "audience": {"everyone": True},
            "test": {"is_on": True},
            "words_b": same,
        },
    )["campaign_id"]
    assert "the same" in owner.refusal("launch_campaign", made)["error"]


def test_a_campaign_stops_when_its_budget_is_spent(owner, post, instance):
    crowd(post, 10)
    owner.ask("save_messaging_settings", {"prices": {"email": "0.25"}})
    made = launched(owner, is_on=False)
    with instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.email_campaigns SET settings = settings || "
            """'{"budget": {"amount_minor": 200, "at_limit": "stop"}}'"""
        )
        connection.execute(
            "UPDATE data.sends SET status = 'sent', sent_at = now() WHERE contact IN "
            "(SELECT contact FROM data.sends LIMIT 8)"
        )
    owner.run("check_scheduled_campaigns")
    campaign = owner.ask("get_campaign", made)["campaign"]
    assert (campaign["status"], campaign["budget"]["spent"]) == ("paused", 2)
    assert "budget" in campaign["status_reason"]
    assert campaign["budget"]["channels"] == [{"channel": "email", "count": 8, "cost": 2}]
