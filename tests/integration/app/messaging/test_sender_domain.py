"""The domain that mail comes from: its records are checked, and without them no marketing goes; how mail is signed."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from server_code.server_nightly.rules import NIGHTLY

from .conftest import Post, person, wait_for_the_queue
from .fake_dns import Zone, fake_dns
from .test_campaigns import campaign

pytestmark = pytest.mark.usefixtures("empty", "awake")

DOMAIN = "kestrel.test"


@pytest.fixture(scope="module")
def name_server() -> Iterator[Zone]:
    with fake_dns() as zone:
        yield zone


@pytest.fixture
def zone(name_server: Zone, instance, monkeypatch) -> Iterator[Zone]:
    """A business whose mail server is elsewhere, so that its domain counts; nothing is known of it yet."""
    name_server.records, name_server.is_silent = {}, False
    monkeypatch.setitem(instance.secrets._values, "dns_server", name_server.address)
    monkeypatch.setitem(instance.secrets._values, "smtp_url", "smtps://smtp.zoho.com:465")
    yield name_server
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.config SET sender_check = NULL, dkim_key = NULL")


def publish(zone: Zone, owner) -> None:
    """Do what the owner of a domain does: add each record that the settings name."""
    owner.ask("make_signing_key")
    for record in owner.ask("check_sender_domain")["domain"]["records"]:
        if record["kind"] == "TXT":
            zone.text(record["name"], record["value"])
        else:
            zone.records[record["name"], record["kind"]] = [f"{record['value']}."]


def states(owner) -> dict[str, str]:
    records = owner.ask("check_sender_domain")["domain"]["records"]
    return {f"{record['what']} {record['name'].split('.')[0]}": record["state"] for record in records}


def test_c15_the_records_to_add_are_named_and_once_added_the_domain_is_verified(owner, zone):
    assert states(owner) == {"SPF kestrel": "missing", "DKIM mybizz": "missing", "DMARC _dmarc": "missing"}
    publish(zone, owner)
    told = owner.ask("check_sender_domain")
    assert told["domain"]["is_verified"] is True
    assert (told["problem"], {record["state"] for record in told["domain"]["records"]}) == ("", {"ok"})


def test_c15_marketing_from_a_domain_that_is_not_verified_is_refused_with_the_record_to_add(owner, zone):
    person(owner, "Ann")
    made = campaign(owner)
    refused = owner.refusal("launch_campaign", made)["error"]
    assert f"Add this TXT record: {DOMAIN} → v=spf1 include:zohomail.com ~all" in refused
    assert owner.ask("get_campaign", made)["campaign"]["status"] == "draft"
    publish(zone, owner)
    assert owner.ask("launch_campaign", made)["campaign"]["status"] == "sending"


def test_c15_a_key_that_is_not_the_one_that_signs_is_refused(owner, zone):
    publish(zone, owner)
    zone.text(f"mybizz._domainkey.{DOMAIN}", "v=DKIM1; k=rsa; p=AAAA")
    assert states(owner)["DKIM mybizz"] == "wrong"
    assert "another key" in owner.refusal("launch_campaign", campaign(owner))["error"]


@pytest.mark.parametrize(
    ("name", "values", "state"),
    [
        (DOMAIN, ("v=spf1 include:other.example ~all",), "wrong"),
        (DOMAIN, ("v=spf1 include:zohomail.com ~all", "v=spf1 mx -all"), "wrong"),
        (DOMAIN, ("google-site-verification=x",), "missing"),
        (f"_dmarc.{DOMAIN}", ("v=DMARC1; rua=mailto:a@kestrel.test",), "wrong"),
        (f"_dmarc.{DOMAIN}", ("v=DMARC1; p=reject; adkim=s",), "ok"),
    ],
)
def test_c15_records_that_will_not_do_are_told_apart(owner, zone, name, values, state):
    publish(zone, owner)
    zone.text(name, *values)
    records = owner.ask("check_sender_domain")["domain"]["records"]
    [record] = [record for record in records if record["name"] == name]
    assert record["state"] == state
    if "other.example" in values[0]:
        assert record["value"] == "v=spf1 include:zohomail.com include:other.example ~all"


def test_c15_brevo_signs_with_keys_that_the_domain_leads_to(owner, zone, instance, monkeypatch):
    monkeypatch.setitem(instance.secrets._values, "brevo_api_key", "key")
    assert "no keys" in owner.refusal("set_mail_provider", "marketing_email", "ses")["error"]
    owner.ask("set_mail_provider", "marketing_email", "brevo")
    assert "DKIM brevo1" in states(owner)
    publish(zone, owner)
    assert owner.ask("check_sender_domain")["domain"]["is_verified"] is True
    zone.records[f"brevo1._domainkey.{DOMAIN}", "CNAME"] = ["b1.other-example.dkim.brevo.com."]
    assert states(owner)["DKIM brevo1"] == "wrong"


def test_c15_what_waits_already_is_held_when_the_records_are_gone(owner, post, zone):
    person(owner, "Ann")
    post.plan()
    assert post.drain() == {}
    sending = owner.ask("get_mail_sending")
    assert "SPF" in sending["streams"]["marketing_email"]["held"]
    assert not sending["streams"]["transactional_email"]["held"]


def test_c15_a_name_server_that_is_silent_changes_nothing(owner, zone, post, monkeypatch):
    publish(zone, owner)
    assert owner.ask("check_sender_domain")["domain"]["is_verified"] is True
    zone.is_silent = True
    monkeypatch.setattr(post.package("server_emails.dns_lookup"), "SECONDS", 0.2)
    assert owner.ask("check_sender_domain")["domain"]["is_verified"] is True


def test_c15_the_demo_needs_no_domain(owner, post, inbox):
    sending = owner.ask("get_mail_sending")
    assert (sending["domain"]["stays_here"], sending["problem"]) == (True, "")
    person(owner, "Ann")
    post.plan()
    assert post.drain() == {"sent": 1}


def test_c01_marketing_mail_is_signed_over_the_headers_of_unsubscribing(
    owner, post, smtp_server, inbox, zone, instance
):
    controller, taken = smtp_server
    publish(zone, owner)
    instance.secrets._values["smtp_url"] = f"smtp://127.0.0.1:{controller.port}"
    person(owner, "Ann")
    post.plan()
    assert post.drain() == {"sent": 1}
    [raw] = taken.raw
    [mail] = taken.mails
    signed = mail["DKIM-Signature"].replace(" ", "").lower()
    names = next(part for part in signed.split(";") if part.startswith("h=")).removeprefix("h=").split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "subject"} <= set(names)
    assert f"d={DOMAIN};" in signed

    def look_up(name: bytes, timeout: int = 5) -> bytes:
        text = "".join(zone.records[name.decode().rstrip("."), "TXT"]).replace('" "', "").strip('"')
        return text.encode()

    assert dkim.verify(raw, dnsfunc=look_up)
    assert not dkim.verify(raw.replace(b"Hello Ann", b"Hello Eve"), dnsfunc=look_up)


def test_a_key_is_made_once(owner, zone, post):
    owner.ask("make_signing_key")
    before = post.run(post.package("server_emails.dkim_keys").public_key)
    owner.ask("make_signing_key")
    assert post.run(post.package("server_emails.dkim_keys").public_key) == before != ""


def test_c15_a_key_of_ones_own_is_the_one_that_signs_though_its_lines_came_as_one(
    owner, zone, post, instance, monkeypatch
):
    owner.ask("make_signing_key")
    keys = post.package("server_emails.dkim_keys")
    made = post.run(keys.public_key)
    own = rsa.generate_private_key(65537, 2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    in_one_line = own.private_bytes(*form).decode().replace("\n", "\\n")
    monkeypatch.setitem(instance.secrets._values, "dkim_private_key", in_one_line)
    monkeypatch.setitem(instance.secrets._values, "dkim_selector", "ours")
    public = own.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert post.run(keys.public_key) == base64.b64encode(public).decode() != made
    record = next(each for each in owner.ask("check_sender_domain")["domain"]["records"] if each["what"] == "DKIM")
    assert (record["name"], record["state"]) == (f"ours._domainkey.{DOMAIN}", "missing")


@pytest.fixture
def staff(sign_in) -> Any:
    return sign_in("staff")


def test_only_who_may_change_settings_changes_how_mail_is_sent(staff):
    for name, *given in (
        ("set_mail_provider", "marketing_email", "smtp"),
        ("check_sender_domain",),
        ("make_signing_key",),
        ("send_test_through", "smtp"),
        ("list_provider_reports",),
        ("replay_provider_reports",),
    ):
        assert staff.refusal(name, *given)["code"] == "forbidden"


def test_a_test_goes_through_the_service_it_is_asked_of(owner, post, inbox):
    assert owner.ask("send_test_through", "zoho")["sent_to"] == "owner@demo.test"
    [mail] = inbox.mails
    assert mail["To"] == "owner@demo.test"
    assert "keys" in owner.refusal("send_test_through", "brevo")["error"]


def test_e3_mails_of_the_app_are_in_the_log(owner, post):
    refused = owner.refusal("send_test_email")
    assert refused["code"] == "invalid"
    log = owner.ask("list_sent_mails")
    assert [(mail["template_used"], mail["status"]) for mail in log["mails"]] == [("test", "failed")]
    assert log["mails"][0]["recipient"] == "owner@demo.test"


def doubtful(post: Post) -> list[str]:
    with post.instance.database.connection() as connection:
        connection.execute("UPDATE data.sends SET status = 'unknown', attempted_at = now()")
        return [row[0] for row in connection.execute("SELECT send_key FROM data.sends").fetchall()]


def test_c20_a_person_decides_what_nobody_can_say(owner, post, inbox):
    for name in ("Ann", "Ben"):
        person(owner, name)
    post.plan()
    first, second = doubtful(post)
    assert owner.ask("mark_messages_as_sent", [first])["count"] == 1
    assert owner.ask("send_messages_again", [first, second])["count"] == 1
    assert post.drain() == {"sent": 1}
    assert len(inbox.mails) == 1


def test_c37_reports_that_were_put_aside_are_listed_and_read_again_on_demand(owner, post, instance, monkeypatch):
    heard: list[str] = []
    monkeypatch.setitem(post.module("webhook_service")._handlers, "told", heard.append)
    with instance.database.connection() as connection:
        connection.execute(
            "INSERT INTO data.webhook_events (provider, event_key, body, status, attempts, error, received_at, due_at) "
            "SELECT 'told', n::text, 'body ' || n, 'dead', 8, 'ValueError: no', now() - n * interval '1 hour', now() "
            "FROM generate_series(1, 3) n"
        )
    listed = owner.ask("list_provider_reports")
    assert [report["event_key"] for report in listed["reports"]] == ["1", "2", "3"]
    assert (listed["total"], listed["reports"][0]["error"]) == (3, "ValueError: no")
    assert owner.ask("replay_provider_reports", "told", "2")["count"] == 1
    wait_for_the_queue(instance)
    assert heard == ["body 2"]
    assert owner.ask("list_provider_reports")["total"] == 2
    assert owner.ask("replay_provider_reports")["count"] == 2


def test_the_records_are_looked_at_each_night(owner, zone):
    publish(zone, owner)
    owner.run("check_sender_records")
    assert owner.ask("get_mail_sending")["domain"]["is_verified"] is True
    assert "check_sender_records" in NIGHTLY
