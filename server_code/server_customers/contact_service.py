"""Contacts: create, change, archive, and what a booking or an order does to them.

Every function takes the actor first. Those that write expect the caller to have opened a serializable transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from anvil.tables import app_tables

from ..server_sequences import automation_service
from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Duplicate, Invalid
from ..server_shared.money import to_major, to_minor
from ..server_shared.validators import validate_choice, validate_email
from . import custom_field_rules, rules
from .change_records import merged_into
from .company_service import company_columns
from .contact_figures import consent_figures, money_figures, subscription_figures
from .custom_field_service import custom_fields, field_record, values_of
from .labels import remember_labels
from .queries import get_contact_row, get_contact_rows
from .segment_membership import ASIDE, settle
from .timeline_service import add_event, list_timeline
from .views import contact_record

PREFIX = "C-"
NAMELESS = "[DELETED]"


def generate_contact_id() -> str:
    """The next contact id, ``C-1``, ``C-2`` …; no two contacts ever share one. Needs a transaction."""
    return generate_contact_ids(1)[0]


def generate_contact_ids(count: int) -> list[str]:
    """As many next contact ids. Needs a transaction."""
    return [f"{PREFIX}{number}" for number in take_numbers("contacts", count)]


def get_contact(actor: Actor, contact_id: str) -> dict[str, Any]:
    """The contact with the newest part of its timeline; archived ones too. Raises NotFound."""
    row = get_contact_row(contact_id)
    events, more = list_timeline(row)
    return {**record_of(row), "timeline": events, "timeline_more": more}


def record_of(row: Any) -> dict[str, Any]:
    """A contact's row with all its fields, its segments, the business's ``own_fields`` and what it has in them."""
    record = contact_record(row, get_config()["system_currency"])
    own = custom_fields()
    shown = [field_record(field) for field in own.values()]
    return {
        **record,
        "custom": values_of(row, own),
        "own_fields": shown,
        "segments": [name for name in row["segments"] or () if not name.endswith(ASIDE)],
    }


def create_contact(actor: Actor, contact_data: dict[str, Any]) -> str:
    """Store a new lead and begin its timeline; its contact id. Raises Invalid, Duplicate."""
    given = {"source": None, **contact_data}
    if "notes" in given:
        given["internal_notes"] = given.pop("notes")
    country = get_config()["default_country"]
    fields = {**rules.validate_contact_data(given, country), **_custom_columns(given, country)}
    refuse_duplicate_email(fields.get("email"))
    row = _add_contact({**fields, **_company(actor, fields.get("company"))}, actor)
    remember_labels(row["tags"] or (), [row["source"]])
    add_event(actor, row, "created", {"source": row["source"]})
    settle([row])
    _tell_tags(row, row["tags"] or ())
    return row["contact_id"]


def new_contact_columns(fields: dict[str, Any], contact_id: str, now: datetime, actor: Actor) -> dict[str, Any]:
    """All columns of a new contact, ``fields`` over the defaults of a lead met ``now``."""
    columns = {
        "contact_id": contact_id,
        "contact_number": int(contact_id.removeprefix(PREFIX)),
        **dict.fromkeys(("first_name", "last_name", "email", "phone", "company", "address", "internal_notes")),
        "status": "lead",
        "source": rules.MANUAL_ENTRY,
        "tags": None,
        "date_added": now,
        "last_contact_date": now,
        "total_spent_minor": 0,
        **dict.fromkeys(("total_transactions", *rules.FIGURES), 0),
        "lifecycle_stage": "new",
        "preferences": {},
        "created_at": now,
        "updated_at": now,
        "version": 1,
        "archived_at": None,
        "created_by": actor.user,
        **fields,
    }
    return {**columns, **rules.derived_fields(columns)}


def _company(actor: Actor, name: str | None) -> dict[str, Any]:
    return company_columns(actor, [name]).get(name or "") or {"company": None, "company_link": None}


def _custom_columns(given: Mapping[str, Any], country: str, known: Any = None) -> dict[str, Any]:
    """The columns of ``given["custom"]``; who is not ``known`` must have the required ones. Raises Invalid."""
    fields = custom_fields()
    values = given.get("custom") or {}
    if known is None and isinstance(values, Mapping):
        values = {**{key: None for key, field in fields.items() if field.required}, **values}
    return custom_field_rules.clean_values(values, fields, country, known)


def _add_contact(fields: dict[str, Any], actor: Actor) -> Any:
    return app_tables.contacts.add_row(**new_contact_columns(fields, generate_contact_id(), utc_now(), actor))


def update_contact(
    actor: Actor,
    contact_id: str,
    updates: dict[str, Any],
    expected_version: int | None = None,
    allowed: frozenset[str] = rules.UPDATABLE,
) -> dict[str, Any]:
    """Change the ``allowed`` fields among ``updates`` and ignore the rest; the contact as it is then.

    Raises NotFound, Invalid, Duplicate, and Conflict when ``expected_version`` is no longer the current one.
    """
    country = get_config()["default_country"]
    row = get_contact_row(contact_id)
    _refuse_gone(row)
    if expected_version is not None and row["version"] != expected_version:
        raise Conflict("Somebody else changed this contact in the meantime.", record_of(row))
    wanted = {name: value for name, value in updates.items() if name in allowed}
    fields = {**rules.clean_fields(wanted, country), **_custom_columns(updates, country, row)}
    changed = {name: value for name, value in fields.items() if value != row[name]}
    if changed:
        change_row(actor, row, changed)
        add_event(actor, row, "edited", {"fields": _labels_of(changed)})
    return record_of(row)


def _labels_of(columns: Mapping[str, Any]) -> list[str]:
    """What people call these columns of a contact, never what is in them."""
    own = {field.column: field.label for field in custom_fields().values()}
    return [own.get(name) or name.replace("_", " ") for name in sorted(columns)]


def change_row(actor: Actor, row: Any, changed: dict[str, Any]) -> None:
    """Write cleaned fields into a contact's row, with all that follows from them."""
    if "company" in changed:
        changed = {**changed, **_company(actor, changed["company"])}
    after = {**dict(row), **changed}
    rules.require_identity(after)
    if "email" in changed:
        refuse_duplicate_email(changed["email"], but=row)
    remember_labels(changed.get("tags") or (), [changed["source"]] if "source" in changed else ())
    new_tags = set(changed.get("tags") or ()) - set(row["tags"] or ())
    row.update(**changed, **rules.derived_fields(after), version=row["version"] + 1, updated_at=utc_now())
    settle([row])
    _tell_tags(row, new_tags)


def _tell_tags(row: Any, tags: Iterable[str]) -> None:
    for tag in tags:
        automation_service.fire("tag_added", row, {"tag": tag})


def save_contact(actor: Actor, contact_data: dict[str, Any]) -> str:
    """Create, or update where ``contact_data`` has a ``contact_id`` (and perhaps its ``version``); the contact id."""
    contact_id = contact_data.get("contact_id")
    if not contact_id:
        return create_contact(actor, contact_data)
    version = contact_data.get("version")
    if not isinstance(contact_id, str) or not isinstance(version, int | None):
        raise Invalid("This is not a contact.")
    update_contact(actor, contact_id, contact_data, version, rules.EDITABLE)
    return contact_id


def archive_contacts(actor: Actor, contact_ids: list[str]) -> int:
    """Take contacts out of every list, keeping all of them; how many were there to take."""
    changed = []
    for row in get_contact_rows(contact_ids):
        if row["archived_at"] is None:
            row.update(archived_at=utc_now(), updated_at=utc_now(), version=row["version"] + 1)
            add_event(actor, row, "deleted", visible=False)
            changed.append(row)
    settle(changed)
    return len(changed)


def restore_contacts(actor: Actor, contact_ids: list[str]) -> int:
    """Bring archived contacts back; how many. Raises Duplicate when another contact has the e-mail address now.

    Raises Invalid for one that was merged into another (what it had is there), or erased.
    """
    changed = []
    for row in get_contact_rows(contact_ids):
        if row["archived_at"] is not None:
            _refuse_gone(row)
            refuse_duplicate_email(row["email"], but=row)
            row.update(archived_at=None, updated_at=utc_now(), version=row["version"] + 1)
            add_event(actor, row, "restored", visible=False)
            changed.append(row)
    settle(changed)
    return len(changed)


def update_contact_from_transaction(
    actor: Actor, email: str, transaction_type: str, transaction_id: str, amount: Any
) -> str:
    """Book a sale or a refund (``amount`` in major units) on the contact with this address, who is made if unknown.

    The same type and id is booked once, however often it is told. Archived contacts stay archived: a sale to the
    address of one makes a new contact. Returns the contact id; raises Invalid.
    """
    address = validate_email(email)
    if not address:
        raise Invalid(fields={"email": "An e-mail address is needed."})
    kind = validate_choice(transaction_type, rules.TRANSACTION_TYPES, "transaction_type")
    currency = get_config()["system_currency"]
    minor = abs(to_minor(amount, currency)) * (-1 if kind == "refund" else 1)
    booked = app_tables.contact_transactions.get(transaction_type=kind, transaction_id=str(transaction_id))
    if booked is not None:
        return booked["contact"]["contact_id"]
    row = app_tables.contacts.get(email=address, archived_at=None) or _contact_of_sale(actor, address, kind)
    _book(actor, row, kind, str(transaction_id), minor, currency)
    settle([row])
    if kind != "refund":
        automation_service.fire("purchase", row, {"cause": f"{kind}:{transaction_id}"})
    return row["contact_id"]


def _contact_of_sale(actor: Actor, email: str, kind: str) -> Any:
    return add_lead(actor, {"email": email, "status": "customer"}, f"{kind}_widget")


def add_lead(actor: Actor, fields: dict[str, Any], source: str) -> Any:
    """A new contact of cleaned ``fields``, met by itself and not by somebody of the business; its row."""
    row = _add_contact({**fields, **_company(actor, fields.get("company")), "source": source}, actor)
    remember_labels((), [source])
    add_event(actor, row, "created", {"source": source})
    settle([row])
    return row


def count_consents(contact: Any) -> None:
    """Let a contact's row say what the ledger of consents says. Needs the transaction that wrote the ledger."""
    contact.update(**consent_figures(contact))
    settle([contact])


def count_subscriptions(contact: Any) -> None:
    """Let a contact's row say which mailing lists it is on. Needs the transaction that changed them."""
    contact.update(**subscription_figures(contact))
    settle([contact])


def _book(actor: Actor, row: Any, kind: str, transaction_id: str, minor: int, currency: str) -> None:
    now = utc_now()
    app_tables.contact_transactions.add_row(
        contact=row,
        transaction_type=kind,
        transaction_id=transaction_id,
        amount_minor=minor,
        currency=currency,
        occurred_at=now,
    )
    figures = money_figures(row)
    row.update(
        **figures,
        lifecycle_stage=rules.lifecycle_stage(0, figures["total_transactions"]),
        last_contact_date=now,
        status="customer",
        version=row["version"] + 1,
        updated_at=now,
    )
    amount = {"amount": to_major(abs(minor), currency), "currency": currency}
    add_event(actor, row, kind, amount, related_id=transaction_id)


def refuse_duplicate_email(email: str | None, but: Any = None) -> None:
    """Raise Duplicate when a contact that is not archived, other than ``but``, has this address."""
    if email and any(row != but for row in app_tables.contacts.search(email=email, archived_at=None)):
        raise Duplicate(
            "A contact with this e-mail address already exists.",
            fields={"email": "Another contact has this e-mail address."},
        )


def is_erased(row: Any) -> bool:
    """Whether a contact's row is all that is left of somebody who was erased."""
    return bool(row["first_name"] == NAMELESS)


def _refuse_gone(row: Any) -> None:
    if is_erased(row):
        raise Invalid("This person was erased.")
    into = merged_into(row)
    if into is not None:
        name = f"{rules.display_name(into)} ({into['contact_id']})"
        raise Invalid(f"This contact was merged into {name}. Undo the merge instead.")


def make_nameless(row: Any) -> None:
    """Empty all of a contact that tells who it was, for good; its id and figures stay. Needs a transaction."""
    now = utc_now()
    columns = {
        **{name: None for name, value in dict(row).items() if name not in rules.NAMELESS_KEEP and value is not None},
        "first_name": NAMELESS,
        "email": f"deleted_{int(row['contact_number'])}@deleted.com",
        "preferences": {},
        "lifecycle_stage": "lost",
        "archived_at": now,
        "updated_at": now,
    }
    row.update(**{**columns, **rules.derived_fields({**dict(row), **columns})})
