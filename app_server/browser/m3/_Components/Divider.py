"""Divider: a thin line between things."""

from .. import _properties as prop
from .._base import M3Component


class Divider(M3Component):
    """A line across its container ("full_width") or short of its edges ("inset")."""

    html = '<hr class="anvil-m3-divider anvil-m3-full-width">'
    events = ("show", "hide")
    type = prop.one_of(("full_width", "inset"), "full_width")
    color = prop.colour("background-color")
    margin = prop.margin()
