"""Opening hours between the server's `{day: [[opens, closes]]}` and the rows that show them; pure."""

from . import texts

FIRST_PERIOD = ("09:00", "17:00")


def as_items(hours, none=texts.CLOSED):
    """A row for each day of the week: `day, name, none, is_open, periods: [{opens, closes}]`."""
    return [
        {
            "day": day,
            "name": name,
            "none": none,
            "is_open": bool((hours or {}).get(day)),
            "periods": [{"opens": opens, "closes": closes} for opens, closes in (hours or {}).get(day) or ()],
        }
        for day, name in texts.DAYS
    ]


def as_hours(items):
    """What the server keeps of the rows: days that are closed are left out."""
    return {
        item["day"]: [[period["opens"] or "", period["closes"] or ""] for period in item["periods"]]
        for item in items
        if item["is_open"] and item["periods"]
    }


def usual_periods(items):
    """The periods of the first open day that has any, for a day that opens now; else nine to five."""
    known = next((item["periods"] for item in items if item["is_open"] and item["periods"]), None)
    return [dict(period) for period in known] if known else [dict(zip(("opens", "closes"), FIRST_PERIOD))]


def next_period(periods):
    """A further period after the last one; its times are for the person to say."""
    return {"opens": periods[-1]["closes"] if periods else FIRST_PERIOD[0], "closes": ""}


def problem(items):
    """What is wrong with the hours, naming the day; empty when nothing is."""
    for item in items:
        last = ""
        for period in item["periods"] if item["is_open"] else ():
            opens, closes = period["opens"] or "", period["closes"] or ""
            if not opens or not closes:
                return texts.HOURS_INCOMPLETE.format(item["name"])
            if closes <= opens or opens < last:
                return texts.HOURS_WRONG.format(item["name"])
            last = closes
    return ""
