"""Files that people send: fetched from their service within limits, given out, erased with their message."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.app.conftest import eventually

from .http_stub import Asked, Stub, http_stub
from .letters import BEARER, MAIL_OF, Letters
from .phone import ANN, Twilio

pytestmark = pytest.mark.usefixtures("empty", "awake", "numbers")

PDF = b"%PDF-1.7 a plan"
ACCOUNT = "AC" + "0" * 31 + "1"
MEDIA = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/SM1/Media/ME1"


@pytest.fixture
def service(instance, monkeypatch) -> Iterator[Stub]:
    """What stands in for Brevo and for Twilio."""
    with http_stub() as stub:
        given = {
            "brevo_webhook_token": BEARER["Authorization"].removeprefix("Bearer "),
            "brevo_api_key": "key-1",
            "brevo_url": stub.url,
            "twilio_url": stub.url,
        }
        for name, value in given.items():
            monkeypatch.setitem(instance.secrets._values, name, value)
        stub.always(200, PDF)
        yield stub


@pytest.fixture
def letters(web, post) -> Letters:
    return Letters(web, post)


@pytest.fixture
def contact_id(owner, service) -> str:
    return owner.ask("create_contact", {"first_name": "Ann", "email": MAIL_OF["Ann"], "phone": ANN})["contact_id"]


def attached(name: str = "plan.pdf", size: int = len(PDF), token: str = "t/1") -> dict[str, Any]:
    return {"Name": name, "ContentType": "application/pdf", "ContentLength": size, "DownloadToken": token}


def fetch(post) -> int:
    return post.run(lambda: post.module("inbound_file_service").fetch_due())


def files(owner, contact_id: str) -> list[dict[str, Any]]:
    return owner.ask("get_thread", contact_id)["messages"][-1]["files"]


def due_again(instance) -> None:
    with instance.database.connection() as connection:
        connection.execute("UPDATE data.inbound_files SET due_at = now() - interval '1 second'")


def test_an_attachment_is_fetched_with_our_key_and_given_out_in_thread_and_timeline(
    owner, post, service, letters, contact_id
):
    letters.write("The plan.", Attachments=[attached()])
    [file] = files(owner, contact_id)
    assert (file["name"], file["status"]) == ("plan.pdf", "waiting")
    assert owner.call("get_inbound_file", file["file_key"])["code"] == "invalid"
    stamp = owner.ask("get_inbox_stamps", contact_id)["thread"]
    assert fetch(post) == 1
    [asked] = service.asked
    assert (asked.path, asked.headers["api-key"]) == ("/v3/inbound/attachments/t%2F1", "key-1")
    [file] = files(owner, contact_id)
    assert (file["status"], file["size"], file["reason"]) == ("kept", len(PDF), "")
    assert owner.ask("get_inbox_stamps", contact_id)["thread"] != stamp
    event = owner.ask("get_contact_timeline", contact_id, kind="mail")["timeline"][0]
    assert event["event_data"]["files"] == [{"file_key": file["file_key"], "name": "plan.pdf"}]
    assert owner.bytes_of(owner.ask("get_inbound_file", file["file_key"])["file"]) == PDF


def test_what_can_do_harm_or_is_too_large_is_named_and_never_asked_for(owner, post, service, letters, contact_id):
    many = [attached(f"page-{n}.pdf") for n in range(10)]
    letters.write("", Attachments=[attached("setup.exe"), attached("film.mp4", 30_000_000), *many])
    assert fetch(post) == 8
    told = {each["name"]: each["reason"] for each in files(owner, contact_id) if each["status"] == "refused"}
    assert told == {
        "setup.exe": "Not kept: files of the kind “exe” can do harm.",
        "film.mp4": "Not kept: it is larger than 10 MB.",
        "page-8.pdf": "Not kept: only the first 10 files of a message are.",
        "page-9.pdf": "Not kept: only the first 10 files of a message are.",
    }
    assert len(service.asked) == 8
    event = owner.ask("get_contact_timeline", contact_id, kind="mail")["timeline"][0]
    refused = [each["name"] for each in event["event_data"]["files"] if each.get("status") == "refused"]
    assert sorted(refused) == sorted(told), "a timeline offers no download of what is not there"


def test_a_file_that_is_larger_than_it_said_is_not_kept(owner, post, service, letters, contact_id):
    letters.write("", Attachments=[attached(size=10)])
    service.always(200, b"x" * (10 * 1024 * 1024 + 1))
    assert fetch(post) == 0
    [file] = files(owner, contact_id)
    assert (file["status"], file["reason"]) == ("failed", "Not kept: it is larger than 10 MB.")


def test_a_download_that_fails_is_told_and_tried_again_until_it_comes(
    owner, post, instance, service, letters, contact_id
):
    letters.write("", Attachments=[attached()])
    service.always(503)
    assert fetch(post) == 0
    [file] = files(owner, contact_id)
    assert (file["status"], file["reason"]) == ("waiting", "The service answered 503.")
    assert file["due_at"] is not None
    assert fetch(post) == 0, "it is not hammered on"
    assert len(service.asked) == 1
    due_again(instance)
    service.always(200, PDF)
    assert fetch(post) == 1


def test_one_that_is_gone_is_given_up_until_somebody_asks_again(owner, post, service, letters, contact_id):
    letters.write("", Attachments=[attached()])
    service.always(404)
    fetch(post)
    [file] = files(owner, contact_id)
    assert (file["status"], file["reason"]) == ("failed", "The service does not have it any more.")
    service.always(200, PDF)
    owner.ask("fetch_inbound_file", file["file_key"])
    assert fetch(post) == 1
    assert owner.call("fetch_inbound_file", file["file_key"])["code"] == "invalid"


def test_the_job_that_reads_webhooks_has_files_fetched(owner, post, service, contact_id, web, letters):
    item = letters.item("", MAIL_OF["Ann"], Attachments=[attached()])
    web.post("/_/api/webhooks/brevo-inbound", json={"items": [item]}, headers=BEARER)
    post.run(post.module("jobs").process_webhooks)
    assert eventually(lambda: files(owner, contact_id)[0]["status"] == "kept")


def test_a_picture_by_whatsapp_is_fetched_from_twilio_and_its_store_never_sees_our_token(
    owner, post, service, twilio: Twilio, contact_id
):
    def answer(asked: Asked) -> Any:
        if asked.path == MEDIA:
            return 307, {"Location": f"{service.url}/store/ME1"}, b""
        return 200, {}, b"a picture"

    service.answer = answer
    twilio.write("", NumMedia="1", MediaUrl0=f"{service.url}{MEDIA}", MediaContentType0="image/jpeg")
    assert fetch(post) == 1
    [file] = files(owner, contact_id)
    assert (file["name"], file["status"]) == ("photo.jpg", "kept")
    first, second = service.asked
    assert first.headers["Authorization"] == "Basic " + b64encode(f"{ACCOUNT}:12345".encode()).decode()
    assert "Authorization" not in second.headers
    assert owner.ask("list_conversations")["conversations"][0]["preview"] == "A file"


def test_media_elsewhere_than_at_twilio_is_not_fetched(owner, post, service, twilio: Twilio, contact_id):
    places = (
        f"http://127.0.0.2:1{MEDIA}",
        f"https://evil.test{MEDIA}",
        f"https://api.twilio.com.evil.test{MEDIA}",
        f"{service.url}/etc/passwd",
    )
    media = {f"MediaUrl{n}": place for n, place in enumerate(places)}
    kinds = {f"MediaContentType{n}": "image/jpeg" for n in range(len(places))}
    twilio.write("Look", NumMedia=str(len(places)), **media, **kinds)
    assert fetch(post) == 0
    assert {each["reason"] for each in files(owner, contact_id)} == {"This is no address of Twilio."}
    service.answer = lambda asked: (307, {"Location": "http://127.0.0.2:1/x"}, b"")
    twilio.write("Look", NumMedia="1", MediaUrl0=f"{service.url}{MEDIA}", MediaContentType0="image/jpeg")
    fetch(post)
    assert files(owner, contact_id)[0]["reason"] == "The service leads to another place, which is not its own."
    assert [asked.path for asked in service.asked] == [MEDIA]


def test_c43_files_are_given_out_with_the_rest_and_erased_with_it(owner, post, instance, service, letters, contact_id):
    letters.write("The plan.", Attachments=[attached()])
    fetch(post)
    with zipfile.ZipFile(io.BytesIO(owner.bytes_of(owner.ask("export_customer_data", contact_id)["file"]))) as archive:
        [told] = json.loads(archive.read("inbound_files.json"))
        assert archive.read(told["file"]) == PDF
    assert "place" not in told
    owner.ask("delete_customer_data", contact_id, contact_id, "Asked by letter.")
    with instance.database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM data.inbound_files").fetchone() == (0,)


def test_merging_two_people_keeps_the_files_of_both(owner, post, service, letters, contact_id):
    letters.write("The plan.", Attachments=[attached()])
    fetch(post)
    other = owner.ask("create_contact", {"first_name": "Anne", "email": "anne@example.org"})["contact_id"]
    owner.ask("merge_contacts", other, [contact_id], {})
    assert files(owner, other)[0]["status"] == "kept"


def test_only_who_may_see_customers_gets_a_file(owner, nobody, post, service, letters, contact_id):
    letters.write("The plan.", Attachments=[attached()])
    fetch(post)
    [file] = files(owner, contact_id)
    assert nobody.call("get_inbound_file", file["file_key"])["code"] == "not_signed_in"
    assert owner.call("get_inbound_file", "0" * 32)["code"] == "not_found"
