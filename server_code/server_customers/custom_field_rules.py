"""A business's own fields of a contact: their kinds, and how a value of each is cleaned. Pure.

A value lives in one of the typed columns kept in store for this (``custom_text_1`` …), so that lists and segments
can ask for it like for any other column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..server_shared.errors import Invalid
from ..server_shared.phones import validate_phone_number
from ..server_shared.validators import clean_text, validate_amount, validate_email, validate_web_address
from .paging import NUMBERS, Order
from .segment_fields import CHOICE, DAY, LABELS, NUMBER, TEXT, YES_NO, Field

PREFIX = "custom."
MAX_OPTIONS = 100
# How many columns of each sort a contact has in store, and what their values are.
STORE = {"text": 10, "number": 10, "date": 10, "flag": 10, "list": 5}
STORE_NAMES = {
    "text": "text fields",
    "number": "number fields",
    "date": "date fields",
    "flag": "yes-or-no fields",
    "list": "fields with several entries",
}
TYPES: Mapping[str, tuple[type, ...]] = {"text": (str,), "number": NUMBERS, "date": (date,), "flag": (bool,)}
UNSORTED = frozenset({"long_text", "choices"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field: what owners call it, the columns it lives in, and what rules may ask of it."""

    label: str
    store: str
    asked_as: str
    has_options: bool = False


KINDS: Mapping[str, Kind] = {
    "text": Kind("Text", "text", TEXT),
    "long_text": Kind("Long text", "text", TEXT),
    "number": Kind("Number", "number", NUMBER),
    "date": Kind("Date", "date", DAY),
    "yes_no": Kind("Yes or no", "flag", YES_NO),
    "choice": Kind("One of a list", "text", CHOICE, has_options=True),
    "choices": Kind("Several of a list", "list", LABELS, has_options=True),
    "link": Kind("Web address", "text", TEXT),
    "email": Kind("E-mail address", "text", TEXT),
    "phone": Kind("Telephone number", "text", TEXT),
}


@dataclass(frozen=True, slots=True)
class CustomField:
    """One field as the business defined it. ``options`` are the entries of a list, in order."""

    key: str
    label: str
    kind: str
    column: str
    options: tuple[str, ...] = ()
    help_text: str = ""
    required: bool = False
    in_list: bool = False
    version: int = 1

    @property
    def for_rules(self) -> Field:
        """The same field as segments know it."""
        kind = KINDS[self.kind].asked_as
        options = {option: option for option in self.options} if KINDS[self.kind].has_options else None
        return Field(PREFIX + self.key, self.label, kind, self.column, "Your fields", options)

    @property
    def can_sort(self) -> bool:
        """Whether lists can be sorted by it."""
        return self.kind not in UNSORTED


_ANSWERS = {
    **dict.fromkeys(("yes", "y", "true", "1", "ja", "si", "sí", "oui", "x"), True),
    **dict.fromkeys(("no", "n", "false", "0", "nee", "nein", "non"), False),
}


def own_orders(fields: Mapping[str, CustomField]) -> dict[str, Order]:
    """The orders of lists by these fields: ``custom.<key>``."""
    return {
        PREFIX + key: Order(PREFIX + key, field.column, TYPES[KINDS[field.kind].store], can_be_empty=True)
        for key, field in fields.items()
        if field.can_sort
    }


def slots(taken: Iterable[str]) -> dict[str, tuple[int, int]]:
    """How many columns of each sort in store are taken, and how many there are."""
    used = Counter(column.split("_")[1] for column in taken)
    return {store: (used[store], total) for store, total in STORE.items()}


def free_column(kind: str, taken: Iterable[str]) -> str:
    """A column in store for a new field of ``kind``. Raises Invalid when there is none left."""
    store = KINDS[kind].store
    names = [f"custom_{store}_{number}" for number in range(1, STORE[store] + 1)]
    free = sorted(set(names) - set(taken), key=names.index)
    if not free:
        message = f"There can be at most {STORE[store]} {STORE_NAMES[store]}. Please remove one for good first."
        raise Invalid(fields={"kind": message})
    return free[0]


def clean_values(
    given: Any, fields: Mapping[str, CustomField], country: str, known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The columns for ``{key: raw value}``; None clears one. Raises Invalid naming all wrong ones: ``custom.<key>``.

    What a contact of columns ``known`` has already is right, as an entry is that went from the list since.
    """
    if not isinstance(given, Mapping):
        raise Invalid(fields={"custom": "This must be a set of named values."})
    columns: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key, raw in given.items():
        field = fields.get(key)
        try:
            if field is None:
                raise Invalid("This field does not exist (any more).")
            if known is not None and raw is not None and known[field.column] == raw:
                continue
            columns[field.column] = clean_value(field, raw, country)
        except Invalid as error:
            wrong[f"{PREFIX}{key}"] = error.message
    if wrong:
        raise Invalid(fields=wrong)
    return columns


def clean_value(field: CustomField, raw: Any, country: str) -> Any:
    """One value as its column holds it, None for nothing. Raises Invalid."""
    value = None if raw is None or raw in ("", []) else CLEANERS[field.kind](raw, field, country)
    if field.required and value is None:
        raise Invalid(f"“{field.label}” is needed.")
    return value


def _text(raw: Any, field: CustomField, country: str) -> str | None:
    return clean_text(raw, "value", 500) or None


def _long_text(raw: Any, field: CustomField, country: str) -> str | None:
    return clean_text(raw, "value", 20_000, lines=True) or None


def _number(raw: Any, field: CustomField, country: str) -> int | float:
    number = validate_amount(_plain_number(raw) if isinstance(raw, str) else raw, "value")
    if abs(number) >= 10**15:
        raise Invalid("This number is out of range.")
    return int(number) if number == number.to_integral_value() else float(number)


def _plain_number(text: str) -> str:
    """``1 234,5`` and ``1,234.5`` as ``1234.5``: of two signs the later one is the decimal point."""
    text = "".join(text.split())
    if text.rfind(",") > text.rfind("."):
        return text.replace(".", "").replace(",", ".") if "." in text else text.replace(",", ".")
    return text.replace(",", "") if "." in text else text


def _date(raw: Any, field: CustomField, country: str) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(clean_text(raw, "value", 40))
    except ValueError as error:
        raise Invalid("This is not a date. Write it as 2026-01-31.") from error


def _yes_no(raw: Any, field: CustomField, country: str) -> bool:
    answer = raw if isinstance(raw, bool) else _ANSWERS.get(str(raw).strip().lower())
    if answer is None:
        raise Invalid("This is yes or no.")
    return answer


def _choice(raw: Any, field: CustomField, country: str) -> str:
    by_name = {option.casefold(): option for option in field.options}
    chosen = by_name.get(clean_text(raw, "value", 200).casefold())
    if chosen is None:
        raise Invalid(f"This is one of {', '.join(field.options)}.")
    return chosen


def _choices(raw: Any, field: CustomField, country: str) -> list[str]:
    items = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(items, list):
        raise Invalid(f"These are of {', '.join(field.options)}.")
    return list(dict.fromkeys(_choice(item, field, country) for item in items)) or None  # type: ignore[return-value]


def _link(raw: Any, field: CustomField, country: str) -> str | None:
    return validate_web_address(raw, "value", 500) or None


def _email(raw: Any, field: CustomField, country: str) -> str | None:
    return validate_email(raw, "value") or None


def _phone(raw: Any, field: CustomField, country: str) -> str:
    return validate_phone_number(clean_text(raw, "value", 200), country)


CLEANERS: Mapping[str, Callable[[Any, CustomField, str], Any]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "link": _link,
    "email": _email,
    "phone": _phone,
}
