"""Numbers, money and times read as people of the locale expect."""

from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def formats(client):
    return client("shared.formats")


@pytest.mark.parametrize(
    ("value", "locale", "decimals", "text"),
    [
        (10000, "en_ZA", 0, "10,000"),
        (1234.5, "de_DE", 2, "1.234,50"),
        (1234567, "fr_FR", 0, "1\u00a0234\u00a0567"),
        (None, "en", 0, "0"),
        (-5, "en", 0, "-5"),
    ],
)
def test_numbers_are_grouped_as_the_locale_does(formats, value, locale, decimals, text):
    assert formats.number(value, locale, decimals) == text


@pytest.mark.parametrize(
    ("locale", "decimals", "text"), [("en_ZA", 1, "42.1%"), ("de_DE", 1, "42,1\u00a0%"), (None, 0, "42%")]
)
def test_shares_are_written_as_the_locale_does(formats, locale, decimals, text):
    assert formats.percent(42.1, locale, decimals) == text


def test_of_two_sentences_the_one_that_fits_the_number_is_said(formats):
    sentences = ("1 message waits", "{} messages wait")
    assert [formats.counted(sentences, count, "de") for count in (0, 1, 1200)] == [
        "0 messages wait",
        "1 message waits",
        "1.200 messages wait",
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1250, "ZAR", "R\u00a01,250.00"),
        (19.99, "USD", "$19.99"),
        (500, "JPY", "¥500"),
        (1.234, "KWD", "KWD\u00a01.234"),
        (-3.5, "EUR", "-€3.50"),
        (None, "ZAR", "R\u00a00.00"),
    ],
)
def test_money_has_the_decimals_of_its_currency(formats, amount, currency, text):
    assert formats.money(amount, currency, "en") == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (7200, "2 hours ago"),
        (86400, "yesterday"),
        (86400 * 12, "12 days ago"),
        (86400 * 45, "1 month ago"),
        (86400 * 800, "2 years ago"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(formats, seconds, text):
    assert formats.ago(NOW - timedelta(seconds=seconds), NOW) == text


def test_never_is_empty(formats):
    assert formats.ago(None, NOW) == ""


@pytest.mark.parametrize(("count", "text"), [(0, "0 contacts"), (1, "1 contact"), (2304, "2,304 contacts")])
def test_plurals_follow_the_number(formats, count, text):
    assert formats.plural(count, "contact", "contacts") == text


def test_a_page_says_where_it_stands(formats):
    assert formats.page_range(50, 50, 10000) == "51–100 of 10,000"
    assert formats.page_range(0, 0, 0) == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "a few seconds"), (34, "about 30 seconds"), (61, "about 1 minute"), (150, "about 2 minutes")],
)
def test_time_left_is_rough(formats, seconds, text):
    assert formats.duration(seconds) == text
