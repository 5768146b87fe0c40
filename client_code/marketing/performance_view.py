"""How marketing does, as its page shows it. Pure, but for the clock it is given."""

import json

from ..shared import formats
from . import performance_texts as texts
from . import results_texts, results_view

NEARLY_NOTHING = 0.0005
# A change of fewer is chance.
ENOUGH = 10


def cards(key, currency, locale):
    """The items of `MetricCard`: the share where there is one, the count and the change below."""
    return [
        {
            "title": title,
            "figure": figure(name, key[rate or name]["now"], rate, currency, locale),
            "note": note(name, key, rate, currency, locale),
            "page": "campaigns",
            "params": params,
        }
        for name, title, rate, params in texts.CARDS
    ]


def figure(name, value, rate, currency, locale):
    """A share, an amount of money or a count."""
    if rate:
        return results_view.percent(value, locale)
    if name == "revenue":
        return formats.money(value, currency, locale)
    return formats.number(value, locale)


def note(name, key, rate, currency, locale):
    """`214, 3.1 points more than before`; `12% less than before`."""
    if not rate:
        return change(key[name], figure(name, key[name]["before"], "", currency, locale), locale)
    is_enough = key["delivered"]["before"] >= ENOUGH
    words = points(key[rate]["now"], key[rate]["before"], locale) if is_enough else ""
    return ", ".join(part for part in (formats.number(key[name]["now"], locale), words) if part)


def change(found, before, locale):
    """How a figure changed since the period before, in words; of a small one, what it was (`before`, as text)."""
    share = found["change"]
    if share is None:
        return texts.NONE_BEFORE if found["now"] else ""
    if abs(share) < NEARLY_NOTHING:
        return texts.SAME
    if found["before"] < ENOUGH:
        return texts.BEFORE.format(before)
    words = texts.MORE if share > 0 else texts.LESS
    return words.format(formats.percent(abs(100 * share), locale))


def points(now, before, locale):
    """How a share changed since the period before, in points of a hundred."""
    if now is None or before is None:
        return ""
    if abs(now - before) < NEARLY_NOTHING:
        return texts.SAME
    words = texts.RISEN if now > before else texts.FALLEN
    return words.format(formats.number(abs(100 * (now - before)), locale, 1))


def bars(times, series, clock):
    """The bars of the chart over time."""
    return [(clock.short_date(point["start"]), point[series]) for point in times]


def channel_rows(channels, locale):
    """The items of `CampaignGroupRow` of each channel."""
    return results_view.groups("channels", channels, locale)


def best_rows(campaigns, locale):
    """The same of each of the best campaigns; their names lead to their pages."""
    return [
        {
            "name": each["name"],
            "sent": formats.number(each["figures"]["sent"], locale),
            "opened": results_view.percent(each["rates"]["open"], locale),
            "clicked": results_view.percent(each["rates"]["click"], locale),
            "sold": formats.number(each["figures"]["conversions"], locale),
            "page": "campaign",
            "params": {"campaign_id": each["campaign_id"]},
        }
        for each in campaigns
    ]


def health_lines(health, locale):
    """The items of `MarketingLine` on the list's health."""
    counts = dict(health, **health["suppressed"])
    return [
        {
            "text": text,
            "figure": formats.number(counts[name], locale),
            "page": "contacts" if name in texts.HEALTH_PEOPLE and counts[name] else "",
            "params": {"conditions": json.dumps(texts.HEALTH_PEOPLE.get(name))},
        }
        for name, text in texts.HEALTH
    ]


def coming_lines(coming, clock):
    """The same of what goes next."""
    return [
        {
            "text": each["campaign_name"],
            "figure": texts.GOES.format(clock.exact(each["scheduled_at"]))
            if each["status"] == "scheduled"
            else texts.WAITS,
            "page": "campaign",
            "params": {"campaign_id": each["campaign_id"]},
        }
        for each in coming
    ]


def honesty(days, locale):
    """How it was counted, in words."""
    return texts.HONEST.format(formats.plural(days, *results_texts.DAYS, locale=locale))
