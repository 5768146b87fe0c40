"""The real bookings of tests/data, with invented guests: `python -m tests.people.hotel FILE [--days-later N]`."""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from faker import Faker

BOOKINGS = Path(__file__).parents[1] / "data" / "hotel_bookings_resort.csv.gz"
SEED = 20_151_007
ADDED = ("booking_reference", "guest_name", "email", "phone", "arrival_date")
# How many bookings are those of somebody who has booked before: the hotel counted none in these rows.
COME_BACK = 0.35
# Guests who gave a telephone number only.
WITHOUT_EMAIL_EVERY = 25
FIRST_PHONE = 910_000_000
# What an import of these files must be told, beside what the headers' names tell.
CHOSEN = {
    "hotel": "location",
    "booking_reference": "external_id",
    "stays_in_weekend_nights": "nights",
    "stays_in_week_nights": "nights",
    "adr": "rate",
    "country": "",
    "company": "",
}
EMPTY = ("NULL", "NA")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who books."""

    name: str
    email: str
    phone: str


def hotel_rows(limit: int | None = None, days_later: int = 0) -> Iterator[dict[str, str]]:
    """The bookings as they are, with ``ADDED``; ``limit`` takes every so manieth, over the whole time."""
    random, fake = Random(SEED), Faker("en_GB")
    fake.seed_instance(SEED)
    guests: list[Guest] = []
    for number, row in enumerate(_some(limit), start=1):
        comes_back = guests and (row["is_repeated_guest"] == "1" or random.random() < COME_BACK)
        guest = random.choice(guests) if comes_back else _guest(fake, len(guests) + 1)
        if not comes_back:
            guests.append(guest)
        arrival = _arrival(row) + timedelta(days=days_later)
        added = (f"RES-{number:05}", guest.name, guest.email, guest.phone, arrival.isoformat())
        yield {**row, **dict(zip(ADDED, added, strict=True))}


def write_hotel_file(path: Path, limit: int | None = None, days_later: int = 0) -> Path:
    """The rows as a CSV file."""
    rows = hotel_rows(limit, days_later)
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, first)
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
    return path


def days_until(last_arrival: date) -> int:
    """By how many days to move the bookings so that the last of them arrives on that day."""
    return (last_arrival - max(map(_arrival, _some(None)))).days


def _some(limit: int | None) -> Iterator[dict[str, str]]:
    with gzip.open(BOOKINGS, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    step = max(1, len(rows) // limit) if limit else 1
    yield from rows[::step][:limit]


def _arrival(row: dict[str, str]) -> date:
    text = f"{row['arrival_date_year']} {row['arrival_date_month']} {row['arrival_date_day_of_month']}"
    return datetime.strptime(text, "%Y %B %d").date()  # noqa: DTZ007 (a day has no zone)


def _guest(fake: Faker, number: int) -> Guest:
    first, last = fake.first_name(), fake.last_name()
    email = "" if number % WITHOUT_EMAIL_EVERY == 0 else f"{first}.{last}.{number}@example.org".lower().replace(" ", "")
    return Guest(f"{first} {last}", email, f"+351 {FIRST_PHONE + number}")


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.people.hotel", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--days-later", type=int, default=0)
    chosen = parser.parse_args()
    print(write_hotel_file(chosen.file, days_later=chosen.days_later))


if __name__ == "__main__":
    main()
