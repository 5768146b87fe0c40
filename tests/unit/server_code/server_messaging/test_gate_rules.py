"""The gate: who gets a message, who must wait, who is left out and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server_code.server_messaging.gate_rules import GO, REASONS, About, Decision, Policy, Recipient, decide

NOON = datetime(2026, 3, 2, 10, tzinfo=UTC)  # noon in Johannesburg, a Monday
ANN = Recipient("ann@example.com", ZoneInfo("Africa/Johannesburg"), consents=frozenset({"email:marketing"}))
DEFAULT = Policy()


def marketing(recipient, policy=DEFAULT, now=NOON, channel="email", **how):
    return decide(recipient, channel, "marketing", policy, now, About(**how))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"address": None}, "no_address"),
        ({"address": ""}, "no_address"),
        ({"is_archived": True}, "archived"),
        ({"consents": frozenset()}, "no_consent"),
        ({"withdrawn": frozenset({"email:marketing"})}, "unsubscribed"),
        ({"suppressed": frozenset({"unsubscribed"})}, "unsubscribed"),
        ({"suppressed": frozenset({"asked"})}, "suppressed"),
        ({"suppressed": frozenset({"bounced"})}, "unreachable"),
        ({"suppressed": frozenset({"complained"})}, "unreachable"),
        ({"recent": 3}, "cap"),
    ],
)
def test_c09_who_is_left_out_and_why(change, reason):
    assert marketing(replace(ANN, **change)) == Decision("skip", reason)
    assert reason in REASONS


ON_LIST = replace(ANN, lists=frozenset({"ML-1"}))


def test_a_mailing_list_reaches_only_who_is_on_it():
    assert marketing(ON_LIST, list_id="ML-1") == GO
    assert marketing(ON_LIST, list_id="ML-2") == Decision("skip", "not_on_list")


@pytest.mark.parametrize(
    ("frequency", "days_ago", "goes"),
    [
        ("weekly", 6, False),
        ("weekly", 6.6, True),
        ("weekly", None, True),
        ("monthly", 26, False),
        ("monthly", 28, True),
        (None, 0.1, True),
    ],
)
def test_who_wants_mail_less_often_is_left_out_until_it_is_time(frequency, days_ago, goes):
    last_at = None if days_ago is None else NOON - timedelta(days=days_ago)
    seldom = replace(ANN, frequency=frequency, last_at=last_at)
    assert marketing(seldom) == (GO if goes else Decision("skip", "frequency"))
    if not goes:
        assert marketing(seldom, cap_waits=True).until > NOON
    texted = replace(seldom, address="+27821234567", consents=frozenset({"sms:marketing"}))
    assert marketing(texted, channel="sms") == GO


def test_who_wants_only_what_is_important_gets_that_and_receipts():
    picky = replace(ANN, frequency="important_only")
    assert marketing(picky) == Decision("skip", "important_only")
    assert marketing(picky, is_important=True) == GO
    assert decide(picky, "email", "transactional", DEFAULT, NOON) == GO


def test_somebody_who_agreed_gets_it():
    assert marketing(ANN) == GO


def test_a_business_without_marketing_sends_none():
    assert marketing(ANN, Policy(is_on=False)).reason == "feature_off"
    assert decide(ANN, "email", "transactional", Policy(is_on=False), NOON) == GO


def test_c30_consent_to_mail_is_none_to_whatsapp():
    assert marketing(replace(ANN, address="+27821234567"), channel="whatsapp").reason == "no_consent"


@pytest.mark.parametrize(
    ("change", "goes"),
    [
        ({"suppressed": frozenset({"unsubscribed"})}, True),
        ({"withdrawn": frozenset({"email:marketing"}), "consents": frozenset()}, True),
        ({"recent": 99}, True),
        ({"is_archived": True}, True),
        ({"suppressed": frozenset({"bounced"})}, False),
        ({"suppressed": frozenset({"erased"})}, False),
        ({"address": None}, False),
    ],
)
def test_c12_a_receipt_reaches_all_but_dead_addresses(change, goes):
    at_night = NOON + timedelta(hours=12)
    assert (decide(replace(ANN, **change), "email", "transactional", Policy(), at_night) == GO) is goes


def test_c23_at_night_it_waits_for_the_morning_of_the_receiver():
    night = datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert marketing(ANN, now=night) == Decision("wait", "quiet_hours", datetime(2026, 3, 3, 6, tzinfo=UTC))
    in_new_york = replace(ANN, zone=ZoneInfo("America/New_York"))
    assert marketing(in_new_york, now=night) == GO


def test_c24_a_sequence_waits_where_a_campaign_leaves_out():
    frees = NOON + timedelta(days=2)
    full = replace(ANN, recent=3, cap_frees_at=frees)
    assert marketing(full) == Decision("skip", "cap")
    assert marketing(full, cap_waits=True) == Decision("wait", "cap", frees)
    assert marketing(replace(ANN, recent=2)) == GO
