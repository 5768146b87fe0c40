"""DatePicker: a day, or a day and a time, in the browser's own date field."""

from datetime import date, datetime

from anvil._prop import Prop
from anvil.tz import tzlocal

from .. import _properties as prop
from .TextInput import INPUT, LabelledField, field_markup


def from_text(text, pick_time):
    """The date, or the aware datetime in local time, that a date field's value stands for; None when it is empty."""
    if not text:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=tzlocal()) if pick_time else date.fromisoformat(text)


def to_text(value, pick_time):
    """A date field's value for a date, a datetime, ISO text or None."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(tzlocal())
    if not pick_time:
        return value.isoformat()[:10]
    return value.isoformat()[:16] if isinstance(value, datetime) else f"{value.isoformat()}T00:00"


class DatePicker(LabelledField):
    """`date` is a date, or with `pick_time` an aware datetime. How it is written follows the reader's locale."""

    html = field_markup(
        '<input class="anvil-m3-textinput-input anvil-m3-datepicker-input" type="date" placeholder=" ">'
    )
    events = ("change", "show", "hide")
    date = Prop(None, "_set_date", type="date", writeback="change")
    pick_time = Prop(False, "_set_pick_time", type="boolean")
    min_date = Prop(None, "_set_range", type="date")
    max_date = Prop(None, "_set_range", type="date")
    format = Prop("")
    appearance = prop.one_of(("filled", "outlined"), "outlined")
    align = prop.style("text-align", INPUT, default="left")
    foreground = prop.colour("color", INPUT)
    background = prop.colour("background-color", INPUT)
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        super().__init__(**properties)
        if "appearance" not in properties:
            self.appearance = "outlined"
        self.listen("change", self._changed, self.part(INPUT))

    def _set_placeholder(self, value):
        # The classic DatePicker has no label: what it shows when empty is what it is for.
        self._set_label(value)

    def _changed(self, _event):
        self.keep("date", from_text(self.part(INPUT).value, self.pick_time))
        self.raise_event("change")

    def _set_date(self, value):
        self.part(INPUT).value = to_text(value, self.pick_time)

    def _set_pick_time(self, value):
        self.part(INPUT).type = "datetime-local" if value else "date"
        self._set_date(self.date)
        self._set_range(None)

    def _set_range(self, _value):
        self.part(INPUT).min = to_text(self.min_date, self.pick_time)
        self.part(INPUT).max = to_text(self.max_date, self.pick_time)
