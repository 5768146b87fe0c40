"""What the business decides about its messages."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("empty", "awake")


def test_settings_are_kept_and_hold(owner):
    given = {
        "sender_name": "Ann of Kestrel",
        "sender_address": "Ann@Kestrel.test",
        "cap": 5,
        "hours": {"monday": [["09:00", "12:00"], ["13:00", "17:30"]]},
        "emails_per_hour": 900,
    }
    saved = owner.ask("save_messaging_settings", given)["settings"]
    assert saved == owner.ask("get_messaging_settings")["settings"]
    assert {**saved, **given, "sender_address": "ann@kestrel.test"} == saved


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender_address": "nobody"},
        {"cap": 0},
        {"cap": 1.5},
        {"cap": True},
        {"hours": {}},
        {"hours": {"someday": [["08:00", "20:00"]]}},
        {"hours": {"monday": [["20:00", "08:00"]]}},
        {"hours": {"monday": "08:00"}},
        {"hours": {"monday": ["08:00", "20:00"]}},
        {"hours": {"monday": [["08:00", "12:00"], ["11:00", "13:00"]]}},
        {"hours": {"monday": []}},
        {"hours": []},
        {"hours": {"Monday ": [["08:00", "20:00"]]}},
        {"emails_per_hour": 0},
        {"stop_bounces": 0},
        {"stop_complaints": 11},
        {"emails_per_hour": "many"},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(owner, wrong):
    before = owner.ask("get_messaging_settings")["settings"]
    assert owner.refusal("save_messaging_settings", wrong)["fields"]
    assert owner.ask("get_messaging_settings")["settings"] == before
