"""How marketing does: figures of a period, recommendations, the report, and how few statements that takes."""

from __future__ import annotations

import csv
import io

import pytest

from .conftest import person
from .test_campaigns import campaign, go

pytestmark = pytest.mark.usefixtures("empty", "awake")


@pytest.fixture
def sent(owner, inbox, instance) -> str:
    """A campaign that went to twelve people; four opened it, two clicked, one bounced."""
    for number in range(12):
        person(owner, f"P{number}")
    made = campaign(owner, campaign_name="=Spring")
    owner.ask("launch_campaign", made)
    go(owner, made)
    with instance.database.connection() as connection:
        opened = "SELECT _id FROM data.sends ORDER BY _id LIMIT 4"
        connection.execute(f"UPDATE data.sends SET status = 'opened', opened_at = now() WHERE _id IN ({opened})")
        connection.execute(
            "UPDATE data.sends SET clicked_at = now() WHERE _id IN (SELECT _id FROM data.sends ORDER BY _id LIMIT 2)"
        )
        connection.execute("UPDATE data.sends SET status = 'bounced' WHERE _id = (SELECT max(_id) FROM data.sends)")
    owner.run("refresh_figures")
    return made


def test_m15_a_period_is_summed_up_beside_the_one_before(owner, sent):
    found = owner.ask("get_marketing_dashboard", "week")
    key = {name: figure["now"] for name, figure in found["key"].items()}
    assert (key["sent"], key["delivered"], key["opened"], key["clicked"], key["bounced"]) == (12, 11, 4, 2, 1)
    assert key["open_rate"] == pytest.approx(4 / 11)
    assert found["key"]["sent"]["before"] == 0
    assert sum(point["opened"] for point in found["times"]) == 4
    assert [channel["channel"] for channel in found["channels"]] == ["email"]
    assert [best["campaign_id"] for best in found["best"]] == [sent]
    assert (found["health"]["reachable"], found["health"]["joined"]) == (12, 12)


def test_what_comes_next_and_what_waits_is_listed(owner, sent):
    later = campaign(owner, campaign_name="Later")
    owner.ask("schedule_campaign", later, "2030-01-01T10:00")
    assert [each["campaign_name"] for each in owner.ask("get_marketing_dashboard")["coming"]] == ["Later"]


def test_m19_recommendations_of_this_business(owner, sent):
    found = owner.ask("list_recommendations")["recommendations"]
    assert "welcome" in [each["kind"] for each in found]


def test_m21_the_report_has_a_line_for_each_campaign_and_no_formulas(owner, sent, sign_in):
    text = owner.bytes_of(owner.ask("export_marketing_report", "month")["file"]).decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(text))
    assert (line["Campaign"], line["Sent"], line["Clicked, % of delivered"]) == ("'=Spring", "12", "18.18")
    assert sign_in("staff").refusal("export_marketing_report", "month")["code"] == "forbidden"


def test_a_list_of_many_campaigns_counts_none_of_them(owner, sent, statements, instance):
    def asked() -> int:
        statements.clear()
        owner.ask("list_campaigns")
        return len(statements)

    few = asked()
    for number in range(8):
        campaign(owner, campaign_name=f"Other {number}")
    assert asked() <= few + 1
    assert few < 12, statements


def test_c36_kept_figures_are_those_of_a_recount_whatever_came_in_between(owner, sent, instance):
    def shown() -> dict:
        return owner.ask("get_campaign_figures", sent)["figures"]

    def counted_anew() -> dict:
        with instance.database.connection() as connection:
            connection.execute("DELETE FROM data.campaign_figures")
        owner.run("refresh_figures")
        return shown()

    for change in (
        "UPDATE data.sends SET status = 'complained' WHERE _id = (SELECT min(_id) FROM data.sends)",
        "UPDATE data.sends SET delivered_at = now() WHERE _id = (SELECT min(_id) + 5 FROM data.sends)",
        "UPDATE data.sends SET opened_at = NULL, clicked_at = NULL, status = 'delivered'",
    ):
        with instance.database.connection() as connection:
            connection.execute(change)
            connection.execute(
                "INSERT INTO data.send_events (event_key, send, campaign, event_type, occurred_at, received_at) "
                "SELECT md5(random()::text), _id, campaign, 'delivered', now(), now() FROM data.sends LIMIT 1"
            )
            connection.execute("UPDATE data.campaign_figures SET seconds = 0")
        owner.run("refresh_figures")
        assert shown() == counted_anew()


def test_a_large_campaign_rests_between_counts_and_is_not_forgotten(owner, sent, instance):
    def counted(sql: str) -> object:
        with instance.database.connection() as connection:
            connection.execute(sql)
        owner.run("refresh_figures")
        return owner.ask("get_campaign_figures", sent)["figures"]["bounced"]

    assert counted("UPDATE data.campaign_figures SET seconds = 100, is_owed = true") == 1
    assert counted("UPDATE data.sends SET status = 'bounced'") == 1
    assert counted("UPDATE data.campaign_figures SET counted_at = now() - interval '20 minutes'") == 12


def test_two_who_count_at_once_do_not_count_the_same_and_a_dead_one_is_replaced(owner, sent, instance):
    def counted(sql: str) -> object:
        with instance.database.connection() as connection:
            connection.execute(sql)
        owner.run("refresh_figures")
        return owner.ask("get_campaign_figures", sent)["figures"]["bounced"]

    claimed = "UPDATE data.campaign_figures SET claimed_until = now() + interval '{} minutes', seconds = 0"
    assert counted(claimed.format(5) + "; UPDATE data.sends SET status = 'bounced'") == 1
    assert counted(claimed.format(-1)) == 12


def test_an_unknown_period_is_refused(owner):
    assert owner.refusal("get_marketing_dashboard", "century")["code"] == "invalid"
