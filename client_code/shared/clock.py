"""Times in the zone and locale of the business, by the browser's own calendar."""

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


def ago(moment):
    """How long ago, in words."""
    return formats.ago(moment, datetime.now(timezone.utc))


def _format(moment, **style):
    if moment is None:
        return ""
    key = (app_context.config().get("locale"), app_context.config().get("time_zone"), tuple(style))
    if key not in _formatters:
        _formatters[key] = _formatter(key[0], key[1], style)
    return _formatters[key].format(int(moment.timestamp() * 1000))


def _formatter(locale, zone, style):
    options = window.JSON.parse("{}")
    options.dateStyle = "medium"
    for name, value in style.items():
        setattr(options, name, value)
    if zone:
        options.timeZone = zone
    return window.Intl.DateTimeFormat((locale or "en").replace("_", "-"), options)
