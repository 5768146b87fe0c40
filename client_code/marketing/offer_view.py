"""Offers as screens show them. Pure, but for the clock it is given."""

from ..shared import formats
from . import offer_texts as texts

FRESH = {
    "name": "",
    "kind": "price_reduction",
    "measure": "percent",
    "percent": 10,
    "amount": None,
    "points": None,
    "service": "",
    "valid_from": None,
    "valid_until": None,
    "uses_each": 1,
    "terms": "",
}


def worth(offer, locale):
    """What an offer gives: `10% less`, `200 points more`, `Free: A cup of coffee`."""
    if offer["kind"] == "free_service":
        return texts.FREE.format(offer["service"])
    if offer["kind"] == "rewards_increase":
        one, many = texts.POINTS
        return one if offer["points"] == 1 else many.format(formats.number(offer["points"], locale))
    if offer["percent"]:
        return texts.LESS.format(formats.percent(offer["percent"], locale))
    return texts.LESS.format(formats.money(offer["amount"], offer["currency"], locale))


def valid(offer, clock):
    """When an offer can be redeemed."""
    first, last = clock.calendar_day(offer["valid_from"]), clock.calendar_day(offer["valid_until"])
    if first and last:
        return texts.BETWEEN.format(first, last)
    if first or last:
        return texts.FROM.format(first) if first else texts.UNTIL.format(last)
    return texts.ALWAYS


def uses(offer):
    """How often each person may use it."""
    if offer["uses_each"] is None:
        return texts.OFTEN
    return texts.ONCE if offer["uses_each"] == 1 else texts.TIMES.format(int(offer["uses_each"]))


def as_row(offer, clock, locale):
    """The item of an `OfferRow`."""
    figures = texts.FIGURES.format(
        given=formats.number(offer["given"], locale), redeemed=formats.number(offer["redeemed"], locale)
    )
    revenue = formats.money(offer["revenue"], offer["currency"], locale)
    return dict(
        offer,
        worth_text=worth(offer, locale),
        about=" · ".join((valid(offer, clock), uses(offer))),
        figures_text=figures,
        revenue_text=texts.REVENUE.format(revenue) if offer["revenue"] else "",
    )


def of_offer(offer):
    """What the editor edits of an offer; of none, a fresh one."""
    item = {name: (offer or {}).get(name, value) for name, value in FRESH.items()}
    item["measure"] = "amount" if item["amount"] else "percent"
    return item


def to_save(item):
    """What the server is sent: of two ways to lower a price, the chosen one."""
    data = {name: value for name, value in item.items() if name != "measure"}
    other = "amount" if item["measure"] == "percent" else "percent"
    data[other] = None
    return data
