"""Rules: a tree of AND, OR and NOT over conditions, as people build and JSON keeps it. Pure.

``{"operator": "AND", "conditions": [{"field": "total_spent", "op": "gte", "value": 5000}, …]}``. A condition of a tree
may be a tree itself. Days are counted in the business's time zone; ``"-90d"`` is the day 90 days ago.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from ..server_shared.errors import Invalid
from ..server_shared.money import to_minor
from ..server_shared.validators import clean_text, validate_amount
from .segment_fields import CHOICE, DAY, LABELS, MONEY, NUMBER, TEXT, TIME, YES_NO, Field
from .segment_tests import Empty, Equal, Every, Has, Range, Some, Test, Written

MAX_DEPTH = 20
MAX_CONDITIONS = 500
MAX_VALUES = 200
# Of all conditions together: each is a test, made of every contact that is written.
MAX_TESTS = 1000
MAX_TEXT = 200
MAX_DAYS = 36_500
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2400, 1, 1)
GROUPS = ("AND", "OR", "NOT")
RELATIVE = re.compile(r"([+-]?)(\d{1,5})([dwmy])")
UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the meaning of a rule hangs on besides the contact: the fields there are, the time, its zone, the money."""

    fields: Mapping[str, Field]
    now: datetime
    zone: ZoneInfo
    currency: str

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first moment of ``day`` in the business's zone, as UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def lower(rules: Any, setting: Setting) -> Test:
    """The tests that ``rules`` come to. Raises Invalid, whose fields name the conditions by their place: ``1.3``."""
    conditions = list(_conditions(rules, 1))
    if len(conditions) > MAX_CONDITIONS:
        raise Invalid(f"A segment has at most {MAX_CONDITIONS} conditions; this one has {len(conditions)}.")
    values = sum(_count_values(each) for each in conditions)
    if values > MAX_TESTS:
        raise Invalid(f"A segment asks for at most {MAX_TESTS:,} values in all; this one asks for {values:,}.")
    wrong: dict[str, str] = {}
    test = _lower(rules, setting, "", wrong)
    if wrong:
        raise Invalid(fields=wrong)
    return test


def _conditions(rules: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise Invalid(f"Groups can lie at most {MAX_DEPTH} deep in each other.")
    if isinstance(rules, dict) and isinstance(rules.get("conditions"), list):
        for rule in rules["conditions"]:
            yield from _conditions(rule, depth + 1)
    else:
        yield rules


def _count_values(condition: Any) -> int:
    value = condition.get("value") if isinstance(condition, dict) else None
    return len(value) if isinstance(value, list) else 1


def _lower(rule: Any, setting: Setting, place: str, wrong: dict[str, str]) -> Test:
    """One rule; what is wrong with it goes into ``wrong`` under its place, and the rest is looked at all the same."""
    try:
        if not isinstance(rule, dict):
            raise Invalid("This is not a condition.")
        if "conditions" not in rule:
            return _condition(rule, setting)
        if rule.get("operator") not in GROUPS or not isinstance(rule["conditions"], list):
            raise Invalid(f"A group is one of {', '.join(GROUPS)}.")
    except Invalid as error:
        wrong[place or "1"] = error.message
        return Every(())
    prefix = f"{place}." if place else ""
    tests = tuple(
        _lower(child, setting, f"{prefix}{number}", wrong) for number, child in enumerate(rule["conditions"], 1)
    )
    if rule["operator"] == "NOT":
        return Some(tests).negated()
    if len(tests) == 1:
        return tests[0]  # Asked of each contact, where a group around it would be asked first.
    return Every(tests) if rule["operator"] == "AND" else Some(tests)


def _condition(rule: Mapping[str, Any], setting: Setting) -> Test:
    field = setting.fields.get(rule["field"]) if isinstance(rule.get("field"), str) else None
    if field is None:
        raise Invalid("This field does not exist (any more), or belongs to a feature that is switched off.")
    operator = OPERATORS[field.kind].get(rule["op"]) if isinstance(rule.get("op"), str) else None
    if operator is None:
        raise Invalid(f"“{field.label}” cannot be compared in this way.")
    return operator.lower(field, rule.get("value"), setting)


Lower = Callable[[Field, Any, Setting], Test]


def _not(lower_it: Lower) -> Lower:
    return lambda field, value, setting: lower_it(field, value, setting).negated()


def _empty(field: Field, value: Any, setting: Setting) -> Test:
    return Empty(field.column)


def _written(place: str) -> Lower:
    def lower_it(field: Field, value: Any, setting: Setting) -> Test:
        text = clean_text(value, "value", MAX_TEXT)
        if not text:
            raise Invalid("Please say which text.")
        return Written(field.column, text, place)

    return lower_it


def _one_of(field: Field, value: Any, setting: Setting) -> Test:
    return Some(tuple(Equal(field.column, item) for item in _choices(field, value)))


def _any_label(field: Field, value: Any, setting: Setting) -> Test:
    return Some(tuple(Has(field.column, item) for item in _choices(field, value)))


def _every_label(field: Field, value: Any, setting: Setting) -> Test:
    return Every(tuple(Has(field.column, item) for item in _choices(field, value)))


def _yes(field: Field, value: Any, setting: Setting) -> Test:
    return Equal(field.column, True)


def _equal(field: Field, value: Any, setting: Setting) -> Test:
    return Equal(field.column, _number(field, value, setting))


def _less(field: Field, value: Any, setting: Setting) -> Test:
    return Range(field.column, None, _number(field, value, setting))


def _at_least(field: Field, value: Any, setting: Setting) -> Test:
    return Range(field.column, _number(field, value, setting), None)


def _at_most(field: Field, value: Any, setting: Setting) -> Test:
    return Some((_less(field, value, setting), _equal(field, value, setting)))


def _more(field: Field, value: Any, setting: Setting) -> Test:
    return Every((_at_least(field, value, setting), Equal(field.column, _number(field, value, setting), False)))


def _number_between(field: Field, value: Any, setting: Setting) -> Test:
    low, high = _pair(value)
    return Every((_at_least(field, low, setting), _at_most(field, high, setting)))


def _on(field: Field, value: Any, setting: Setting) -> Test:
    day = _day(value, setting)
    return _days(field, day, day + timedelta(1), setting)


def _before(field: Field, value: Any, setting: Setting) -> Test:
    return _days(field, None, _day(value, setting), setting)


def _after(field: Field, value: Any, setting: Setting) -> Test:
    return _days(field, _day(value, setting) + timedelta(1), None, setting)


def _days_between(field: Field, value: Any, setting: Setting) -> Test:
    first, last = (_day(part, setting) for part in _pair(value))
    return _days(field, first, last + timedelta(1), setting)


def _in_last(field: Field, value: Any, setting: Setting) -> Test:
    return _days(field, setting.today - _span(value), setting.today + timedelta(1), setting)


def _in_next(field: Field, value: Any, setting: Setting) -> Test:
    return _days(field, setting.today, setting.today + _span(value) + timedelta(1), setting)


def _days_ago(field: Field, value: Any, setting: Setting) -> Test:
    return _days(field, None, setting.today - _span(value) + timedelta(1), setting)


def _days(field: Field, first: date | None, end: date | None, setting: Setting) -> Range:
    """From the day ``first`` until the day before ``end``."""
    if field.kind == DAY:
        return Range(field.column, first, end)
    return Range(field.column, first and setting.start_of(first), end and setting.start_of(end))


def _choices(field: Field, value: Any) -> list[Any]:
    items = value if isinstance(value, list) else [value]
    are_texts = all(isinstance(item, str) and 0 < len(item) <= MAX_TEXT for item in items)
    if not are_texts or not 1 <= len(items) <= MAX_VALUES:
        raise Invalid(f"Please choose 1 to {MAX_VALUES} values.")
    if field.options is None:
        return items
    known = {name.casefold(): value for value, label in field.options.items() for name in (label, value)}
    chosen = [known.get(item.casefold()) for item in items]
    if None in chosen:
        raise Invalid(f"“{field.label}” is one of {', '.join(field.options.values())}.")
    return chosen


def _number(field: Field, value: Any, setting: Setting) -> int | float:
    if field.kind == MONEY:
        return to_minor(value, setting.currency)
    number = validate_amount(value, "value")
    return int(number) if number == number.to_integral_value() else float(number)


def _pair(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise Invalid("Please give two values: from and to.")
    return value[0], value[1]


def _span(value: Any) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_DAYS:
        raise Invalid(f"Please give a number of days, from 0 to {MAX_DAYS:,}.")
    return timedelta(value)


def _day(value: Any, setting: Setting) -> date:
    """A day written ``2026-01-31``, or relative to today: ``-90d``, ``2w``, ``-1m``, ``0d``."""
    try:
        day = _read_day(value, setting)
    except (ValueError, OverflowError) as error:
        raise Invalid("This is not a day. Write it as 2026-01-31, or as -90d for 90 days ago.") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(f"Please give a day from {FIRST_DAY.year} to {LAST_DAY.year}.")
    return day


def _read_day(value: Any, setting: Setting) -> date:
    if isinstance(value, datetime):
        return value.astimezone(setting.zone).date()
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    relative = RELATIVE.fullmatch(text)
    if relative is None:
        return date.fromisoformat(text)
    sign, number, unit = relative.groups()
    step = relativedelta(**{UNITS[unit]: int(number)})
    return setting.today - step if sign == "-" else setting.today + step


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to compare: what people read, what its value is (one of ``TAKES``), and the tests it comes to."""

    label: str
    takes: str
    lower: Lower


TAKES = ("nothing", "text", "number", "two_numbers", "day", "two_days", "days", "choices")

_EMPTY = {
    "is_empty": Operator("is empty", "nothing", _empty),
    "is_not_empty": Operator("is not empty", "nothing", _not(_empty)),
}
_TEXTS = {
    "eq": Operator("is", "text", _written("is")),
    "ne": Operator("is not", "text", _not(_written("is"))),
    "contains": Operator("contains", "text", _written("contains")),
    "not_contains": Operator("does not contain", "text", _not(_written("contains"))),
    "starts_with": Operator("starts with", "text", _written("starts_with")),
    "ends_with": Operator("ends with", "text", _written("ends_with")),
    **_EMPTY,
}
_NUMBERS = {
    "eq": Operator("is", "number", _equal),
    "ne": Operator("is not", "number", _not(_equal)),
    "gt": Operator("is more than", "number", _more),
    "gte": Operator("is at least", "number", _at_least),
    "lt": Operator("is less than", "number", _less),
    "lte": Operator("is at most", "number", _at_most),
    "between": Operator("is between", "two_numbers", _number_between),
    **_EMPTY,
}
_DAYS = {
    "in_last": Operator("is in the last … days", "days", _in_last),
    "not_in_last": Operator("is not in the last … days, or never", "days", _not(_in_last)),
    "at_least_days_ago": Operator("is at least … days ago", "days", _days_ago),
    "in_next": Operator("is in the next … days", "days", _in_next),
    "on": Operator("is on", "day", _on),
    "before": Operator("is before", "day", _before),
    "after": Operator("is after", "day", _after),
    "between": Operator("is between", "two_days", _days_between),
    "is_empty": Operator("never was", "nothing", _empty),
    "is_not_empty": Operator("ever was", "nothing", _not(_empty)),
}
_CHOICES = {
    "in": Operator("is one of", "choices", _one_of),
    "not_in": Operator("is none of", "choices", _not(_one_of)),
    "eq": Operator("is", "choices", _one_of),
    "ne": Operator("is not", "choices", _not(_one_of)),
    **_EMPTY,
}
_LISTS = {
    "has_any": Operator("has any of", "choices", _any_label),
    "has_all": Operator("has all of", "choices", _every_label),
    "has_none": Operator("has none of", "choices", _not(_any_label)),
    **_EMPTY,
}
OPERATORS: Mapping[str, Mapping[str, Operator]] = {
    TEXT: _TEXTS,
    NUMBER: _NUMBERS,
    MONEY: _NUMBERS,
    TIME: _DAYS,
    DAY: _DAYS,
    YES_NO: {
        "is_yes": Operator("is yes", "nothing", _yes),
        "is_not_yes": Operator("is not yes", "nothing", _not(_yes)),
    },
    CHOICE: _CHOICES,
    LABELS: _LISTS,
}
