"""Figures of guests whose bookings come in bulk: those of a count of the whole ledger, whatever came before."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from anvil.tables import app_tables

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from server_code.server_customers.contact_figures import booking_figures, money_figures

from .conftest import Visitor
from .importing import Uplink, counts

COLUMNS = ("Reference", "E-mail", "Arrival", "Status", "Total", "Currency", "Hotel")
GUESTS = [f"guest{number}@example.org" for number in range(5)]
MONEY = "total_spent_minor::int, total_transactions::int, bookings_count::int"


@pytest.fixture
def uplink(instance: Instance, empty: None) -> Uplink:
    return Uplink(instance)


def booking(source: random.Random, number: int) -> tuple[str, ...]:
    """A row of a file: past or to come, paid or not, called off or not, here or there."""
    start = datetime.now(UTC) + timedelta(days=source.randint(-150, 60))
    past = start < datetime.now(UTC)
    status = source.choice(("completed", "cancelled", "no show") if past else ("confirmed", "cancelled"))
    currency, place = source.choice(("", "ZAR", "USD")), source.choice(("Shore", "Town", ""))
    return (f"R{number}", source.choice(GUESTS), f"{start:%Y-%m-%d}", status, str(number), currency, place)


def days_pass(instance: Instance, days: int) -> None:
    """Let what was to come be nearer, in the ledger and in what was counted from it."""
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.bookings SET start_datetime = start_datetime - %s", (timedelta(days=days),))
        for name in ("first", "last", "next"):
            column = f"{name}_booking_date"
            connection.execute(f"UPDATE data.contacts SET {column} = {column} - %s", (timedelta(days=days),))


def stored_and_counted(instance: Instance) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Of each contact its address, the figures that it has, and those of a count of its whole ledger."""
    with dispatch.serving(Call(instance, instance.sessions.new(), "server_module", trusted=True)):
        here = app_tables.contacts.search(archived_at=None)
        everybody = [(row, {**money_figures(row), **booking_figures(row)}) for row in here]
        return [(row["email"], {name: row[name] for name in counted}, counted) for row, counted in everybody]


@pytest.mark.parametrize("seed", range(4))
def test_what_stands_and_what_comes_make_what_a_full_count_makes(
    uplink: Uplink, owner: Visitor, instance: Instance, seed: int
) -> None:
    source = random.Random(seed)
    rows = [booking(source, number) for number in range(1, 90)]
    for start in range(0, len(rows), 15):
        corrected = [(*row[:4], "1", *row[5:]) for row in rows[max(0, start - 5) : start]]
        part = rows[start : start + 15]
        answer = uplink.bring("bookings", COLUMNS, [*corrected, *part], source="hotel")
        assert counts(answer) == (len(part), 0, len(corrected), 0)
        people = owner.ask("get_all_contacts")["contacts"]
        if len(people) > 3 and source.random() < 0.5:
            kept, other = (person["contact_id"] for person in source.sample(people, 2))
            owner.ask("merge_contacts", kept, [other], {})
        met = {row[1] for row in part}
        for email, stored, counted in stored_and_counted(instance):
            assert email not in met or stored == counted
        days_pass(instance, source.choice((0, 3, 20)))


def test_d45_money_of_another_currency_is_kept_and_told_but_not_added_up(uplink: Uplink, read: Any) -> None:
    rows = [
        ("R1", GUESTS[0], "2024-03-01", "completed", "1000", "ZAR", ""),
        ("R2", GUESTS[0], "2024-04-01", "completed", "250", "usd", ""),
        ("R3", GUESTS[0], "2024-05-01", "cancelled", "250", "USD", ""),
    ]
    answer = uplink.bring("bookings", COLUMNS, rows)
    assert answer["remarks"] == [[1, "It was paid in USD: what the guest has spent is counted in ZAR, without it."]]
    assert read(f"SELECT {MONEY} FROM data.contacts") == [(100_000, 2, 2)]
    sales = "SELECT amount_minor::int, currency FROM data.contact_transactions ORDER BY occurred_at"
    assert read(sales) == [(100_000, "ZAR"), (25_000, "USD")]


@pytest.fixture
def read(instance: Instance) -> Any:
    """Rows of a query on the app's tables."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        with instance.database.connection() as connection:
            return connection.execute(query).fetchall()

    return ask
