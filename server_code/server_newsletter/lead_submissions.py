"""What a form brought: pages of submissions, a file of them, and its figures."""

from __future__ import annotations

from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers.import_export import table_file
from ..server_customers.queries import name_of
from ..server_shared.clock import utc_now
from ..server_shared.config import business_zone
from ..server_shared.periods import period_of
from . import lead_figure_rules
from .lead_capture_service import fields_of
from .lead_forms import form_row

PAGE = 50
DAYS_AT_ONCE = 1000


def list_submissions(form_id: str, page: int = 0) -> dict[str, Any]:
    """A page of ``submissions``, the newest first, and their ``total``. Raises NotFound."""
    rows = _search(form_id)
    start = max(page, 0) * PAGE
    return {"submissions": [_record(row) for row in rows[start : start + PAGE]], "total": len(rows)}


def export_submissions(form_id: str) -> anvil.Media:
    """All of them as a CSV file, a column for each field the form has now. Raises NotFound."""
    form = form_row(form_id)
    heads = {each["key"]: each["label"] for each in fields_of(form)}
    columns = {"submitted_at": "Sent on", **heads, "consents": "Agreed to", "page_url": "Page", "contact_id": "Contact"}
    records = ({**dict.fromkeys(heads, ""), **each["answers"], **each} for each in map(_record, _search(form_id)))
    return table_file(f"{form['slug']}-submissions", columns, records, business_zone())


def figures_of(form_id: str, name: str) -> dict[str, Any]:
    """``views, begun, submits`` of a form in a period, its ``first`` and ``last`` day, ``times`` and ``sources``.

    ``name`` is one of ``periods.PERIODS``. Raises NotFound, Invalid.
    """
    period = period_of(name, utc_now().astimezone(business_zone()).date())
    within = q.between(period.first, period.last, max_inclusive=True)
    days = list(app_tables.lead_form_days.search(q.page_size(DAYS_AT_ONCE), form=form_row(form_id), day=within))
    return {
        **lead_figure_rules.totals(days),
        "first": period.first,
        "last": period.last,
        "times": lead_figure_rules.over_time(days, period),
        "sources": lead_figure_rules.by_source(days),
    }


def _search(form_id: str) -> Any:
    newest = tables.order_by("submitted_at", ascending=False)
    return app_tables.lead_submissions.search(newest, q.page_size(PAGE), form=form_row(form_id))


def _record(row: Any) -> dict[str, Any]:
    contact = row["contact"]
    return {
        "contact_id": contact["contact_id"] if contact is not None else "",
        "name": name_of(contact) if contact is not None else "",
        "answers": row["answers"] or {},
        "consents": row["consents"] or [],
        "is_new_contact": bool(row["is_new_contact"]),
        "page_url": row["page_url"] or "",
        "submitted_at": row["submitted_at"],
    }
