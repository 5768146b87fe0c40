"""What the inbox makes of the server's answers."""

from datetime import UTC, datetime, timedelta

import pytest

from client_code.inbox import inbox_view

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # a Friday
REPLIES = [{"title": "Check-in", "filled": "From two."}, {"title": "Thank you", "filled": "Thanks."}]


class Clock:
    """Times as they are."""

    @staticmethod
    def exact(moment):
        return moment.strftime("%H:%M")

    ago = exact


def conversation(**changes):
    facts = {"contact_id": "C-1", "name": "Johan van der Merwe", "last_author": "", "preview": "Hello", "unread": 2}
    return {**facts, "last_channel": "email", "last_at": NOW, "assigned_name": "", **changes}


def message(**changes):
    facts = {
        "key": "k",
        "direction": "out",
        "at": NOW,
        "channel": "sms",
        "is_reply": True,
        "text": "Yes",
        "status": "sent",
    }
    more = {"author": "Sipho", "subject": "", "campaign_name": "", "reason": "", "may_retry": False, "keyword": ""}
    return {**facts, **more, "is_automatic": False, **changes}


def test_a_line_says_who_wrote_last_and_how_much_is_unread():
    line = inbox_view.as_line(conversation(), Clock, "C-1")
    assert (line["shown"], line["is_unread"], line["is_chosen"], line["short_name"]) == (
        "Hello",
        True,
        True,
        "Johan Merwe",
    )
    assert line["label"] == "Johan van der Merwe, E-mail, 15:30, unread"
    answered = inbox_view.as_line(conversation(last_author="Sipho Dube", unread=0), Clock, "")
    assert (answered["shown"], answered["is_chosen"]) == ("Sipho: Hello", False)


@pytest.mark.parametrize(
    ("changes", "kind", "facts"),
    [
        ({}, "out", "Sipho · SMS · 15:30 · Sent"),
        ({"status": "pending"}, "out", "Sipho · SMS · 15:30 · Sending"),
        ({"direction": "in"}, "in", "SMS · 15:30"),
        ({"direction": "in", "keyword": "stop"}, "note", "SMS · 15:30 · Asked for no more messages"),
        ({"direction": "in", "is_automatic": True}, "note", "SMS · 15:30 · Automatic answer"),
        ({"direction": "in", "stop_request": "obeyed"}, "in", "SMS · 15:30 · Unsubscribed"),
        ({"is_reply": False, "campaign_name": "Spring", "status": "clicked"}, "line", "SMS · 15:30 · Clicked"),
    ],
)
def test_a_message_is_shown_as_what_it_is(changes, kind, facts):
    shown = inbox_view.as_message(message(**changes), Clock, True)
    assert (shown["kind"], shown["facts"]) == (kind, facts)


def test_a_wish_that_is_not_proved_is_put_to_who_may_decide_with_the_address_it_claims():
    asks = message(direction="in", stop_request="waiting", address="ann@example.com")
    shown = inbox_view.as_message(asks, Clock, True)
    assert "ann@example.com" in shown["asks_to_stop"] and shown["may_decide"]
    assert not inbox_view.as_message(asks, Clock, False)["may_decide"]
    assert inbox_view.as_message(message(), Clock, True)["asks_to_stop"] == ""


def test_a_failed_answer_says_why_and_can_be_tried_again_by_who_may():
    failed = message(status="failed", reason="No such number", may_retry=True)
    shown = inbox_view.as_message(failed, Clock, True)
    assert (shown["is_failed"], shown["reason"], shown["may_retry"]) == (True, "No such number", True)
    assert not inbox_view.as_message(failed, Clock, False)["may_retry"]


def test_what_was_no_answer_is_named_and_files_are_words_enough():
    line = inbox_view.as_message(message(is_reply=False, campaign_name="Spring"), Clock, True)
    assert line["text"] == "Campaign “Spring”"
    files = [{"file_key": "f1", "name": "a.pdf", "size": 2_400_000, "status": "kept"}]
    shown = inbox_view.as_message(message(direction="in", text="", files=files), Clock, True)
    assert shown["text"] == ""
    assert shown["files"] == files


def test_the_time_left_is_counted_down_to_nothing():
    left = [inbox_view.time_left(NOW + each, NOW) for each in (timedelta(hours=23, minutes=12), timedelta(minutes=4))]
    assert left == ["23 h 12 min", "4 min"]
    assert inbox_view.time_left(NOW, NOW) == "0 min"
    assert inbox_view.time_left(NOW - timedelta(seconds=1), NOW) == inbox_view.time_left(None, NOW) == ""


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("hours", "2026-11-20 18:30"), ("tomorrow", "2026-11-21 09:00"), ("monday", "2026-11-23 09:00")],
)
def test_a_conversation_comes_back_when_it_is_meant_to(choice, expected):
    until = inbox_view.snooze_until(NOW.replace(tzinfo=None), choice)
    assert until == datetime.fromisoformat(expected)


def test_the_keys_go_from_one_conversation_to_the_next():
    listed = ["C-1", "C-2", "C-3"]
    assert [inbox_view.neighbour(listed, chosen, 1) for chosen in ("", "C-1", "C-3")] == ["C-1", "C-2", "C-3"]
    assert inbox_view.neighbour(listed, "C-1", -1) == "C-1"
    assert inbox_view.neighbour([], "", 1) is None


def test_a_slash_offers_quick_replies():
    assert inbox_view.suggested(REPLIES, "Hello /") is None
    assert [each["title"] for each in inbox_view.suggested(REPLIES, "/")] == ["Check-in", "Thank you"]
    assert [each["title"] for each in inbox_view.suggested(REPLIES, "/thank")] == ["Thank you"]
