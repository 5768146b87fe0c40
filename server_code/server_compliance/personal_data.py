"""All that is held of one person: given out as one file, or erased.

What there is follows from ``server_customers.link_queries``, which a test holds to the tables: a new table with a link
to a contact is in the export and in the erasure, or that test fails.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import anvil
import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_customers import contact_service, queries
from ..server_customers.custom_field_service import custom_fields
from ..server_customers.link_queries import LINKS, Link
from ..server_customers.merge_service import same_person
from ..server_messaging import outside_erasure_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.errors import Conflict, Invalid
from ..server_shared.validators import clean_text, like_pattern
from .consent_service import CHANNELS, address_of, suppress

# Of the contact itself, what is left out of an export: it is worked out from the rest, or is about the database.
WORKED_OUT = frozenset({"search_text", "sort_name", "version", "contact_number"})
UNFINISHED = ("queued", "running", "undoing")
# What people call a row of another table by.
CALLED_BY = (
    *("contact_id", "booking_number", "location_id", "company_id", "task_id", "import_number"),
    *("name", "campaign_name", "email"),
)
README = """This file holds everything that {business} keeps about {name} ({contact_id}), as of {moment}.

profile.json is the record itself, merged.json earlier ones of the same person. Each other file is a list of
entries: {files}. Pictures and papers are in the folder files.
Times are in UTC. Money is in minor units (cents) with its currency.
"""


def export_customer_data(actor: Actor, contact_id: str, business: str) -> anvil.BlobMedia:
    """A ZIP file of everything held on a contact, as JSON, with a page that says what is what. Raises NotFound."""
    contact = queries.get_contact_row(contact_id)
    people = same_person(contact)
    given = _Given()
    held = {link.table: [given.plain(row, link.hidden) for row in link.rows(*people)] for link in LINKS}
    merged = [given.profile(person) for person in people if person != contact]
    lists = {table: rows for table, rows in {"merged": merged, **held}.items() if rows}
    files = {"profile": given.profile(contact), **lists}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        about = {"business": business, "name": queries.name_of(contact), "contact_id": contact_id}
        listed = ", ".join(f"{name}.json" for name in files if name != "profile") or "there are none"
        archive.writestr("README.txt", README.format(**about, moment=utc_now().isoformat(" ", "minutes"), files=listed))
        for name, content in files.items():
            archive.writestr(f"{name}.json", json.dumps(content, ensure_ascii=False, indent=2))
        for path, medium in given.media.items():
            archive.writestr(path, medium.get_bytes())
    return anvil.BlobMedia("application/zip", written.getvalue(), name=f"{contact_id}.zip")


def plan_erasure(actor: Actor, contact_id: str) -> dict[str, Any]:
    """What erasing would do: ``mode`` (``delete``, or ``anonymise`` while sales must be kept), and rows by table.

    ``contacts`` are all that go: those that were merged into this one are the same person. ``outside`` messages are
    deleted at Twilio too. Raises NotFound.
    """
    contact = queries.get_contact_row(contact_id)
    people = same_person(contact)
    counts = {link.table: len(link.rows(*people)) for link in LINKS}
    kept = any(counts[link.table] for link in LINKS if link.is_financial)
    return {
        "mode": "anonymise" if kept else "delete",
        "name": queries.name_of(contact),
        "erased": contact_service.is_erased(contact),
        "counts": counts,
        "contacts": [person["contact_id"] for person in people],
        "outside": sum(len(outside_erasure_service.ids_of(person)) for person in people),
    }


def delete_customer_data(actor: Actor, contact_id: str, confirmation: str, reason: str = "") -> dict[str, Any]:
    """Erase a person for good: delete, or anonymise where financial rows must stay. Answers as ``plan_erasure``.

    ``confirmation`` is the contact's id, typed again. The addresses are suppressed, so that no import brings the person
    back onto a mailing. Needs a transaction. Raises NotFound, Invalid, and Conflict when it was erased already.
    """
    contact = queries.get_contact_row(contact_id)
    if confirmation != contact_id:
        raise Invalid(fields={"confirmation": f"Please type {contact_id} to confirm."})
    if contact_service.is_erased(contact):
        raise Conflict("This person was erased already.", {"contact_id": contact_id})
    people = same_person(contact)
    plan = plan_erasure(actor, contact_id)
    for person in people:
        for channel in CHANNELS:
            suppress(channel, address_of(person, channel), "erased")
        outside_erasure_service.ask_for_person(person)
    _forget_imported_files(people)
    _forget_changes(people)
    _forget_reports({address for person in people for channel in CHANNELS if (address := address_of(person, channel))})
    held = [(link, link.rows(*people)) for link in LINKS]
    for person in people:
        _note_erasure(actor, person, plan, reason)
        if plan["mode"] == "anonymise":
            contact_service.make_nameless(person)
        else:
            person.delete()
    for link, rows in held:  # after the person, since a ledger gives up the rows of nobody else
        _erase_rows(link, rows, keep=link.outlives or (link.keep_on_erasure and plan["mode"] == "anonymise"))
    return plan


def _forget_imported_files(people: list[Any]) -> None:
    """The files that brought the person in hold others too: they go as a whole; what they made stays."""
    for entry in app_tables.contact_import_rows.search(contact=q.any_of(*people)):
        source = entry["import_link"]
        if source["status"] in UNFINISHED:
            raise Conflict("An import of this person is still going on. Please try again when it is done.", {})
        source["file"] = None


def _forget_changes(people: list[Any]) -> None:
    """Of changes to many, those that nobody else was in: they tell what this person was given."""
    parts = app_tables.contact_change_rows.search(contact=q.any_of(*people))
    for change in {part["change"] for part in parts}:
        if not any(part["contact"] not in people for part in app_tables.contact_change_rows.search(change=change)):
            change.delete()


def _forget_reports(addresses: set[str]) -> None:
    """What providers told us and the log of single mails name addresses, not contacts; that something came stays."""
    for address in addresses:
        pattern = like_pattern(address.removeprefix("+"))  # Forms of HTTP write the sign otherwise.
        with tables.batch_update:
            for report in app_tables.webhook_events.search(q.fetch_only("status"), body=q.ilike(pattern)):
                report.update(body="", status="done", error=None)
        app_tables.email_log.search(recipient=q.ilike(pattern)).delete_all_rows()


def _erase_rows(link: Link, rows: Any, *, keep: bool) -> None:
    if not keep:
        rows.delete_all_rows()
        return
    with tables.batch_update:
        for row in rows:
            row.update(**dict.fromkeys(link.personal))


def _note_erasure(actor: Actor, person: Any, plan: dict[str, Any], reason: str) -> None:
    app_tables.erasures.add_row(
        contact_number=person["contact_number"],
        mode=plan["mode"],
        counts=plan["counts"],
        reason=clean_text(reason, "reason", 500, lines=True) or None,
        requested_by=actor.user,
        done_at=utc_now(),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What is given out: rows as JSON can hold them, with the ``media`` they name, and what linked rows are ``called``.

    Thousands of rows link to one contact, of which only the name is wanted.
    """

    media: dict[str, anvil.Media] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)

    def profile(self, contact: Any) -> dict[str, Any]:
        """A contact's own columns, the business's fields by their names."""
        names = {own.column: own.label for own in custom_fields().values()}
        return {names.get(name, name): value for name, value in self.plain(contact).items() if name not in WORKED_OUT}

    def plain(self, row: Any, hidden: tuple[str, ...] = ()) -> dict[str, Any]:
        """A row with times as text, linked rows by what people call them, files as paths of ``media``."""
        shown = ((name, value) for name, value in dict(row).items() if name not in hidden)
        return {name: self._plain_value(value) for name, value in shown if value not in (None, "", [], {})}

    def _plain_value(self, value: Any) -> Any:
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, anvil.Media):
            path = f"files/{len(self.media) + 1}-{(value.name or 'file').replace('/', '_')}"
            self.media[path] = value
            return path
        return self._name_of(value) if hasattr(value, "get_id") else value

    def _name_of(self, row: Any) -> str:
        if row.get_id() not in self.called:
            known = dict(row)
            self.called[row.get_id()] = next((known[name] for name in CALLED_BY if known.get(name)), row.get_id())
        return self.called[row.get_id()]
