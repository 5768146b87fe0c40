"""The files, with everything in them that real exports have: other encodings, duplicates, empty lines, long notes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .dialects import DIALECTS, GOOGLE, HUBSPOT, OURS, Dialect
from .people import SEED, WITHOUT_EMAIL_EVERY, Person, again, make_people
from .sums import FileFacts

ROWS = 10_000
DUPLICATES = 300
NOBODIES = 12
EMPTY_LINE_EVERY = 500
SHARED = 2_000  # people who are in the file before as well
VERSION = "1"  # of the generator: part of the cache's name


@dataclass(frozen=True)
class _Plan:
    name: str
    dialect: str
    encoding: str
    delimiter: str
    line_end: str
    first: int
    latin_only: bool = False


PLANS = (
    _Plan("ours.csv", OURS, "utf-8-sig", ";", "\r\n", 0),
    _Plan("hubspot.csv", HUBSPOT, "utf-8", ",", "\n", ROWS - SHARED),
    _Plan("google.csv", GOOGLE, "utf-8", ",", "\r\n", 2 * (ROWS - SHARED)),
    _Plan("hubspot-latin1.csv", HUBSPOT, "latin-1", ";", "\r\n", 0, latin_only=True),
)


def make_files(folder: Path, rows: int = ROWS, seed: int = SEED) -> list[FileFacts]:
    """Write every file into `folder` with `rows` rows at most, and say what is in them.

    The Latin-1 file repeats those people of the first file whose every letter that encoding has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(plan, folder, rows, seed) for plan in PLANS]


def made_files(cache: Path, rows: int = ROWS) -> list[FileFacts]:
    """As `make_files`, but written once into a folder of the cache and only read afterwards."""
    folder = cache / f"people-{VERSION}-{SEED}-{rows}"
    facts_file = folder / "facts.json"
    if not facts_file.exists():
        facts = make_files(folder, rows)
        half = folder / "facts.json.new"
        half.write_text(json.dumps([{**asdict(fact), "path": fact.path.name} for fact in facts]))
        half.replace(facts_file)
    return [
        FileFacts(**{**fact, "path": folder / fact["path"], "emails": tuple(fact["emails"])})
        for fact in json.loads(facts_file.read_text())
    ]


def _write(plan: _Plan, folder: Path, rows: int, seed: int) -> FileFacts:
    people = _people_of(plan, rows, seed)
    dialect = DIALECTS[plan.dialect]
    text, empty_lines = _text(plan, dialect, people)
    path = folder / plan.name
    path.write_bytes(text.encode(plan.encoding))
    return FileFacts(
        name=plan.name,
        path=path,
        dialect=plan.dialect,
        encoding=plan.encoding,
        delimiter=plan.delimiter,
        emails=tuple(person.email.lower() for person in people),
        nobody_rows=NOBODIES,
        empty_lines=empty_lines,
    )


def _people_of(plan: _Plan, rows: int, seed: int) -> list[Person]:
    """First everybody once, then the duplicates; what two files share shrinks with their size."""
    duplicates = min(DUPLICATES, rows // 10)
    once = rows - duplicates - NOBODIES
    first = plan.first * rows // ROWS
    spare = 0 if first == 0 else SHARED // WITHOUT_EMAIL_EVERY + 1
    people = [person for person in make_people(range(first, first + once + spare), seed) if _fits(plan, person, first)]
    people = people[:once]
    with_email = [person for person in people if person.email]
    spread = max(1, len(with_email) // duplicates)
    return people + [again(person) for person in with_email[::spread][:duplicates]]


def _fits(plan: _Plan, person: Person, first: int) -> bool:
    """Whether a file can hold a person: its encoding has all letters, and nobody without an e-mail is in two files."""
    if plan.latin_only:
        return bool(person.email) and _is_latin(person)
    return bool(person.email) or first == 0 or person.number >= first + SHARED


def _is_latin(person: Person) -> bool:
    try:
        "".join(DIALECTS[HUBSPOT].row(person).values()).encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _text(plan: _Plan, dialect: Dialect, people: list[Person]) -> tuple[str, int]:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, dialect.header, restval="", delimiter=plan.delimiter, lineterminator=plan.line_end)
    writer.writeheader()
    empty_lines = 0
    for position, person in enumerate(people, start=1):
        writer.writerow(dialect.row(person))
        if position % EMPTY_LINE_EVERY == 0:
            out.write(plan.line_end)
            empty_lines += 1
    note_column = dialect.header[-1] if dialect.name != GOOGLE else "Notes"
    for number in range(NOBODIES):
        writer.writerow({note_column: f"Somebody called at {number} o'clock"})
    return out.getvalue(), empty_lines
