"""CircularProgressIndicator: how far something has come, or that it goes on, where there is little room."""

from .. import _properties as prop
from .._base import M3Component
from .LinearProgressIndicator import BAR, progress_of, set_kind


class CircularProgressIndicator(M3Component):
    """A ring; of `type` "determinate" it shows `progress` in per cent."""

    html = (
        '<div class="anvil-m3-progressindicator-circular-component">'
        '<md-circular-progress class="m3-progress" indeterminate aria-label="Progress"></md-circular-progress></div>'
    )
    events = ("show", "hide")
    type = prop.PartProp("indeterminate", set_kind, type="enum")
    progress = progress_of(1)
    align = prop.align()
    color = prop.style("--md-circular-progress-active-indicator-color", BAR, prop.css_colour, type="color")
    margin = prop.margin()
    tooltip = prop.tooltip(BAR)
