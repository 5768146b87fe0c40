"""Bulk imports as an uplink asks for them: each row once, nothing on rehearsal, figures that follow from the rows."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from tests.people.hotel import CHOSEN, EMPTY, days_until, hotel_rows

from .conftest import Visitor
from .importing import Uplink, counts, described

HOTEL_ROWS = 700


@pytest.fixture
def uplink(instance: Instance, empty: None) -> Uplink:
    return Uplink(instance)


@pytest.fixture
def read(instance: Instance) -> Any:
    """Rows of a query on the app's tables."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        with instance.database.connection() as connection:
            return connection.execute(query).fetchall()

    return ask


PEOPLE = ("First name", "Last name", "E-mail", "Tags")
ANN, BEN, CARL = ("Ann", "Ash", "ann@example.org", "VIP"), ("Ben", "Bay", "ben@example.org", ""), ("", "", "nobody", "")


def test_each_row_is_stored_once_however_often_it_is_sent(uplink: Uplink, read: Any) -> None:
    file = described(PEOPLE, [ANN, BEN, CARL])
    begun = uplink.ask("begin_bulk_import", "contacts", file, {}, {})["import"]
    rows = [[2, list(ANN)], [3, list(BEN)]]
    for _ in range(2):
        state = uplink.ask("import_bulk_rows", begun["bulk_number"], 0, rows)["import"]
    assert (state["rows_done"], *counts(state)) == (2, 2, 0, 0, 0)
    too_early = uplink.ask("import_bulk_rows", begun["bulk_number"], 5, rows)["import"]
    assert too_early == state
    assert uplink.refusal("finish_bulk_import", begun["bulk_number"])["code"] == "conflict"
    again = uplink.bring("contacts", PEOPLE, [ANN, BEN, CARL])
    assert (again["bulk_number"], again["status"], *counts(again)) == (begun["bulk_number"], "done", 2, 0, 0, 1)
    assert again["refused"] == [[2, "E-mail “nobody”: This is not an e-mail address."]]
    assert read("SELECT count(*) FROM data.contacts") == [(2,)]


def test_a_file_that_is_done_is_not_imported_again_unless_asked_to(uplink: Uplink) -> None:
    first = uplink.bring("contacts", PEOPLE, [ANN, BEN])
    assert uplink.ask("begin_bulk_import", "contacts", described(PEOPLE, [ANN, BEN]), {}, {})["import"] == {
        name: first[name] for name in first if name not in ("refused", "remarks", "next_row", "success")
    }
    assert counts(uplink.bring("contacts", PEOPLE, [ANN, BEN], again=True)) == (0, 2, 0, 0)


def test_an_unfinished_file_is_not_gone_on_with_in_another_way(uplink: Uplink) -> None:
    file = described(PEOPLE, [ANN, BEN])
    uplink.ask("begin_bulk_import", "contacts", file, {}, {})
    assert uplink.refusal("begin_bulk_import", "contacts", file, {"Tags": ""}, {})["code"] == "conflict"


@pytest.mark.parametrize(
    "arguments",
    [
        ("guests", {}, {}, {}),
        ("contacts", {"columns": ["Email"], "sha256": "x", "rows": 1}, {}, {}),
        ("contacts", {"columns": ["Colour"], "sha256": "a" * 64, "rows": 1}, {}, {}),
        ("contacts", {"columns": ["Email"], "sha256": "a" * 64, "rows": 1}, {"Email": "shoe size"}, {}),
        ("contacts", {"columns": ["Email"], "sha256": "a" * 64, "rows": 1}, {"Mail": "email"}, {}),
        ("bookings", {"columns": ["Email"], "sha256": "a" * 64, "rows": -1}, {}, {}),
    ],
)
def test_what_cannot_be_imported_is_refused_with_a_sentence(uplink: Uplink, arguments: tuple[Any, ...]) -> None:
    refusal = uplink.refusal("begin_bulk_import", *arguments)
    assert refusal["code"] == "invalid"
    assert len(refusal["error"]) > 10


def test_a_rehearsal_tells_what_would_happen_and_stores_nothing(uplink: Uplink, read: Any) -> None:
    rows = [[2, list(ANN)], [3, list(ANN)], [4, list(CARL)]]
    answer = uplink.ask("rehearse_bulk_rows", "contacts", described(PEOPLE, [ANN, ANN, CARL]), {}, {}, rows)
    assert counts(answer) == (1, 1, 0, 1)
    assert answer["mapping"] == {
        "First name": "first_name",
        "Last name": "last_name",
        "E-mail": "email",
        "Tags": "tags",
    }
    tables = ("contacts", "contact_events", "bulk_imports", "bulk_import_batches", "contact_labels")
    assert [read(f"SELECT count(*) FROM data.{table}") for table in tables] == [[(0,)]] * len(tables)


def test_tags_notes_and_consents_are_of_people_who_are_here(uplink: Uplink, owner: Visitor, read: Any) -> None:
    uplink.bring("contacts", PEOPLE, [ANN, BEN])
    [contact] = owner.ask("get_all_contacts", {"search": "ann@example.org"})["contacts"]
    who = contact["contact_id"]
    tagged = uplink.bring("tags", ("Contact ID", "Tags"), [(who, "Wholesale; vip"), ("C-99999", "VIP")])
    assert (*counts(tagged), len(tagged["refused"])) == (0, 1, 0, 1, 1)
    notes = [("ANN@example.org", "2024-05-06", "Likes tea."), ("ben@example.org", "2999-01-01", "Not yet.")]
    noted = uplink.bring("notes", ("E-mail", "Date", "Note"), notes)
    assert counts(noted) == (1, 0, 0, 1)
    record = owner.ask("get_contact_by_id", who)["contact"]
    assert record["tags"] == ["VIP", "Wholesale"]
    [note] = [event for event in record["timeline"] if event["event_type"] == "note"]
    assert (note["event_date"].date(), note["event_data"]["note"]) == (date(2024, 5, 6), "Likes tea.")
    assert read("SELECT note_count::int FROM data.contacts WHERE email = 'ann@example.org'") == [(1,)]


def test_imported_consent_never_lifts_a_suppression_nor_overrides_what_is_newer(
    uplink: Uplink, owner: Visitor, read: Any
) -> None:
    uplink.bring("contacts", PEOPLE, [ANN, BEN])
    columns = ("E-mail", "Channel", "Purpose", "State", "Wording", "Date")
    yes = ("email", "newsletter", "subscribed", "Send me your news.")
    rows = [
        ("ann@example.org", *yes, "2025-01-01"),
        ("ann@example.org", "email", "newsletter", "no", "", "2025-06-01"),
        ("ann@example.org", *yes, "2025-02-02"),
        ("ben@example.org", "email", "newsletter", "yes", "", ""),
    ]
    state = uplink.bring("consents", columns, rows)
    assert counts(state) == (2, 0, 0, 2)
    assert [reason[:20] for _row, reason in state["refused"]] == ["Something newer is r", "Consent is to words:"]
    assert read("SELECT state, source FROM data.consents ORDER BY recorded_at") == [
        ("granted", "import"), ("withdrawn", "import")]  # fmt: skip
    assert read("SELECT unsubscribed_count::int FROM data.contacts WHERE email = 'ann@example.org'") == [(1,)]
    service = "master_template.server_compliance.consent_service"
    with_suppression = sys.modules[service]
    with dispatch.serving(Call(uplink.instance, uplink.session, "server_module", trusted=True)):
        with_suppression.suppress("email", "ben@example.org", "asked")
    refused = uplink.bring("consents", columns, [("Ben@Example.org", *yes, "2026-01-01")])
    assert "suppressed" in refused["refused"][0][1]
    again = uplink.bring("contacts", PEOPLE, [BEN], again=True)
    assert counts(again) == (0, 1, 0, 0)
    with dispatch.serving(Call(uplink.instance, uplink.session, "server_module", trusted=True)):
        assert with_suppression.is_suppressed("email", "ben@example.org")


def test_companies_and_places_are_filled_in_not_emptied(uplink: Uplink, read: Any) -> None:
    first = uplink.bring("companies", ("Name", "Phone", "Website"), [("Acme", "082 123 4567", ""), ("", "1", "")])
    assert counts(first) == (1, 0, 0, 1)
    again = uplink.bring("companies", ("Name", "Phone", "Website"), [("ACME", "", "acme.test")])
    assert counts(again) == (0, 1, 0, 0)
    assert read("SELECT phone, website FROM data.companies") == [("+27821234567", "acme.test")]
    places = uplink.bring("locations", ("Name", "Address"), [("Beach house", "1 Shore Rd"), ("beach HOUSE", "")])
    assert counts(places) == (1, 1, 0, 0)
    assert read("SELECT name, address FROM data.locations") == [("beach HOUSE", "1 Shore Rd")]


# --- the real bookings -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hotel() -> list[dict[str, str]]:
    """Real bookings with invented guests, moved so that the last of them arrive next week."""
    return list(hotel_rows(HOTEL_ROWS, days_until(datetime.now(UTC).date() + timedelta(days=7))))


@pytest.fixture
def guests(uplink: Uplink, hotel: list[dict[str, str]]) -> dict[str, Any]:
    """The state of the import of the bookings."""
    return uplink.bring("bookings", list(hotel[0]), [bare(row) for row in hotel], mapping=CHOSEN, source="hotel")


def bare(row: dict[str, str]) -> list[str]:
    return ["" if cell in EMPTY else cell for cell in row.values()]


def nights(row: dict[str, str]) -> int:
    return int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])


def price(row: dict[str, str]) -> int:
    return int(Decimal(row["adr"]) * nights(row) * 100)


def test_real_bookings_come_in_with_the_totals_of_their_file(
    guests: dict[str, Any], hotel: list[dict[str, str]], read: Any
) -> None:
    assert counts(guests) == (len(hotel), 0, 0, 0)
    states = {"Check-Out": "completed", "Canceled": "cancelled", "No-Show": "no_show"}
    assert dict(read("SELECT status, count(*) FROM data.bookings GROUP BY 1")) == Counter(
        states[row["reservation_status"]] for row in hotel
    )
    month = "to_char(start_datetime AT TIME ZONE 'Africa/Johannesburg', 'YYYY-MM')"
    assert dict(read(f"SELECT {month}, count(*) FROM data.bookings GROUP BY 1")) == Counter(
        row["arrival_date"][:7] for row in hotel
    )
    heads = "sum((guests->>'adults')::int + (guests->>'babies')::int), sum((guests->>'children')::int)"
    big = sum(int(row["adults"]) + int(row["babies"]) for row in hotel)
    small = sum(int(row["children"]) for row in hotel if row["children"] not in EMPTY)
    assert read(f"SELECT {heads} FROM data.bookings") == [(big, small)]
    stayed = [row for row in hotel if row["reservation_status"] == "Check-Out"]
    assert read("SELECT sum(amount_minor)::int FROM data.contact_transactions") == [(sum(map(price, stayed)),)]
    assert read("SELECT sum(total_minor)::int FROM data.bookings") == [(sum(map(price, hotel)),)]
    assert read("SELECT name FROM data.locations") == [("Resort Hotel",)]


def test_what_guests_spent_and_when_they_came_follows_from_their_bookings(
    guests: dict[str, Any], hotel: list[dict[str, str]], owner: Visitor, read: Any
) -> None:
    spent: dict[str, int] = defaultdict(int)
    visits: dict[str, list[str]] = defaultdict(list)
    met: dict[str, date] = {}
    for row in hotel:
        who, arrival = row["phone"].replace(" ", ""), date.fromisoformat(row["arrival_date"])
        met[who] = max(met.get(who, date.min), min(arrival, datetime.now(UTC).date()))
        if row["reservation_status"] == "Check-Out":
            spent[who] += price(row)
            visits[who].append(row["arrival_date"])
    columns = "phone, total_spent_minor::int, bookings_count::int, status"
    assert sorted(read(f"SELECT {columns} FROM data.contacts")) == sorted(
        (who, spent[who], len(visits[who]), "customer" if spent[who] else "lead") for who in met
    )
    bought = {who for who in met if spent[who]}
    days = {who: (datetime.now(UTC).date() - last).days for who, last in met.items()}
    # A day's difference is that of the zone: those exactly on a border are left out of the comparison.
    border = {who for who, count in days.items() if abs(count - 30) < 2 or abs(count - 90) < 2 or abs(count - 180) < 2}
    stages = {
        who: "new"
        if count <= 30 and who not in bought
        else "active"
        if count <= 90
        else "at_risk"
        if count <= 180
        else "lost"
        for who, count in days.items()
    }
    stored = dict(read("SELECT phone, lifecycle_stage FROM data.contacts"))
    assert {who: stored[who] for who in stored if who not in border} == {
        who: stages[who] for who in stages if who not in border
    }
    assert len(set(stages.values())) >= 3


def test_segments_hold_whom_the_bookings_put_there(uplink: Uplink, hotel: list[dict[str, str]], owner: Visitor) -> None:
    owner.ask("create_segment", {"name": "Twice", "criteria": None, "rules": rule("bookings", "gte", 2)})
    owner.ask("create_segment", {"name": "Spent", "rules": rule("total_spent", "gte", 500)})
    uplink.bring("bookings", list(hotel[0]), [bare(row) for row in hotel], mapping=CHOSEN, source="hotel")
    stayed = [row for row in hotel if row["reservation_status"] == "Check-Out"]
    times = Counter(row["phone"] for row in stayed)
    spent = Counter({who: sum(price(row) for row in stayed if row["phone"] == who) for who in times})
    counted = {segment["name"]: segment["count"] for segment in owner.ask("list_segments")["segments"]}
    assert counted == {"Twice": sum(count >= 2 for count in times.values()),
                       "Spent": sum(amount >= 50_000 for amount in spent.values())}  # fmt: skip
    assert all(counted.values())


def test_bookings_that_are_here_are_left_alone_whatever_file_they_come_in(
    guests: dict[str, Any], hotel: list[dict[str, str]], uplink: Uplink, read: Any
) -> None:
    totals = read("SELECT count(*), sum(total_spent_minor) FROM data.contacts")
    newer = [*hotel[-20:], {**hotel[-1], "booking_reference": "RES-new", "adr": "100"}]
    state = uplink.bring("bookings", list(hotel[0]), [bare(row) for row in newer], mapping=CHOSEN, source="hotel")
    assert counts(state) == (1, 0, 20, 0)
    more = price(newer[-1]) if hotel[-1]["reservation_status"] == "Check-Out" else 0
    assert read("SELECT count(*), sum(total_spent_minor) FROM data.contacts") == [(totals[0][0], totals[0][1] + more)]


def rule(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"operator": "AND", "conditions": [{"field": field, "op": operator, "value": value}]}
