"""Mails as people's programs write them: what is their own, what is quoted, who wrote it, what it answers."""

from __future__ import annotations

import time

import pytest

from server_code.server_inbox.mail_reading import is_automatic, message_ids, parted, send_keys
from server_code.server_shared.html_text import text_of

KEY = "0123456789abcdef" * 2
GMAIL = "Yes please!\n\nOn Fri, 6 Mar 2026 at 10:15, Bluegum <hello@bluegum.test> wrote:\n\n> Two nights?\n> Regards"
IN_TWO_LINES = "Ja.\n\nAm Freitag, den 6. März 2026 um 10:15 Uhr\nschrieb Bluegum <hello@bluegum.test>:\n> Zwei?"
OUTLOOK = "At five.\n\nFrom: Bluegum <hello@bluegum.test>\nSent: Friday\nTo: me\nSubject: When?\n\nWhen do you come?"
RULED = "Merci\n\n-----Original Message-----\nWhen do you come?"
BELOW = "On 6 March 2026, Bluegum wrote:\n> Two nights?\n\nThree, please."
AMONG = "> Two nights?\nThree.\n> With breakfast?\nYes."


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (GMAIL, "Yes please!"),
        (IN_TWO_LINES, "Ja."),
        (OUTLOOK, "At five."),
        (RULED, "Merci"),
        (BELOW, "Three, please."),
        ("Just words.\r\nOn Friday I wrote to you: no answer.", "Just words.\nOn Friday I wrote to you: no answer."),
    ],
)
def test_what_is_quoted_is_folded_away_in_the_ways_of_all_programs(text, own):
    words, quoted = parted(text)
    assert words == own
    assert ("Two nights" in quoted) == (text in (GMAIL, BELOW))


@pytest.mark.parametrize("text", [AMONG, "> Two nights?\n> Regards"])
def test_answers_among_the_quoted_lines_keep_them_and_a_mere_quote_is_shown(text):
    assert parted(text) == (text, "")


def test_html_becomes_text_in_which_nothing_runs_and_links_are_written_out():
    html = (
        "<style>p{}</style><p>Hello <b>you</b>,</p><script>alert(1)</script><p>see <a href='https://x.test/a'>this</a>"
        "<img src='https://spy.test/1.gif'><br>Bye &amp; thanks</p><blockquote>Two nights?</blockquote>"
    )
    assert text_of(html) == "Hello you,\nsee this (https://x.test/a)\nBye & thanks\n\n> Two nights?"


def test_a_mail_of_twenty_thousand_elements_in_each_other_still_says_what_it_says():
    html = "<p>Two nights?</p>" + "<div>" * 20_000 + "Regards <3"
    assert text_of(html).split("\n\n") == ["Two nights?", "Regards <3"]


@pytest.mark.parametrize(
    ("headers", "subject", "sender", "expected"),
    [
        ({"auto-submitted": "auto-replied"}, "Re: Stay", "a@x.test", True),
        ({"auto-submitted": "no"}, "Re: Stay", "a@x.test", False),
        ({"x-autoreply": "yes"}, "Re: Stay", "a@x.test", True),
        ({"precedence": "bulk"}, "Re: Stay", "a@x.test", True),
        ({}, "Out of Office: back on Monday", "a@x.test", True),
        ({}, "Abwesenheitsnotiz", "a@x.test", True),
        ({}, "Undelivered", "MAILER-DAEMON@x.test", True),
        ({}, "Is the office open?", "a@x.test", False),
    ],
)
def test_automatic_answers_are_told_from_those_of_people(headers, subject, sender, expected):
    assert is_automatic(headers, subject, sender) is expected


def test_the_message_that_is_answered_is_found_by_ids_and_by_the_address():
    ids = message_ids("<a@x.test> <b@x.test>", None, ["<b@x.test>", f"<{KEY}@bluegum.test>"])
    assert ids == ["<a@x.test>", "<b@x.test>", f"<{KEY}@bluegum.test>"]
    assert send_keys(ids, ["hello@bluegum.test"]) == [KEY]
    assert send_keys([], [f"hello+{KEY}@bluegum.test", "hello+list@bluegum.test"]) == [KEY]


def test_a_mail_of_nothing_but_quotes_is_read_in_no_time():
    began = time.monotonic()
    words, quoted = parted("Yes\n" + ">\n" * 50_000)
    assert (words, len(quoted)) == ("Yes", 99_999)
    assert time.monotonic() - began < 5
