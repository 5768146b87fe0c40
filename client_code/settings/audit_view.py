"""The audit log between its address, the server and its rows; pure but for the clock."""

from datetime import datetime, timedelta, timezone

from ..shared import clock
from ..shared import texts as shared_texts
from . import texts

FILTERS = ("user", "action", "resource_type", "resource_id")
DAYS = {"today": 1, "week": 7, "month": 30, "year": 365}


def for_server(filters):
    """The filters as the server takes them: a period becomes the moment since when."""
    asked = {name: filters[name] for name in FILTERS if filters.get(name)}
    days = DAYS.get(filters.get("period"))
    if days:
        asked["since"] = datetime.now(timezone.utc) - timedelta(days=days)
    return asked


def as_row(line):
    """The item of an `AuditRow`."""
    page, params = page_of(line["resource_type"], line["resource_id"])
    fields = [shared_texts.label(name) for name in line["fields"]]
    # A row's id of the database tells nobody anything.
    record = "" if line["resource_id"].startswith("[") else line["resource_id"]
    return {
        "when": clock.exact(line["timestamp"]),
        "ago": clock.ago(line["timestamp"]),
        "user": line["user"],
        "action": shared_texts.label(line["action"]),
        "fields": texts.CHANGED_FIELDS.format(", ".join(fields)) if fields else "",
        "resource": " ".join(part for part in (shared_texts.label(line["resource_type"]), record) if part),
        "address": line["ip_address"],
        "page": page,
        "params": params,
    }


def page_of(resource_type, resource_id):
    """The page of a record, and its parameters; None for a record without one, or for several at once."""
    if not resource_id or " " in resource_id or resource_type not in texts.RECORD_PAGES:
        return None, {}
    page, parameter = texts.RECORD_PAGES[resource_type]
    return page, {parameter: resource_id}
