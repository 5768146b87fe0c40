"""Importing real files on a real server: sums that add up, doubles that do not happen, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app_server.instance import Instance
from tests.people import FileFacts, expected_outcomes

from .conftest import Visitor
from .importing import cards, ended, inspect, media, run, sums

pytestmark = pytest.mark.usefixtures("empty")


def test_three_programs_exports_add_up_exactly(owner: Visitor, files: list[FileFacts]) -> None:
    for file, expected in zip(files, expected_outcomes(files), strict=True):
        done = run(owner, file.path.read_bytes())
        assert (done["status"], done["error"]) == ("done", "")
        assert sums(done) == (expected.created, expected.updated, expected.skipped), file.name
        assert done["rows_done"] == done["rows_total"] == file.rows
    people = {email for file in files for email in file.emails if email}
    nameless = sum(file.without_email for file in files)
    assert owner.ask("get_all_contacts")["total"] == len(people) + nameless


def test_the_same_file_again_makes_nobody_twice(owner: Visitor, files: list[FileFacts]) -> None:
    content = files[0].path.read_bytes()
    first = run(owner, content)
    total = owner.ask("get_all_contacts")["total"]
    again = run(owner, content)
    assert sums(again) == (0, first["created_count"] + first["updated_count"], first["skipped_count"])
    assert owner.ask("get_all_contacts")["total"] == total


def test_columns_samples_and_a_dry_run_are_shown_and_nothing_is_stored(owner: Visitor) -> None:
    owner.ask("create_contact", {"first_name": "Ann", "email": "ann@example.com"})
    content = "Name,E-mail,Colour\nAnn Öz,ANN@example.com,red\nBen,ben@example.com,\n,,blue\nCy,c,\n"
    draft = owner.ask("inspect_import", media(content))
    assert draft["columns"] == [
        {"name": "Name", "field": "full_name", "samples": ["Ann Öz", "Ben", "Cy"]},
        {"name": "E-mail", "field": "email", "samples": ["ANN@example.com", "ben@example.com", "c"]},
        {"name": "Colour", "field": "", "samples": ["red", "blue"]},
    ]
    assert (draft["file_name"], draft["rows_estimate"]) == ("people.csv", 4)
    assert {"value": "email", "label": "E-mail"} in draft["fields"]
    preview = owner.ask("preview_import", draft["import_number"], {"0": "full_name", "1": "email"}, {})
    assert preview["counts"] == {"create": 1, "update": 1, "skip": 2}
    assert [(row["line"], row["action"]) for row in preview["rows"]] == [
        (2, "update"),
        (3, "create"),
        (4, "skip"),
        (5, "skip"),
    ]
    assert preview["rows"][1]["contact"]["full_name"] == "Ben"
    assert preview["rows"][3]["reason"] == "E-mail “c”: This is not an e-mail address."
    assert owner.ask("get_all_contacts")["total"] == 1
    assert owner.ask("list_imports")["imports"] == []


def test_known_contacts_can_be_left_alone(owner: Visitor) -> None:
    owner.ask("create_contact", {"first_name": "Ann", "email": "ann@example.com"})
    done = run(owner, "Name,E-mail\nAnna,ann@example.com\nBen,ben@example.com\n", update_existing=False)
    assert sums(done) == (1, 0, 1)
    assert [card["full_name"] for card in cards(owner)] == ["Ann", "Ben"]


def test_an_import_gives_its_people_tags_and_a_timeline(owner: Visitor) -> None:
    done = run(owner, "Name,E-mail,Tags\nBen,ben@example.com,VIP\n", tags=["Fair 2026"])
    card = cards(owner, tags=["Fair 2026"])[0]
    assert (card["tags"], card["source"]) == (["VIP", "Fair 2026"], "Import")
    timeline = owner.ask("get_contact_by_id", card["contact_id"])["contact"]["timeline"]
    assert timeline[0]["event_data"] == {"source": "Import", "import_number": done["import_number"]}
    assert timeline[0]["author"] == "Thandi Nkosi"
    assert owner.ask("get_contact_filter_options")["tags"] == ["Fair 2026", "VIP"]
    assert owner.ask("get_recent_activity")["activity"] == []


def test_skipped_rows_are_listed_and_come_as_a_file_that_can_be_put_right(owner: Visitor) -> None:
    done = run(owner, 'Name;E-mail;Note\n;;"=1+1;\nlater"\nBen;ben@;x\nCy;cy@example.com;\n')
    assert sums(done) == (1, 0, 2)
    skips = owner.ask("list_import_skips", done["import_number"])["skips"]
    assert [(skip["line"], skip["values"]) for skip in skips] == [
        (2, ["", "", "=1+1;\nlater"]),
        (4, ["Ben", "ben@", "x"]),
    ]
    assert "needs a name" in skips[0]["reason"]
    file = owner.ask("download_import_skips", done["import_number"])["file"]
    text = owner.bytes_of(file).decode("utf-8-sig")
    assert "'=1+1" in text
    again = run(owner, text.replace("ben@", "ben@example.com"))
    assert sums(again) == (1, 0, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02\x03" * 1000, "not a text file"),
        (b"Name\nAnn\n", "Only one column"),
        (b"ann@example.com,Ann\nben@example.com,Ben\n", "no column names"),
        ((",".join(f"F{n}" for n in range(2000)) + "\n" + "x," * 1999 + "x\n").encode(), "2,000 columns"),
        (b"Name,Mail\nJ\xfcrgen,\xd0\xd1\xd2\xd3\n" + "ÄÖ".encode() * 50, "cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_a_sentence_and_nothing_is_stored(
    instance: Instance, owner: Visitor, content: bytes, sentence: str
) -> None:
    refused = owner.refusal("inspect_import", media(content))
    assert refused["code"] == "invalid"
    assert sentence in refused["error"]
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.contact_imports").fetchone() == (0,)


def test_a_file_of_more_than_25_megabytes_is_refused(owner: Visitor) -> None:
    assert owner.refusal("inspect_import", media(b"x" * (26 * 1024 * 1024)))["code"] == "too_large"


def test_a_choice_of_columns_that_names_nobody_is_refused(owner: Visitor) -> None:
    number, _ = inspect(owner, "Name,Mail\nAnn,a@example.com\n")
    for mapping in ({}, {"0": "company"}, {"7": "email"}, {"0": "password_hash"}):
        assert owner.refusal("start_import", number, mapping, {})["code"] == "invalid"
    assert owner.refusal("start_import", number, {"0": "full_name"}, {"update_existing": "yes"})["code"] == "invalid"
    assert owner.refusal("start_import", 999_999, {"0": "full_name"}, {})["code"] == "not_found"
    assert owner.ask("get_import", number)["import"]["status"] == "draft"


def test_an_import_is_run_once(owner: Visitor) -> None:
    done = run(owner, "Name,Mail\nAnn,a@example.com\n")
    refused = owner.refusal("start_import", done["import_number"], {"0": "full_name"}, {})
    assert refused["code"] == "conflict"
    owner.run("run_contact_import", done["import_number"])
    assert owner.ask("get_all_contacts")["total"] == 1


def test_a_workbook_is_imported_like_any_file(owner: Visitor) -> None:
    run(owner, "Name,E-mail,Phone\nAnn Öz,ann@example.com,082 123 4567\n王小明,wang@example.com,\n")
    exported = owner.ask("export_contacts", {}, "xlsx")["file"]
    before = cards(owner)
    number, mapping = inspect(owner, owner.bytes_of(exported), "contacts.xlsx")
    owner.ask("start_import", number, mapping, {})
    assert sums(ended(owner, number)) == (0, 2, 0)
    assert cards(owner) == before


def test_an_export_comes_back_as_the_same_people_elsewhere(
    instance: Instance, owner: Visitor, sign_in: Callable[[str], Visitor], files: list[FileFacts]
) -> None:
    run(owner, files[0].path.read_bytes())
    before = {card["email"]: {**card, "contact_id": ""} for card in cards(owner) if card["email"]}
    content = owner.bytes_of(owner.ask("export_contacts", {}, "csv")["file"])
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.contacts")
    done = run(sign_in("manager"), content)
    assert done["skipped_count"] == 0
    after = {card["email"]: {**card, "contact_id": ""} for card in cards(owner) if card["email"]}
    moments = ("customer_since", "last_contact_date", "lifecycle_stage")
    for email, card in before.items():
        assert {k: v for k, v in after[email].items() if k not in moments} == {
            k: v for k, v in card.items() if k not in moments
        }
