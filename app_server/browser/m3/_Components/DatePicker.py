"""DatePicker: a day, or a day and a time, in the browser's own date field."""

from datetime import UTC, date, datetime, time

from anvil._prop import Prop
from anvil.tz import tzoffset

from .. import _properties as prop
from .TextInput import INPUT, LabelledField, field_markup

SHOWN = "anvil-m3-date-text"
# What Anvil's own picker reads where no format is given: its locale's short date, and date with time.
DAY_FORMAT = "%m/%d/%Y"
TIME_FORMAT = "%a, %b %d, %Y %I:%M %p"


def local(moment):
    """A datetime, naive ones being local time, as aware local time with the offset that the browser has then."""
    from js import Date

    if moment.tzinfo is None:
        fields = (moment.year, moment.month - 1, moment.day, moment.hour, moment.minute)
        offset = tzoffset(minutes=-Date.new(*fields).getTimezoneOffset())
        return moment.replace(tzinfo=offset)
    milliseconds = moment.timestamp() * 1000
    return moment.astimezone(tzoffset(minutes=-Date.new(milliseconds).getTimezoneOffset()))


def from_words(words, pattern):
    """The datetime that a text in the format `pattern` or of ISO 8601 means, "now" being one; None for any other."""
    if words == "now":
        return datetime.now(UTC)
    try:
        return datetime.strptime(words, pattern)  # noqa: DTZ007 (what a person writes is local time)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


class Day(Prop):
    """A day or moment, given as a date, a datetime or text, and understood by what `format` and `pick_time` say."""

    def __set__(self, picker, value):
        picker._understood[self.name] = picker._understand(value)
        super().__set__(picker, value)


class ChosenDay(Day):
    """`date`: whatever it was set to, it reads as a date or an aware datetime, None when there is none."""

    def __get__(self, picker, owner=None):
        return self if picker is None else picker._understood.get(self.name)


class DatePicker(LabelledField):
    """`date` is a date, or with `pick_time` an aware datetime.

    It is written as the reader's locale has it; with a `format` so, until somebody edits it.
    """

    html = field_markup(
        '<input class="anvil-m3-textinput-input anvil-m3-datepicker-input" type="date" placeholder=" ">'
        '<span class="anvil-m3-date-text" aria-hidden="true"></span>'
    )
    is_classic = True
    events = ("change", "show", "hide")
    date = ChosenDay("", "_show", type="date", writeback="change")
    pick_time = Prop(False, "_set_pick_time", type="boolean")
    min_date = Day("", "_set_range", type="date")
    max_date = Day("", "_set_range", type="date")
    format = Prop("", "_read_again")
    appearance = prop.one_of(("filled", "outlined"), "outlined")
    align = prop.style("text-align", INPUT, default="left")
    bold = prop.bold(INPUT)
    italic = prop.italic(INPUT)
    underline = prop.underline(INPUT)
    font = prop.font_family(INPUT)
    font_size = prop.font_size(INPUT)
    foreground = prop.colour("color", INPUT)
    background = prop.colour("background-color", INPUT)
    border = prop.border(INPUT)
    tooltip = prop.tooltip()

    def __init__(self, **properties):
        self._understood = {}
        # How days are to be understood comes before the days.
        first = ("pick_time", "format")
        ordered = {name: properties[name] for name in first if name in properties}
        super().__init__(**{"appearance": "outlined", **ordered, **properties})
        self.listen("change", self._changed, self.part(INPUT))

    def _understand(self, value):
        """A date, or with `pick_time` an aware datetime; None for what is neither. ValueError for a stray time."""
        if isinstance(value, str):
            value = from_words(value, self.format or (TIME_FORMAT if self.pick_time else DAY_FORMAT))
        elif isinstance(value, datetime) and not self.pick_time:
            raise ValueError("Cannot display a datetime object on a DatePicker without setting pick_time to True.")
        if not isinstance(value, date):
            return None
        if not isinstance(value, datetime):
            value = datetime.combine(value, time())
        return local(value) if self.pick_time else local(value).date()

    def _read_again(self, _value):
        for name in ("date", "min_date", "max_date"):
            if self._values.get(name):
                setattr(self, name, self._values[name])

    def _set_placeholder(self, value):
        # The classic DatePicker has no label: what it shows when empty is what it is for.
        self._set_label(value)

    def _changed(self, _event):
        text = self.part(INPUT).value
        chosen = datetime.fromisoformat(text) if text else None
        self.keep("date", chosen if self.pick_time or chosen is None else chosen.date())
        self._understood["date"] = self._understand(self._values["date"])
        self._show_format()
        self.raise_event("change")

    def _show(self, _value):
        self.part(INPUT).value = self._field_text("date")
        self._show_format()

    def _show_format(self):
        written = self.date.strftime(self.format) if self.date and self.format else ""
        self.part(SHOWN).textContent = written
        self.dom.classList.toggle("anvil-m3-formatted", bool(written))

    def _set_pick_time(self, value):
        self.part(INPUT).type = "datetime-local" if value else "date"
        self._read_again(value)

    def _set_range(self, _value):
        self.part(INPUT).min = self._field_text("min_date")
        self.part(INPUT).max = self._field_text("max_date")

    def _field_text(self, name):
        value = self._understood.get(name)
        return value.isoformat()[: 16 if self.pick_time else 10] if value else ""
