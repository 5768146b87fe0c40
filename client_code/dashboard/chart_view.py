"""How the charts of the dashboard look, and what stands under their bars. Pure."""

BAR = {"textposition": "outside", "cliponaxis": False, "hoverinfo": "x+y"}


def layout(counts):
    """Bars from zero, four words under them, and nothing that a finger could drag by mistake."""
    return {
        "margin": {"l": 32, "r": 8, "t": 16, "b": 24},
        "bargap": 0.3,
        "showlegend": False,
        "dragmode": False,
        "xaxis": {"type": "category", "fixedrange": True, "dtick": max(1, len(counts) // 4), "tickangle": 0},
        "yaxis": {"range": [0, max(counts) * 1.15], "fixedrange": True, "nticks": 4, "tickformat": ",d"},
    }


def marks(counts):
    """What stands on each bar: its count, nothing for none."""
    return [str(count) if count else "" for count in counts]


def bars(points, label):
    """The server's `[{start, count}]` as pairs of the label of its start and the count."""
    return [(label(point["start"]), point["count"]) for point in points]
