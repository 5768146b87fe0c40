"""Times in the zone and locale of the business, by the browser's own calendar."""

import re
from datetime import datetime, timezone

from anvil.js import window

from . import app_context, formats

_formatters = {}


def exact(moment):
    """An aware datetime as date and time, with the zone's short name; empty for None."""
    return _format(moment, timeStyle="short")


def day(moment):
    """The date of an aware datetime, empty for None."""
    return _format(moment)


def calendar_day(date):
    """A date as people write it, whatever the zone; empty for None."""
    noon = date and datetime(date.year, date.month, date.day, 12, tzinfo=timezone.utc)
    return _format(noon, zone="UTC")


def short_date(date):
    """The day and month of a date, whatever the zone, `3 Nov`; empty for None."""
    noon = date and datetime(date.year, date.month, date.day, 12, tzinfo=timezone.utc)
    return _format(noon, zone="UTC", dateStyle=None, day="numeric", month="short")


def short_day(moment):
    """The day and month of an aware datetime, `3 Nov`; empty for None."""
    return _format(moment, dateStyle=None, day="numeric", month="short")


def month(moment):
    """The month and year of an aware datetime, `Nov 26`; empty for None."""
    return _format(moment, dateStyle=None, month="short", year="2-digit")


def hour(moment):
    """The weekday and hour of an aware datetime, `Sat 14:00`; empty for None."""
    return _format(moment, dateStyle=None, weekday="short", hour="2-digit", minute="2-digit")


def ago(moment):
    """How long ago, in words."""
    return formats.ago(moment, datetime.now(timezone.utc))


def now():
    """The present time as the clocks of the business show it: a naive datetime."""
    return local(datetime.now(timezone.utc))


def local(moment):
    """An aware datetime as the clocks of the business show it: a naive one; None for None."""
    if moment is None:
        return None
    # Sweden writes dates and times as ISO does.
    text = _format(moment, locale="sv_SE", dateStyle="short", timeStyle="medium")
    return datetime(*(int(part) for part in re.split("[^0-9]+", text)))  # noqa: DTZ001 - a clock on the wall has no zone


def _format(moment, locale="", zone="", **style):
    if moment is None:
        return ""
    config = app_context.config()
    key = (locale or config.get("locale"), zone or config.get("time_zone"), tuple(style.items()))
    if key not in _formatters:
        _formatters[key] = _formatter(key[0], key[1], style)
    return _formatters[key].format(int(moment.timestamp() * 1000))


def _formatter(locale, zone, style):
    options = window.JSON.parse("{}")
    for name, value in dict({"dateStyle": "medium"}, **style).items():
        if value:
            setattr(options, name, value)
    if zone:
        options.timeZone = zone
    return window.Intl.DateTimeFormat((locale or "en").replace("_", "-"), options)
