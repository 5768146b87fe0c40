"""How many parts an SMS takes, and what that costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server_code.server_messaging.text_segments import BASIC, EXTENSION, GSM7, UCS2, cost, count


@pytest.mark.parametrize(
    ("text", "encoding", "segments", "left"),
    [
        ("", GSM7, 0, 160),
        ("a" * 160, GSM7, 1, 0),
        ("a" * 161, GSM7, 2, 145),
        ("a" * 306, GSM7, 2, 0),
        ("a" * 307, GSM7, 3, 152),
        ("€" * 80, GSM7, 1, 0),
        ("é" * 160, GSM7, 1, 0),
        ("🌳", UCS2, 1, 68),
        ("ê" * 70, UCS2, 1, 0),
        ("ê" * 71, UCS2, 2, 63),
        ("🌳" * 35, UCS2, 1, 0),
        # A pair is never cut in two: 33 of them fill 66 of the 67 units of a part.
        ("🌳" * 36, UCS2, 2, 61),
        ("a" * 152 + "€" + "b" * 152, GSM7, 3, 152),
    ],
)
def test_c31_parts_of_a_text(text, encoding, segments, left):
    found = count(text)
    assert (found.encoding, found.segments, found.left) == (encoding, segments, left)


def test_c31_the_letters_that_make_a_text_dearer_are_named():
    assert count("Kôffie en “koek” – ê").unusual == "ô“”–ê"


def test_c31_the_alphabet_is_that_of_gsm_03_38():
    assert (len(BASIC), len(EXTENSION), BASIC & EXTENSION) == (127, 10, frozenset())


def test_c31_cost_is_parts_times_price_times_people():
    assert cost(2, Decimal("0.2850"), 1000) == Decimal("570")
