"""The people themselves, before any program writes them down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from faker import Faker

from .places import PLACES

SEED = 20_261_121
WITHOUT_EMAIL_EVERY = 50
LONG_NOTE_CHARACTERS = 5_000
SPREADSHEET_TRAPS = ("=SUM(A1)", "-10 %", "+ extra bed", "@ 5 pm")
FIRST_PHONE = 2_000_000
STAGES = ("lead", "customer", "customer", "customer", "inactive")
SOURCES = ("Website", "Referral", "Walk-in", "Instagram", "Trade fair")
TAGS = ("VIP", "Newsletter", "Wholesale", "Breakfast", "Conference")


@dataclass(frozen=True, slots=True)
class Person:
    """One person; `email` may be empty, the address may have several lines."""

    number: int
    first_name: str
    last_name: str
    email: str
    phone: str
    company: str
    street: str
    city: str
    country: str
    stage: str
    source: str
    tags: tuple[str, ...]
    notes: str
    added: date

    @property
    def address(self) -> str:
        """The address as one text with line breaks."""
        return "\n".join(part for part in (self.street, self.city, self.country) if part)


def make_people(numbers: range, seed: int = SEED) -> list[Person]:
    """The people with these numbers: person 7 is the same in whatever range it is asked for."""
    maker = _Maker(seed)
    return [maker.person(number) for number in numbers]


def again(person: Person) -> Person:
    """The same person as typed in a second time: the e-mail in other case, another telephone, no note."""
    return replace(person, email=_other_case(person.email), phone=_second_phone(person.number), notes="")


class _Maker:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.fakers = {place.locale: Faker(place.locale) for place in PLACES}
        self.places = [place for place in PLACES for _ in range(place.share)]

    def person(self, number: int) -> Person:
        random = Random(f"{self.seed}-{number}")
        place = random.choice(self.places)
        fake = self.fakers[place.locale]
        fake.seed_instance(random.getrandbits(32))
        first, last = fake.first_name(), fake.last_name()
        without_email = number % WITHOUT_EMAIL_EVERY == WITHOUT_EMAIL_EVERY - 1
        if without_email:
            last = f"{last} {_roman(number)}"  # a name of its own: it is all that such a person is known by
        return Person(
            number=number,
            first_name=first,
            last_name=last,
            email="" if without_email else f"{_login(random, number)}@{fake.safe_domain_name()}",
            phone=place.phone(str(FIRST_PHONE + number), random),
            company=fake.company() if random.random() < 0.4 else "",
            street=fake.street_address().replace("\n", ", "),
            city=fake.city(),
            country=place.country,
            stage=random.choice(STAGES),
            source=random.choice(SOURCES),
            tags=tuple(sorted(random.sample(TAGS, random.choice((0, 0, 1, 2))))),
            notes=_note(fake, random, number),
            added=date(2021, 1, 1) + timedelta(days=random.randrange(2000)),
        )


def _login(random: Random, number: int) -> str:
    return f"{random.choice(('info', 'mail', 'hello', 'contact', 'k.m', 'n+shop'))}.{number}"


def _note(fake: Faker, random: Random, number: int) -> str:
    if number % 10_000 == 4_321:
        return ("Long history. " * LONG_NOTE_CHARACTERS)[:LONG_NOTE_CHARACTERS].strip().ljust(LONG_NOTE_CHARACTERS, ".")
    if random.random() < 0.15:
        return f'{fake.sentence()}\nSaid: "{fake.sentence()}"; {random.choice(SPREADSHEET_TRAPS)}'
    return ""


def _second_phone(number: int) -> str:
    digits = str(FIRST_PHONE + number)
    return f"+27 84 {digits[:3]} {digits[3:]}"


def _other_case(email: str) -> str:
    return email.upper() if len(email) % 2 else email.title()


def _roman(number: int) -> str:
    """A number in letters of A to J, so that it can be part of a name."""
    return "".join("ABCDEFGHIJ"[int(digit)] for digit in str(number)).capitalize()
