"""Values of the business's own fields as screens show them."""

from ..shared import app_context, clock, formats
from . import field_texts

PREFIX = "custom."


def as_text(field, value):
    """A value of a field of the server in words; empty for none."""
    if value is None:
        return ""
    kind = field["kind"]
    if kind == "date":
        return clock.calendar_day(value)
    if kind == "yes_no":
        return next(text for text, answer in field_texts.ANSWERS if answer == value)
    if kind == "choices":
        return ", ".join(value)
    if kind == "number":
        return formats.plain_number(value, app_context.config().get("locale"))
    return value


def facts(fields, values):
    """The filled fields as items `label, text`."""
    return [
        {"label": field["label"], "text": as_text(field, values[field["key"]])}
        for field in fields
        if values.get(field["key"]) is not None
    ]


def columns(fields, values):
    """What a row of the list has for these fields: {`custom.<key>`: text}."""
    return {PREFIX + field["key"]: as_text(field, values.get(field["key"])) for field in fields}


def sorts(fields):
    """The entries of a menu of orders, as pairs of text and name."""
    return [(field["label"], PREFIX + field["key"]) for field in fields if field["can_sort"]]
