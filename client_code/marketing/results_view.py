"""The results of a campaign as its page shows them. Pure."""

import json

from ..shared import formats
from . import results_texts as texts


def figures(stats, results, campaign_id, locale):
    """The items of `CampaignFigure`: `label, figure, note`, and `params` of the contacts behind it, or None.

    `stats` is where its messages are now, `results` what was counted last.
    """
    counted = results["figures"]
    engaged = ("delivered", "opened", "clicked", "responses", "conversions")
    now = dict(stats, **{name: counted[name] for name in engaged})
    always = texts.ALWAYS_AFTER if stats["sent"] and not stats["waiting"] else texts.ALWAYS
    return [
        {
            "label": label,
            "figure": formats.number(now[name], locale),
            "note": share(name, results["rates"].get(rate), rate, locale),
            "params": people_params(name, campaign_id) if now[name] else None,
        }
        for name, label, rate in texts.FIGURES
        if now[name] or name in always
    ]


def share(name, value, rate, locale):
    """`42.1% of those delivered`, empty where it would mean nothing."""
    if value is None or not rate:
        return ""
    words = texts.OF_SENT if rate in texts.RATES_OF_SENT else texts.OF_DELIVERED
    return words.format(percent(value, locale))


def percent(value, locale):
    """`42.1%`; below one in a thousand two digits more."""
    if value is None:
        return "–"
    decimals = 1 if value == 0 or value >= 0.001 else 3
    return formats.percent(100 * value, locale, decimals)


def people_params(name, campaign_id):
    """What the list of contacts is asked to show those behind a figure; None where it cannot tell."""
    field = texts.PEOPLE.get(name)
    if field is None:
        return None
    return {"conditions": json.dumps([{"field": field, "op": "has_any", "value": [campaign_id]}])}


def bars(times, series, clock):
    """The bars of the chart over time: pairs of a label and a count."""
    label = clock.hour if times["unit"] == "hour" else clock.short_day
    return [(label(point["start"]), point[series]) for point in times["points"]]


def brought(results, locale):
    """What it brought: items `label, figure, note, params` of `CampaignFigure`."""
    money, counted = results["money"], results["figures"]
    sold = formats.plural(counted["conversions"], texts.SOLD_ONE, texts.SOLD_MANY, locale)
    cost = formats.money(money["cost"], money["currency"], locale)
    amounts = {
        "revenue": (formats.money(money["revenue"], money["currency"], locale), sold),
        "cost": (cost, "") if money["cost"] else ("–", texts.NO_COST),
        "roi": (percent(money["roi"], locale), ""),
    }
    return [
        {"label": label, "figure": amounts[name][0], "note": amounts[name][1], "params": None}
        for name, label in texts.BROUGHT
        if name != "roi" or money["roi"] is not None
    ]


def groups(kind, entries, locale):
    """The rows of one way to divide the receivers: `name, sent, opened, clicked, sold, params`."""
    return [
        {
            "name": group_name(kind, entry),
            "sent": formats.number(entry["figures"]["sent"], locale),
            "opened": percent(rate(entry, "opened"), locale),
            "clicked": percent(rate(entry, "clicked"), locale),
            "sold": formats.number(entry["figures"]["conversions"], locale) if "rates" in entry else "",
            "params": {"segment": entry["segment_id"]} if kind == "segments" else None,
        }
        for entry in entries
    ]


def rate(entry, name):
    """The share of a figure among what was delivered; None for nothing."""
    delivered = entry["figures"]["delivered"]
    return entry["figures"][name] / float(delivered) if delivered else None


def group_name(kind, entry):
    """What a group is called."""
    if kind == "segments":
        return entry["name"]
    names, key = (texts.VARIANTS, "variant") if kind == "variants" else (texts.CHANNELS, "channel")
    return names.get(entry[key], entry[key])


def link_rows(links, locale):
    """The items of `CampaignLinkRow`: `address, text, note, width` (of its bar, in hundredths of the best one)."""
    best = max([link["people"] for link in links] or [0])
    return [
        {
            "address": short(link["url"]),
            "url": link["url"],
            "text": formats.plural(link["people"], *texts.LINK_PEOPLE, locale=locale),
            "note": texts.LINK_MACHINES.format(
                formats.plural(link["machine_clicks"], *texts.MACHINE_CLICKS, locale=locale)
            )
            if link["machine_clicks"]
            else "",
            "width": 100 * link["people"] // best if best else 0,
        }
        for link in links
    ]


def short(url):
    """An address without what every one begins with."""
    text = url.split("://", 1)[-1]
    return text[:-1] if text.endswith("/") else text


def honesty(results, locale):
    """How it was counted, in words."""
    if not results["is_counted"]:
        return texts.NOT_COUNTED
    counted = results["figures"]
    opens, clicks = counted["machine_opened"], counted["machine_clicks"]
    machines = texts.NO_MACHINES
    if opens or clicks:
        machines = texts.MACHINES.format(
            opens=formats.plural(opens, *texts.MACHINE_OPENS, locale=locale),
            clicks=formats.plural(clicks, *texts.MACHINE_CLICKS, locale=locale),
        )
    days = formats.plural(results["attribution_days"], *texts.DAYS, locale=locale)
    return " ".join((texts.HONEST, machines, texts.ATTRIBUTION.format(days)))
