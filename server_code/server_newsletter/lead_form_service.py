"""Sign-up forms for other domains: what one would be that is not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import list_service
from .lead_form_rules import USUAL, clean_form


def unsaved_form(form_data: Mapping[str, Any]) -> dict[str, Any]:
    """A form as it is being written, with all that showing it needs. Raises Invalid, NotFound."""
    list_id = str(form_data.get("list_id") or "")
    mailing_list = list_service.get_list_row(list_id) if list_id else None
    return {**clean_form({**USUAL, **form_data, "name": "Preview"}), "mailing_list": mailing_list}
