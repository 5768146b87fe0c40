"""The generated files hold what they promise, read back with nothing but the csv module."""

from __future__ import annotations

import csv
from collections import Counter

import phonenumbers
import pytest

from tests.people import FileFacts, expected_outcomes, make_files
from tests.people.people import LONG_NOTE_CHARACTERS, make_people

ROWS = 10_000
EMAIL_COLUMNS = {"ours": "E-mail", "hubspot": "Email", "google": "E-mail 1 - Value"}
PHONE_COLUMNS = {"ours": "Phone", "hubspot": "Phone Number", "google": "Phone 1 - Value"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[FileFacts]:
    return make_files(tmp_path_factory.mktemp("people"), ROWS)


def read(file: FileFacts) -> list[dict[str, str]]:
    with file.path.open(encoding=file.encoding, newline="") as lines:
        return list(csv.DictReader(lines, delimiter=file.delimiter))


def test_the_three_exports_have_ten_thousand_rows_each(files: list[FileFacts]) -> None:
    assert [file.rows for file in files[:3]] == [ROWS] * 3
    assert [len(read(file)) for file in files] == [file.rows for file in files]


def test_there_are_three_hundred_duplicates_in_other_case(files: list[FileFacts]) -> None:
    for file in files:
        emails = [row[EMAIL_COLUMNS[file.dialect]] for row in read(file) if row[EMAIL_COLUMNS[file.dialect]]]
        assert max(Counter(emails).values()) == 1
        assert len(emails) - len({email.lower() for email in emails}) == file.duplicates == 300


def test_people_without_email_are_in_one_file_only_and_have_a_name_of_their_own(files: list[FileFacts]) -> None:
    names = Counter[tuple[str, str]]()
    for file in files:
        first, last = ("First name", "Last name") if file.dialect == "ours" else ("First Name", "Last Name")
        rows = [row for row in read(file) if not row[EMAIL_COLUMNS[file.dialect]] and row[last]]
        assert len(rows) == file.without_email
        names.update((row[first], row[last]) for row in rows)
    assert len(names) > 400
    assert max(names.values()) == 1


def test_every_phone_number_is_a_valid_one_for_a_south_african_business(files: list[FileFacts]) -> None:
    numbers = [row[PHONE_COLUMNS[file.dialect]] for file in files for row in read(file)]
    wrong = [number for number in numbers[::10] if number and not is_valid(number)]
    assert wrong == []
    assert sum(number.startswith(("0", "(0")) for number in numbers) > ROWS


def is_valid(number: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(number, "ZA"))


def test_the_first_file_has_everything_that_is_hard(files: list[FileFacts]) -> None:
    raw = files[0].path.read_bytes()
    rows = read(files[0])
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n\r\n") == files[0].empty_lines > 10
    assert any("\n" in row["Address"] for row in rows)
    assert max(len(row["Notes"]) for row in rows) == LONG_NOTE_CHARACTERS
    assert any("\u0600" < row["Last name"][0] < "\u06ff" for row in rows if row["Last name"])
    assert any("\u4e00" < row["Last name"][0] < "\u9fff" for row in rows if row["Last name"])


def test_the_sums_follow_from_the_emails_alone(files: list[FileFacts]) -> None:
    known: set[str] = set()
    for file, outcome in zip(files, expected_outcomes(files), strict=True):
        emails = {row[EMAIL_COLUMNS[file.dialect]].lower() for row in read(file)} - {""}
        assert outcome.created == len(emails - known) + file.without_email
        assert outcome.created + outcome.updated + outcome.skipped == file.rows
        known |= emails


def test_two_files_share_people(files: list[FileFacts]) -> None:
    outcomes = expected_outcomes(files)
    assert outcomes[1].updated > 1_500
    assert outcomes[3].created == 0


def test_the_same_seed_makes_the_same_people() -> None:
    assert make_people(range(100, 105)) == make_people(range(95, 105))[5:]


def test_another_seed_makes_other_people() -> None:
    assert make_people(range(5), seed=1) != make_people(range(5), seed=2)
