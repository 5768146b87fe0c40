"""How the charts of the dashboard look, and what stands under their bars. Pure."""

import json
from datetime import timedelta

MOST_MARKS = 16
# Below so many, parts of one would stand at the axis.
FEW = 4
BAR = {"textposition": "outside", "cliponaxis": False, "hoverinfo": "x+y"}


def layout(counts):
    """Bars from zero, four words under them, and nothing that a finger could drag by mistake."""
    return {
        "margin": {"l": 32, "r": 8, "t": 16, "b": 24},
        "bargap": 0.3,
        "showlegend": False,
        "dragmode": False,
        "xaxis": {"type": "category", "fixedrange": True, "dtick": max(1, len(counts) // 4), "tickangle": 0},
        "yaxis": dict(
            {"range": [0, max(counts) * 1.15], "fixedrange": True, "nticks": 4, "tickformat": ",d"},
            **({"dtick": 1} if max(counts) < FEW else {}),
        ),
    }


def marks(counts):
    """What stands on each bar: its count, nothing for none, and nothing at all where bars are too narrow."""
    if len(counts) > MOST_MARKS:
        return [""] * len(counts)
    return [str(count) if count else "" for count in counts]


def bars(points, label):
    """The server's `[{start, end, count}]` as pairs of the label of its start and the count."""
    return [(label(point["start"]), point["count"]) for point in points]


def added_between(start, end):
    """What the list of contacts is asked for those added from `start` to `end`, midnights on the business's clocks."""
    days = [start.date().isoformat(), (end - timedelta(days=1)).date().isoformat()]
    return {
        "sort": "date_added",
        "conditions": json.dumps([{"field": "date_added", "op": "between", "value": days}]),
    }
