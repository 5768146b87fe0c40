"""Consent, everything held of a person, and its end."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import anvil
import psycopg
import pytest

from app_server.instance import Instance

from .conftest import Visitor, eventually

pytestmark = pytest.mark.usefixtures("empty")

WORDS = "Yes, send me news of the guest house."


def make(owner: Visitor, **fields: Any) -> str:
    return owner.ask("create_contact", {"first_name": "Ann", "last_name": "Öz", **fields})["contact_id"]


def grant(owner: Visitor, contact_id: str, **fields: Any) -> list[dict[str, Any]]:
    consent = {"channel": "email", "purpose": "marketing", "state": "granted", "words": WORDS, **fields}
    return owner.ask("set_consent", contact_id, consent)["consents"]


def everywhere(instance: Instance, text: str) -> list[str]:
    """The tables of the app that have ``text`` anywhere in a row, the sign-ins left out."""
    with instance.database.connection() as connection:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'data'"
        tables = [row[0] for row in connection.execute(query).fetchall()]
        found = []
        for table in tables:
            count = f'SELECT count(*) FROM data."{table}" t WHERE t::text ILIKE %s'
            if connection.execute(count, (f"%{text}%",)).fetchone() != (0,):
                found.append(table)
        return found


def test_what_holds_is_the_last_word_and_nothing_is_forgotten(owner: Visitor) -> None:
    ann = make(owner, email="ann@example.com")
    [now] = grant(owner, ann)
    assert (now["state"], now["wording"], now["wording_version"]) == ("granted", WORDS, 1)
    [now] = grant(owner, ann, state="withdrawn", words=None)
    assert now["state"] == "withdrawn"
    [now] = grant(owner, ann, words="Other words.")
    assert (now["state"], now["wording_version"]) == ("granted", 2)
    history = owner.ask("get_consents", ann)["history"]
    assert [entry["state"] for entry in history] == ["granted", "withdrawn", "granted"]
    assert "which the person read" in owner.refusal("set_consent", ann, {**now, "words": ""})["error"]


def test_what_held_at_a_moment_can_be_proved(owner: Visitor) -> None:
    ann = make(owner, email="ann@example.com")
    grant(owner, ann)
    between = datetime.now(UTC)
    grant(owner, ann, state="withdrawn", words=None, source="reply", note="Wrote back: no more.")
    [then] = owner.ask("get_consents", ann, between)["consents"]
    [now] = owner.ask("get_consents", ann)["consents"]
    assert (then["state"], then["wording"], now["state"], now["source"]) == ("granted", WORDS, "withdrawn", "reply")
    assert now["evidence"]["note"] == "Wrote back: no more."
    assert owner.ask("get_consents", ann, between - timedelta(days=1))["consents"] == []
    told = [event["description"] for event in owner.ask("get_contact_timeline", ann, None, "mail")["timeline"]]
    assert told == ["Unsubscribed from marketing (email)", "Agreed to marketing (email)"]


def test_a_person_is_asked_once(owner: Visitor) -> None:
    ann = make(owner, email="ann@example.com")
    asked = {"channel": "email", "purpose": "marketing", "state": "asked"}
    assert owner.ask("set_consent", ann, asked)["consents"][0]["state"] == "asked"
    assert "ask once" in owner.refusal("set_consent", ann, asked)["error"]
    grant(owner, ann, state="withdrawn", words=None)
    assert owner.refusal("set_consent", ann, asked)["code"] == "invalid"
    assert owner.ask("set_consent", ann, {**asked, "channel": "phone"})["consents"][1]["state"] == "asked"
    assert owner.refusal("set_consent", ann, {**asked, "source": "import"})["code"] == "invalid"


def test_an_address_is_written_to_again_only_for_a_reason(owner: Visitor) -> None:
    gone = make(owner, email="ann@example.com")
    owner.ask("delete_customer_data", gone, gone)
    ann = make(owner, email="ann@example.com")
    assert [(each["channel"], each["reason"]) for each in owner.ask("get_consents", ann)["suppressions"]] == [
        ("email", "erased")
    ]
    assert "who asked" in owner.refusal("allow_again", ann, "email", " ")["error"]
    assert owner.ask("allow_again", ann, "email", "She rang and asked for it.")["was_suppressed"]
    assert owner.ask("get_consents", ann)["suppressions"] == []


def test_every_version_of_the_words_is_kept(owner: Visitor) -> None:
    saved = [owner.ask("save_consent_wording", "marketing", "en", text)["version"] for text in ("A", "B", "B", "A")]
    assert saved == [1, 2, 2, 3]
    kept = [(each["version"], each["text"]) for each in owner.ask("list_consent_wordings")["wordings"]]
    assert kept == [(3, "A"), (2, "B"), (1, "A")]
    assert owner.refusal("save_consent_wording", "marketing", "en", " ")["fields"] == {"text": "Please give the words."}


def test_the_export_holds_every_row_about_a_person_and_nobody_else(owner: Visitor) -> None:
    ann, ben = make(owner, email="ann@example.com"), make(owner, first_name="Ben")
    owner.ask("add_note_to_contact", ann, "Allergic to nuts.")
    owner.ask("add_note_to_contact", ben, "Ben's secret.")
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 12.5)
    owner.ask("create_task", {"title": "Ring Ann", "contact_id": ann})
    grant(owner, ann)
    file = owner.bytes_of(owner.ask("export_customer_data", ann)["file"])
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(held) == {
        *("README.txt", "profile.json", "contact_events.json", "contact_transactions.json", "tasks.json"),
        "consents.json",
    }
    assert json.loads(held["profile.json"])["email"] == "ann@example.com"
    assert json.loads(held["contact_transactions.json"])[0]["amount_minor"] == 1250
    assert "Allergic to nuts." in held["contact_events.json"]
    assert "Ben" not in "".join(held.values())


def test_files_of_a_person_are_given_out_too(owner: Visitor) -> None:
    personal_data = sys.modules["master_template.server_compliance.personal_data"]
    given = personal_data._Given()
    passport = anvil.BlobMedia("text/plain", b"A picture", name="my/passport.txt")
    assert given.plain({"paper": passport, "secret": "x", "empty": None}, ("secret",)) == {
        "paper": "files/1-my_passport.txt"
    }
    assert given.media == {"files/1-my_passport.txt": passport}


def test_the_export_has_what_was_merged_into_the_person(owner: Visitor) -> None:
    kept, gone = make(owner, email="ann@example.com"), make(owner, first_name="Anna", email="anna@example.com")
    owner.ask("add_note_to_contact", gone, "Rings on Sundays.")
    owner.ask("merge_contacts", kept, [gone], {})
    with zipfile.ZipFile(io.BytesIO(owner.bytes_of(owner.ask("export_customer_data", kept)["file"]))) as archive:
        assert [each["contact_id"] for each in json.loads(archive.read("merged.json"))] == [gone]
        assert "Rings on Sundays." in archive.read("contact_events.json").decode()


def test_who_was_erased_is_told_and_comes_back_as_nobody(owner: Visitor) -> None:
    ann, ben = make(owner, email="ann@example.com"), make(owner, first_name="Ben")
    owner.ask("update_contact_from_transaction", "ann@example.com", "order", "O-1", 99.9)
    for person in (ann, ben):
        owner.ask("delete_customer_data", person, person, "Asked by letter.")
    page = owner.ask("get_contact_page", ann)
    assert (page["erased"]["reason"], page["erased"]["done_by"]) == ("Asked by letter.", "Thandi Nkosi")
    gone = owner.refusal("get_contact_page", ben)
    assert (gone["code"], gone["erased"]["mode"]) == ("not_found", "delete")
    for call, arguments in (("update_contact", ({"first_name": "Ann"},)), ("restore_contact", ())):
        assert "erased" in owner.refusal(call, ann, *arguments)["error"]
    assert owner.ask("plan_erasure", ann)["erased"] is True
    lines = owner.ask("list_audit_log", {"action": "delete_customer_data"})["lines"]
    assert {line["resource_id"] for line in lines} >= {ann, ben}


def test_a_person_without_sales_is_deleted_everywhere(owner: Visitor, instance: Instance) -> None:
    ann = make(owner, first_name="Zebedea", email="zebedea@example.com", phone="082 555 0177")
    owner.ask("add_note_to_contact", ann, "About Zebedea.")
    owner.ask("create_task", {"title": "Ring Zebedea", "contact_id": ann})
    owner.ask("edit_contacts", [ann], "source", "Zebedea's friend")
    grant(owner, ann, evidence={"said": "Zebedea on the phone"})
    plan = owner.ask("plan_erasure", ann)
    assert plan["mode"] == "delete"
    assert "confirm" in owner.refusal("delete_customer_data", ann, "C-0")["error"]
    owner.ask("delete_customer_data", ann, ann, "Asked by letter.")
    assert set(everywhere(instance, "zebedea")) <= {"contact_labels"}
    assert everywhere(instance, "825550177") == []
    assert owner.refusal("get_contact_by_id", ann)["code"] == "not_found"


def test_a_person_with_sales_is_made_nameless_and_the_sums_stay(owner: Visitor, instance: Instance) -> None:
    ann = make(owner, first_name="Zebedea", email="zebedea@example.com", internal_notes="Zebedea!")
    owner.ask("update_contact_from_transaction", "zebedea@example.com", "order", "O-1", 99.9)
    assert owner.ask("delete_customer_data", ann, ann)["mode"] == "anonymise"
    assert everywhere(instance, "zebedea") == []
    contact = owner.ask("get_contact_by_id", ann)["contact"]
    number = ann.removeprefix("C-")
    assert (contact["first_name"], contact["email"]) == ("[DELETED]", f"deleted_{number}@deleted.com")
    assert (contact["total_spent"], contact["archived"]) == (99.9, True)
    assert owner.refusal("delete_customer_data", ann, ann)["code"] == "conflict"


def test_erasing_reaches_whoever_was_merged_and_the_file_they_came_in(owner: Visitor, instance: Instance) -> None:
    file = anvil.BlobMedia("text/csv", b"Name,Email\nZebedea Kin,zebedea@example.com\n", name="z.csv")
    number = owner.ask("inspect_import", file)["import_number"]
    owner.ask("start_import", number, {"0": "full_name", "1": "email"}, {"update_existing": False, "tags": []})
    owner.run("run_contact_import", number)
    [imported] = [each["contact_id"] for each in owner.ask("get_all_contacts", {"search": "zebedea"})["contacts"]]
    kept = make(owner, first_name="Zeb", last_name="Zebedea")
    owner.ask("merge_contacts", kept, [imported], {})
    assert sorted(owner.ask("plan_erasure", kept)["contacts"]) == sorted([imported, kept])
    owner.ask("delete_customer_data", kept, kept)
    assert everywhere(instance, "zebedea") == []
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.contact_imports WHERE file IS NOT NULL").fetchone() == (0,)


def test_an_erased_address_stays_suppressed(owner: Visitor, instance: Instance) -> None:
    ann = make(owner, email="zebedea@example.com")
    owner.ask("delete_customer_data", ann, ann)
    with instance.database.connection() as connection:
        rows = connection.execute("SELECT channel, reason, address_hash FROM data.suppressions").fetchall()
    assert [row[:2] for row in rows] == [("email", "erased")]
    assert "zebedea" not in rows[0][2]


def test_the_audit_log_says_who_did_what_and_comes_as_a_file(owner: Visitor) -> None:
    ann = make(owner, email="ann@example.com")
    owner.ask("update_contact", ann, {"last_name": "Ndlovu"})
    page = owner.ask("list_audit_log", {"resource_type": "contacts"})
    assert [(line["action"], line["resource_id"], line["fields"]) for line in page["lines"]] == [
        ("update_contact", ann, ["last_name"]),
        ("create_contact", ann, ["email", "first_name", "last_name"]),
    ]
    assert "Ndlovu" not in str(page)
    file = owner.bytes_of(owner.ask("export_audit_log", {"user": "owner@demo.test"})["file"]).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == owner.ask("list_audit_log")["total"]


def test_old_things_go_at_their_time_and_not_before(owner: Visitor, instance: Instance) -> None:
    for title, days in (("Old", 91), ("Recent", 89)):
        task = owner.ask("create_task", {"title": title})["task_id"]
        owner.ask("complete_task", task)
        with instance.database.connection() as connection:
            old = "UPDATE data.tasks SET completed_at = now() - %s * interval '1 day' WHERE task_id = %s"
            connection.execute(old, (days, task))
    report = {rule["name"]: rule for rule in owner.ask("get_retention_report")["rules"]}
    assert report["Done tasks, after 90 days"]["count"] == 1
    assert report["Done tasks, after 90 days"]["next_at"] < datetime.now(UTC)
    job = owner.ask("start_purge")["job_id"]
    eventually(lambda: owner.ask("get_purge", job)["status"] == "done")
    assert owner.ask("get_purge", job)["state"]["removed"]["Done tasks, after 90 days"] == 1
    assert [task["title"] for task in owner.ask("get_all_tasks", "completed")["tasks"]] == ["Recent"]
    after = owner.ask("get_retention_report")
    assert after["runs"][0]["removed"]["Done tasks, after 90 days"] == 1
    [done] = [rule for rule in after["rules"] if rule["name"] == "Done tasks, after 90 days"]
    assert done["count"] == 0 and timedelta(hours=23) < done["next_at"] - datetime.now(UTC) < timedelta(hours=25)
    assert owner.refusal("get_purge", "no-such-job")["code"] == "not_found"


def test_the_report_of_what_is_too_old_tells_what_the_purge_will_do_and_sums_follow(
    owner: Visitor, instance: Instance
) -> None:
    ann = owner.ask("create_contact", {"first_name": "Ann", "email": "ann@example.com"})["contact_id"]
    for number, amount in (("1", 100), ("2", 50)):
        owner.ask("update_contact_from_transaction", "ann@example.com", "order", number, amount)
    with instance.database.connection() as connection:
        old = "UPDATE data.contact_transactions SET occurred_at = now() - interval '8 years' WHERE transaction_id = '1'"
        connection.execute(old)
        sent = "INSERT INTO data.lead_submissions (submit_key, submitted_at, ip_address)"
        connection.execute(f"{sent} VALUES ('old', now() - interval '3 years', '203.0.113.7')")
    report = {rule["name"]: rule["count"] for rule in owner.ask("get_retention_report")["rules"]}
    assert owner.run("purge_old_data") == report
    assert sum(report.values()) >= 3
    contact = owner.ask("get_contact_by_id", ann)["contact"]
    assert (contact["total_spent"], contact["total_transactions"]) == (50, 1)


def test_page_1000_of_the_audit_log_costs_what_the_first_costs(
    owner: Visitor, instance: Instance, statements: list[str]
) -> None:
    with instance.database.connection() as connection:
        many = "SELECT 'old', 'contacts', 'C-' || n, now() - n * interval '1 minute' FROM generate_series(1, 450) n"
        connection.execute(f"INSERT INTO data.audit_log (action, resource_type, resource_id, timestamp) {many}")
    cursor, seen, asked = None, [], set()
    while True:
        statements.clear()
        page = owner.ask("list_audit_log", {"action": "old"}, cursor)
        asked.add(len(statements))
        seen += [line["resource_id"] for line in page["lines"]]
        assert page["total"] == 450
        if not (cursor := page["next_cursor"]):
            break
    assert seen == [f"C-{number}" for number in range(1, 451)]
    assert max(asked) <= 6, asked
    back = owner.ask("list_audit_log", {"action": "old"}, page["previous_cursor"])
    assert [line["resource_id"] for line in back["lines"]] == seen[300:400]


@pytest.mark.parametrize(("days_ago", "gone"), [(2 * 365.25 - 1, False), (2 * 365.25 + 1, True)])
def test_lines_of_the_audit_log_go_after_two_years(
    owner: Visitor, instance: Instance, days_ago: float, gone: bool
) -> None:
    with instance.database.connection() as connection:
        line = "INSERT INTO data.audit_log (action, resource_type, \"timestamp\") VALUES (%s, 'x', %s)"
        connection.execute(line, ("once", datetime.now(UTC) - timedelta(days_ago)))
    owner.run("purge_old_data")
    actions = [line["action"] for line in owner.ask("list_audit_log")["lines"]]
    assert ("once" not in actions) is gone
    assert "purge_old_data" in actions


def test_nobody_rewrites_the_audit_log(owner: Visitor, instance: Instance) -> None:
    make(owner)
    with instance.database.connection() as connection:
        for statement in ("UPDATE data.audit_log SET action = 'nothing'", "DELETE FROM data.audit_log"):
            with pytest.raises(psycopg.errors.CheckViolation, match="only added"):
                connection.execute(statement)
