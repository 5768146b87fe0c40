"""Companies, and the people in them. A contact's ``company`` is the name of its company, kept in step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import anvil.tables as tables
from anvil.tables import app_tables
from anvil.tables import query as q

from ..server_shared.actors import Actor
from ..server_shared.clock import utc_now
from ..server_shared.config import get_config
from ..server_shared.counters import take_numbers
from ..server_shared.errors import Conflict, Duplicate, Invalid, NotFound
from ..server_shared.money import to_major
from ..server_shared.phones import searchable_digits, validate_phone_number
from ..server_shared.validators import clean_text, fold, like_pattern, validate_email
from .key_pages import read_page
from .paging import Order
from .rules import derived_fields, search_words
from .segment_membership import settle
from .views import CARD_COLUMNS, contact_card

PREFIX = "B-"
PAGE = 50
SUGGESTED = 10
BY_NAME = Order("name", "sort_name", (str,), tie="company_id")
BATCH = 500
EDITABLE = ("name", "domain", "email", "phone", "website", "address", "notes")


def list_companies(
    actor: Actor, search: str = "", cursor: str | None = None, page_size: int = PAGE, *, archived: bool = False
) -> dict[str, Any]:
    """A page of companies by name: ``companies`` with ``people_count`` and ``total_spent``, the ``total``, cursors."""
    words = [q.all_of(search_text=q.like(like_pattern(word))) for word in search_words(search)]
    is_archived = q.not_(None) if archived else None
    page = read_page(app_tables.companies, BY_NAME, True, cursor, page_size, *words, archived_at=is_archived)
    figures = _figures(page.rows)
    return {"companies": [{**_record(row), **figures[row["company_id"]]} for row in page.rows], **page.neighbours}


def suggest_companies(actor: Actor, typed: str) -> list[str]:
    """The names of at most ten companies that ``typed`` may be the beginning of, or a part."""
    words = [q.all_of(search_text=q.like(like_pattern(word))) for word in search_words(typed)]
    rows = app_tables.companies.search(
        tables.order_by("sort_name"), q.page_size(SUGGESTED), q.fetch_only("name"), *words, archived_at=None
    )
    return [row["name"] for row in islice(rows, SUGGESTED)]


def get_company(actor: Actor, company_id: str | None, name: str | None = None) -> tuple[dict[str, Any], list[Any]]:
    """A company, known by its id or by its name, with its figures and at most 200 of its people; their rows too.

    Raises NotFound.
    """
    row = app_tables.companies.get(sort_name=fold(name), archived_at=None) if name else get_company_row(company_id)
    if row is None:
        raise NotFound("Company not found")
    people = app_tables.contacts.search(
        tables.order_by("sort_name"), q.page_size(200), q.fetch_only(*CARD_COLUMNS), company_link=row, archived_at=None
    )
    currency = get_config()["system_currency"]
    rows = list(islice(people, 200))
    contacts = [contact_card(person, currency) for person in rows]
    return {**_record(row), **_figures([row])[row["company_id"]], "contacts": contacts}, rows


def _figures(companies: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """``people_count`` and ``total_spent`` of each company, by its id, in one statement."""
    if not companies:
        return {}
    currency = get_config()["system_currency"]
    counts: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    ids = {row.get_id(): row["company_id"] for row in companies}
    people = app_tables.contacts.search(
        q.page_size(10_000),
        q.fetch_only("total_spent_minor", company_link=q.fetch_only("company_id")),
        company_link=q.any_of(*companies),
        archived_at=None,
    )
    for person in people:
        name = ids[person["company_link"].get_id()]
        counts[name] += 1
        spent[name] += int(person["total_spent_minor"] or 0)
    return {
        name: {"people_count": counts[name], "total_spent": to_major(spent[name], currency)} for name in ids.values()
    }


def save_company(actor: Actor, data: Mapping[str, Any]) -> str:
    """Make a company, or change the one of ``data["company_id"]`` (at its ``version``); its id. Needs a transaction.

    Raises Invalid, Duplicate, NotFound, Conflict.
    """
    row = get_company_row(data["company_id"]) if data.get("company_id") else None
    if row is not None and data.get("version") not in (None, row["version"]):
        raise Conflict("Somebody else changed this company in the meantime.", _record(row))
    known = {name: row[name] for name in EDITABLE} if row is not None else {}
    columns = _cleaned({**known, **{name: data[name] for name in EDITABLE if name in data}})
    _refuse_taken(columns["sort_name"], but=row)
    if row is None:
        return _add(actor, [columns])[0]["company_id"]
    is_renamed = columns["name"] != row["name"]
    row.update(**columns, updated_at=utc_now(), version=row["version"] + 1)
    if is_renamed:
        _rename_in_contacts(row)
    return row["company_id"]


def _refuse_taken(sort_name: str, but: Any = None) -> None:
    same_name = app_tables.companies.search(sort_name=sort_name, archived_at=None)
    if any(other != but for other in same_name):
        raise Duplicate("There is already a company with this name.", fields={"name": "This name is taken."})


def company_columns(actor: Actor, names: Iterable[str | None]) -> dict[str, dict[str, Any]]:
    """The columns of a contact for each name of a company: ``company`` as it writes itself, and its ``company_link``.

    Companies not yet known are made. Needs a transaction.
    """
    given = {name: fold(name) for name in names if name}
    wanted = {folded: name for name, folded in given.items()}
    if not wanted:
        return {}
    rows = {
        row["sort_name"]: row
        for row in app_tables.companies.search(q.page_size(1000), sort_name=q.any_of(*wanted), archived_at=None)
    }
    new = [_cleaned({"name": name}) for folded, name in wanted.items() if folded not in rows]
    rows.update((row["sort_name"], row) for row in _add(actor, new))
    return {name: {"company": rows[folded]["name"], "company_link": rows[folded]} for folded, name in wanted.items()}


def ids_by_name(names: Iterable[str]) -> dict[str, str]:
    """The ids of those companies in use that have one of these names: folded name → id."""
    wanted = {fold(name) for name in names if name}
    rows = app_tables.companies.search(q.page_size(1000), sort_name=q.any_of(*wanted), archived_at=None)
    return {row["sort_name"]: row["company_id"] for row in rows} if wanted else {}


def archive_company(actor: Actor, company_id: str, *, archived: bool = True) -> None:
    """Take a company out of the lists, or bring it back; its people stay.

    Raises NotFound, and Duplicate when another company has its name by now.
    """
    row = get_company_row(company_id)
    if not archived:
        _refuse_taken(row["sort_name"], but=row)
    row.update(archived_at=utc_now() if archived else None, updated_at=utc_now(), version=row["version"] + 1)


def get_company_row(company_id: Any) -> Any:
    """The row of ``B-7``. Raises NotFound."""
    row = app_tables.companies.get(company_id=company_id) if isinstance(company_id, str) else None
    if row is None:
        raise NotFound("Company not found")
    return row


def _add(actor: Actor, companies: Sequence[dict[str, Any]]) -> list[Any]:
    if not companies:
        return []
    now = utc_now()
    made = {"created_by": actor.user, "created_at": now, "updated_at": now, "version": 1, "archived_at": None}
    numbers = take_numbers("companies", len(companies))
    rows = (
        {"company_id": f"{PREFIX}{number}", **made, **columns}
        for number, columns in zip(numbers, companies, strict=True)
    )
    return app_tables.companies.add_rows(rows)


def _rename_in_contacts(company: Any) -> None:
    people = list(app_tables.contacts.search(company_link=company))
    with tables.batch_update:
        for person in people:
            after = {**dict(person), "company": company["name"]}
            person.update(company=company["name"], version=person["version"] + 1, **derived_fields(after))
    for first in range(0, len(people), BATCH):
        settle(people[first : first + BATCH])


def _cleaned(data: Mapping[str, Any]) -> dict[str, Any]:
    name = clean_text(data.get("name"), "name", 200)
    if not name:
        raise Invalid(fields={"name": "A company needs a name."})
    phone = clean_text(data.get("phone"), "phone", 60)
    columns = {
        "name": name,
        "domain": clean_text(data.get("domain"), "domain", 253).lower() or None,
        "email": validate_email(data.get("email")) or None,
        "phone": validate_phone_number(phone, get_config()["default_country"]) if phone else None,
        "website": clean_text(data.get("website"), "website", 300) or None,
        "address": clean_text(data.get("address"), "address", 1000, lines=True) or None,
        "notes": clean_text(data.get("notes"), "notes", 20_000, lines=True) or None,
    }
    digits = searchable_digits(columns["phone"]) if columns["phone"] else ""
    words = (name, columns["domain"], columns["email"], digits)
    return {**columns, "sort_name": fold(name), "search_text": fold(" ".join(word for word in words if word))}


def _record(row: Any) -> dict[str, Any]:
    return {
        "company_id": row["company_id"],
        **{name: row[name] or "" for name in EDITABLE},
        "created_at": row["created_at"],
        "version": int(row["version"]),
        "archived": row["archived_at"] is not None,
    }
