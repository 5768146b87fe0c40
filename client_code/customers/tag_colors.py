"""The colours of tags, asked for once and kept while the page is open."""

from ..shared.server_calls import call

_kept = {}


def remember(colors):
    """Keep what the server told: {name: colour}."""
    _kept["colors"] = colors


def known():
    """The colours {name: colour}."""
    if "colors" not in _kept:
        remember(call("get_tag_colors")["colors"])
    return _kept["colors"]
