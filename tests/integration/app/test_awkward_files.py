"""Files as owners have them, by both ways in: the screens and the uplink make the same of them, once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app_server.instance import Instance
from app_server.rpc import dispatch
from app_server.rpc.call import Call
from uplink.source_files import SourceFile

from .conftest import Visitor
from .importing import Uplink, cards, counts, ended, inspect, run, sums

pytestmark = pytest.mark.usefixtures("empty")
AWKWARD = (
    "Customer list;;;;;;",
    ";;;;;;",
    "Name;E-mail;Mobile;Company;Customer since;Notes;",
    '"Müller; Söhne";mueller@example.com;082 123 4567;\'=SUM(A1);13.04.24;"two',
    'lines, ""quoted"""',
    "Ann Ash;ANN@example.com;2.78E+10;#N/A;04/13/2024;;",
    "Ann Ash;ann@example.com;27821234568.0;Acme;;Later.;",
    "Name;E-mail;Mobile;Company;Customer since;Notes;",
    "Ben Bay;ben at example;;;;;",
    "Cy Cole;cy@example.com;;;;;too much",
    "Zoë;;0821234569;;March 2024;;",
    ";;;;;;",
)


def people(visitor: Visitor) -> list[dict[str, Any]]:
    """Who is here, as far as a file says it."""
    found = [visitor.ask("get_contact_by_id", card["contact_id"])["contact"] for card in cards(visitor)]
    return [
        {name: each[name] for name in ("full_name", "email", "phone", "company", "internal_notes")}
        | {"since": each["date_added"].date() if each["date_added"].year == 2024 else None}
        for each in found
    ]


def brought(uplink: Uplink, file: Path) -> dict[int, str]:
    """Import a file as the program of the uplink does; what is told of its lines."""
    source = SourceFile(file)
    rows = list(source.rows())
    state = uplink.bring("contacts", source.columns, [cells for _, cells in rows])
    return {rows[position][0]: reason for position, reason in (*state["refused"], *state["remarks"])}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_both_ways_in_make_the_same_people_of_an_awkward_file(
    instance: Instance, owner: Visitor, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "awkward.csv"
    file.write_bytes("\r\n".join(AWKWARD).encode(encoding))
    done = run(owner, file.read_bytes())
    assert sums(done) == (3, 1, 3)
    by_screen = people(owner)
    skips = owner.ask("list_import_skips", done["import_number"])["skips"]
    owner.ask("archive_contacts", [card["contact_id"] for card in cards(owner)])
    told = brought(Uplink(instance), file)
    assert people(owner) == by_screen
    assert {skip["line"]: skip["reason"] for skip in skips} == told
    assert {line: told[line][:25] for line in told} == {
        6: "“2.78E+10” was shortened ",
        8: "The row repeats the names",
        9: "E-mail “ben at example”: ",
        10: "The row has more cells th",
    }
    assert [skip["outcome"] for skip in skips] == ["created", "skipped", "skipped", "skipped"]
    assert "“04/13/2024” is no date" in told[6]


def test_rows_with_too_many_cells_come_back_whole(owner: Visitor) -> None:
    number = run(owner, "Name,Mail\nSmith, John,j@example.com\nAnn,a@example.com\n")["import_number"]
    file = owner.ask("download_import_skips", number)["file"]
    [_, row] = owner.bytes_of(file).decode("utf-8-sig").splitlines()
    assert row.startswith("Smith,John,j@example.com,2,The row has more cells")


def test_two_imports_of_one_file_at_once_make_nobody_twice(instance: Instance, owner: Visitor) -> None:
    named = "".join(f"Person {number},p{number}@example.com,\n" for number in range(500))
    nameless = "".join(f"Guest {number},,082 100 {number:04}\n" for number in range(200))
    numbers = []
    for _ in range(2):
        number, mapping = inspect(owner, "Name,E-mail,Phone\n" + named + nameless)
        numbers.append((number, mapping))
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda each: Visitor.ask(owner, "start_import", *each, {}), numbers))
        list(both.map(lambda each: Visitor(instance).run("run_contact_import", each[0]), numbers))
    ends = [sums(ended(owner, number)) for number, _ in numbers]
    assert owner.ask("get_all_contacts")["total"] == 700
    assert [sum(counts) for counts in zip(*ends, strict=True)] == [700, 700, 0]


def test_two_programs_that_bring_the_same_rows_at_once_store_them_once(instance: Instance, owner: Visitor) -> None:
    columns, rows = ("Name", "E-mail"), [(f"Person {number}", f"p{number}@example.com") for number in range(1000)]
    with ThreadPoolExecutor(3) as programs:
        ends = list(programs.map(lambda _: Uplink(instance).bring("contacts", columns, rows), range(3)))
    assert {counts(end) for end in ends} == {(1000, 0, 0, 0)}
    assert owner.ask("get_all_contacts")["total"] == 1000


def test_a_file_that_was_taken_back_comes_in_again_as_the_first_time(owner: Visitor) -> None:
    text = "Name,E-mail\nAnn,ann@example.com\nBen,ben@example.com\n"
    number = run(owner, text)["import_number"]
    owner.ask("undo_import", number)
    assert ended(owner, number)["status"] == "undone"
    assert owner.ask("get_all_contacts")["total"] == 0
    assert sums(run(owner, text)) == (2, 0, 0)
    assert owner.ask("get_all_contacts")["total"] == 2


def test_c11_no_file_of_contacts_makes_a_consent_or_lifts_a_suppression(instance: Instance, owner: Visitor) -> None:
    suppressions = sys.modules["master_template.server_compliance.consent_service"]
    serving = Call(instance, owner.session, "server_module", trusted=True)
    with dispatch.serving(serving):
        suppressions.suppress("email", "ann@example.com", "asked")
    run(owner, "Name,E-mail,Newsletter,Consent,Opt in\nAnn,Ann@Example.com,yes,granted,true\n")
    with dispatch.serving(serving):
        assert suppressions.is_suppressed("email", "ann@example.com")
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.consents").fetchall() == [(0,)]
