"""Rules in words, and which of them a contact satisfies. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..server_shared.errors import Invalid
from .segment_fields import Field
from .segment_rules import OPERATORS, Setting, lower

LEADS = {"AND": "All of these", "OR": "Any of these", "NOT": "None of these"}


def explain(rules: Mapping[str, Any], contact: Mapping[str, Any], setting: Setting) -> list[dict[str, Any]]:
    """Each group and condition, outermost first: ``text``, ``depth``, ``holds`` (None where it makes no sense)."""
    return list(_explain(rules, contact, setting, 0))


def _explain(rule: Mapping[str, Any], contact: Mapping[str, Any], setting: Setting, depth: int) -> Any:
    is_group = "conditions" in rule
    text = LEADS.get(rule["operator"], "") if is_group else describe(rule, setting.fields)
    yield {"text": text, "depth": depth, "holds": _holds(rule, contact, setting)}
    for child in rule["conditions"] if is_group else ():
        yield from _explain(child, contact, setting, depth + 1)


def _holds(rule: Mapping[str, Any], contact: Mapping[str, Any], setting: Setting) -> bool | None:
    try:
        return lower(rule, setting).holds(contact)
    except Invalid:
        return None


def describe(rule: Mapping[str, Any], fields: Mapping[str, Field]) -> str:
    """A condition as a sentence: ``Total spent is at least 5000``."""
    field = fields.get(rule.get("field", ""))
    operator = OPERATORS[field.kind].get(rule.get("op", "")) if field else None
    if field is None or operator is None:
        return "A condition on a field that does not exist any more"
    value = _value(rule.get("value"), field)
    filled = operator.label.replace("…", value) if "…" in operator.label else f"{operator.label} {value}"
    return f"{field.label} {filled}".strip()


def _value(value: Any, field: Field) -> str:
    if value is None:
        return ""
    items = value if isinstance(value, list) else [value]
    words = [(field.options or {}).get(item, str(item)) for item in items]
    return " and ".join(words) if len(words) == 2 else ", ".join(words)
