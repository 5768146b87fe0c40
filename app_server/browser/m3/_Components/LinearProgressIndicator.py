"""LinearProgressIndicator: how far something has come, or that it goes on."""

from .. import _properties as prop
from .._base import M3Component

BAR = "m3-progress"


def progress_of(maximum):
    """`progress`, 0 to 100, shown on Material Web's scale up to `maximum`."""

    def apply(component, value):
        component.part(BAR).value = max(min(value or 0, 100), 0) / 100 * maximum

    return prop.PartProp(0, apply, type="number")


def set_kind(component, value):
    component.part(BAR).indeterminate = value != "determinate"


class LinearProgressIndicator(M3Component):
    """A bar; of `type` "determinate" it shows `progress` in per cent."""

    html = (
        '<div class="anvil-m3-progressindicator-linear">'
        '<md-linear-progress class="m3-progress" indeterminate aria-label="Progress"></md-linear-progress></div>'
    )
    events = ("show", "hide")
    type = prop.PartProp("indeterminate", set_kind, type="enum")
    progress = progress_of(1)
    progress_color = prop.style("--md-linear-progress-active-indicator-color", BAR, prop.css_colour, type="color")
    track_color = prop.style("--md-linear-progress-track-color", BAR, prop.css_colour, type="color")
    margin = prop.margin()
    tooltip = prop.tooltip(BAR)
