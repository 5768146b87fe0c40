"""What the list of contacts can be narrowed to, as what ``search`` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anvil.tables import query as q

from ..server_shared.errors import Invalid
from ..server_shared.validators import like_pattern, validate_choice
from .company_service import get_company_row
from .custom_field_rules import CustomField
from .rules import LIFECYCLE_STAGES, STATUSES, search_words
from .segment_membership import setting
from .segment_rules import lower

FILTERS = (
    *("status", "lifecycle_stage", "tags", "tags_match", "source", "segment", "company", "conditions"),
    *("search", "archived"),
)
MAX_CONDITIONS = 10
ANY, ALL = "any", "all"


def match(filters: Mapping[str, Any], own: Mapping[str, CustomField] | None = None) -> tuple[list[Any], dict[str, Any]]:
    """What ``search`` takes to find the contacts of ``filters``: query expressions and columns. Raises Invalid.

    ``conditions`` are conditions of rules (``field, op, value``) that all hold; ``tags_match`` is ``all`` or ``any``.
    ``own`` are the business's own fields, where they are known already.
    """
    unknown = set(filters) - set(FILTERS)
    if unknown:
        raise Invalid(f"Contacts cannot be filtered by {', '.join(sorted(map(str, unknown)))}.")
    columns: dict[str, Any] = {"archived_at": q.not_(None) if filters.get("archived") else None}
    if filters.get("status"):
        columns["status"] = validate_choice(filters["status"], STATUSES, "status")
    if filters.get("lifecycle_stage"):
        columns["lifecycle_stage"] = validate_choice(filters["lifecycle_stage"], LIFECYCLE_STAGES, "lifecycle_stage")
    if filters.get("source"):
        columns["source"] = _text(filters["source"], "source")
    if filters.get("segment"):
        columns["segments"] = [_text(filters["segment"], "segment")]
    if filters.get("company"):
        columns["company_link"] = get_company_row(filters["company"])
    words = search_words(_text(filters.get("search") or "", "search"))
    conditions = [q.all_of(search_text=q.like(like_pattern(word))) for word in words if word]
    return [*conditions, *_tags(filters), *_conditions(filters.get("conditions"), own)], columns


def _tags(filters: Mapping[str, Any]) -> list[Any]:
    tags = filters.get("tags") or []
    tags = [tags] if isinstance(tags, str) else tags
    if not isinstance(tags, list):
        raise Invalid("The filter “tags” must be a list of words.")
    having = [q.all_of(tags=[_text(tag, "tags")]) for tag in tags]
    is_any = validate_choice(filters.get("tags_match") or ALL, (ANY, ALL), "tags_match") == ANY
    return [q.any_of(*having)] if is_any and having else having


def _conditions(conditions: Any, own: Mapping[str, CustomField] | None) -> list[Any]:
    if not conditions:
        return []
    if not isinstance(conditions, list) or not all(isinstance(each, dict) for each in conditions):
        raise Invalid("The filter “conditions” must be a list of conditions.")
    if len(conditions) > MAX_CONDITIONS:
        raise Invalid(f"At most {MAX_CONDITIONS} conditions; more belong into a segment.")
    asks_for_segments = any(each.get("field") == "segments" for each in conditions)
    rules = {"operator": "AND", "conditions": conditions}
    return [lower(rules, setting(with_segments=asks_for_segments, with_lists=False, own=own)).query()]


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise Invalid(f"The filter “{name}” must be a short text.")
    return value
