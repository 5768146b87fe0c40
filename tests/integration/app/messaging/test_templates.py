"""The library of templates, and the files of mails."""

from __future__ import annotations

import io

import anvil
import pytest
from PIL import Image

pytestmark = pytest.mark.usefixtures("empty", "awake")

WORDS = {"subject": "Spring, {{first_name|friend}}", "blocks": [{"kind": "text", "text": "Hello"}]}


def picture(width, mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, (width, 300), "teal").save(out, "PNG")
    return anvil.BlobMedia("image/png", out.getvalue(), name="garden.png")


def test_a_business_begins_with_templates_in_every_category_and_archived_ones_stay_away(owner):
    found = owner.ask("list_templates")
    assert set(found["counts"]) == {"newsletter", "offer", "event", "booking", "thanks", "return"}
    assert all("<table" in each["html"] and "{{" not in each["html"] for each in found["templates"])
    owner.ask("archive_template", "one-offer")
    assert owner.ask("list_templates")["total"] == found["total"] - 1
    assert [each["slug"] for each in owner.ask("list_templates", archived=True)["templates"]] == ["one-offer"]
    owner.ask("restore_template", "one-offer")
    assert owner.ask("list_templates", "offer one")["templates"][0]["name"] == "One offer"
    assert owner.ask("list_templates", "100%")["total"] == 0


def test_a_template_is_made_copied_and_changed_by_one_at_a_time(owner, sign_in):
    slug = owner.ask("create_template", {**WORDS, "name": "Spring & Summer", "category": "offer"})["slug"]
    assert slug == "spring-summer"
    assert owner.ask("create_template", {**WORDS, "name": "Spring, summer"})["slug"] == "spring-summer-2"
    copy = owner.ask("get_template", owner.ask("duplicate_template", slug)["slug"])["template"]
    assert (copy["name"], copy["subject"], copy["category"]) == ("Spring & Summer (copy)", WORDS["subject"], "offer")
    owner.ask("update_template", slug, {"name": "Autumn"}, 1)
    assert owner.refusal("update_template", slug, {"name": "Winter"}, 1)["code"] == "conflict"
    assert owner.ask("list_templates", "autumn")["total"] == 1
    assert owner.refusal("create_template", {"name": ""})["fields"]["name"]
    assert owner.refusal("get_template", "nothing")["code"] == "not_found"


@pytest.mark.parametrize(
    "change",
    [
        {"blocks": [{"kind": "product", "title": "Seed loaf"}]},
        {"blocks": [{"kind": "columns", "left": [{"kind": "product", "title": "Seed loaf"}], "right": []}]},
        {"blocks": [{"kind": "text", "text": "Use {{ offer_code }}"}]},
        {"subject": "Your code is {{offer_code}}"},
    ],
)
def test_c12_a_confirmation_that_advertises_is_refused_and_a_campaign_may(owner, change):
    whole = {**WORDS, "name": "Receipt", "template_type": "transactional"}
    assert "no offers" in owner.refusal("create_template", {**whole, **change})["fields"]["template_type"]
    slug = owner.ask("create_template", whole)["slug"]
    assert "no offers" in owner.refusal("update_template", slug, change)["fields"]["template_type"]
    owner.ask("update_template", slug, {**change, "template_type": "campaign"})
    assert owner.refusal("update_template", slug, {"template_type": "transactional"})["code"] == "invalid"


def test_pictures_are_drawn_anew_and_open_to_all(owner, nobody):
    kept = owner.ask("add_mail_picture", picture(3000))["picture"]
    assert (kept["width"], kept["height"]) == (1200, 120)
    assert owner.ask("add_mail_picture", picture(3000))["picture"] == kept
    assert owner.refusal("add_mail_picture", anvil.BlobMedia("image/png", b"no picture"))["code"] == "invalid"


def test_attachments_go_with_the_mail(owner, inbox):
    from .conftest import person

    person(owner, "Ann")
    file = anvil.BlobMedia("application/pdf", b"%PDF-1 menu", name="menu.pdf")
    kept = owner.ask("add_mail_attachment", file)["attachment"]
    made = owner.ask(
        "create_campaign",
        {**WORDS, "campaign_name": "Spring", "audience": {"everyone": True}, "attachments": [kept]},
    )["campaign_id"]
    owner.ask("launch_campaign", made)
    owner.run("plan_campaign", made)
    owner.run("send_messages", "marketing_email")
    [mail] = inbox.mails
    [sent] = mail.iter_attachments()
    assert (sent.get_filename(), sent.get_content()) == ("menu.pdf", b"%PDF-1 menu")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("run.exe", b"x", "invalid"),
        ("empty.pdf", b"", "invalid"),
        ("big.pdf", b"x" * (5 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_mail_servers_refuse_is_refused_at_once(owner, name, content, code):
    file = anvil.BlobMedia("application/pdf", content, name=name)
    assert owner.refusal("add_mail_attachment", file)["code"] == code


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/menu.pdf", "menu.pdf"),
        ("C:\\Users\\ann\\menu.pdf", "menu.pdf"),
        ("Käse – Menü.PDF", "Käse – Menü.PDF"),
        ("\u202emenu\u200f\u2066.pdf", "menu.pdf"),
        ("menu\r\nBcc: eve@example.com.pdf", "menu Bcc: eve@example.com.pdf"),
        ("m" * 300 + ".pdf", None),
    ],
)
def test_a_file_is_called_by_its_own_name_and_nothing_else(owner, given, name):
    file = anvil.BlobMedia("application/pdf", b"%PDF-1 menu", name=given)
    kept = owner.ask("add_mail_attachment", file)["attachment"]
    assert kept["name"] == name or (name is None and len(kept["name"]) <= 120 and kept["name"].endswith("m.pdf"))


def test_a_file_is_not_called_what_it_is_not(owner):
    file = anvil.BlobMedia("application/pdf", b"%PDF-1 menu", name="menu.pdf")
    kept = owner.ask("add_mail_attachment", file)["attachment"]
    renamed = {**kept, "name": "menu.exe"}
    refused = owner.refusal("create_campaign", {**WORDS, "campaign_name": "Spring", "attachments": [renamed]})
    assert "does not fit" in refused["fields"]["attachments"]


def test_a_workbook_made_to_burst_goes_as_it_is_and_is_not_opened(owner, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("A file that is only sent is not opened")

    monkeypatch.setattr("zipfile.ZipFile.__init__", refuse)
    file = anvil.BlobMedia("application/zip", b"PK\x03\x04" + b"\0" * 1000, name="prices.xlsx")
    assert owner.ask("add_mail_attachment", file)["attachment"]["size"] == 1004


def test_all_files_together_have_a_limit(owner):
    three = b"x" * (3 * 1024 * 1024)
    files = [
        owner.ask("add_mail_attachment", anvil.BlobMedia("text/plain", three + end, name="a.txt"))["attachment"]
        for end in (b"1", b"2")
    ]
    data = {**WORDS, "campaign_name": "Spring"}
    assert owner.refusal("create_campaign", {**data, "attachments": files})["code"] == "too_large"
    gone = [{"key": "0" * 40, "name": "a.txt"}]
    assert "add it again" in owner.refusal("create_campaign", {**data, "attachments": gone})["fields"]["attachments"]
