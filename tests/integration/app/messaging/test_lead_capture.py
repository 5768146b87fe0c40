"""Sign-up forms: what they may be, what a visitor's answers become, and who is kept out."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest

from .conftest import person
from .test_newsletters import mailing_list, statuses

pytestmark = pytest.mark.usefixtures("empty", "awake")
OFFERS = {"channel": "email", "purpose": "marketing", "text": "Yes, send me offers by e-mail."}
SHOP = "https://shop.example.com"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0"


def live_form(owner: Any, name: str = "Ask us", **more: Any) -> dict[str, Any]:
    form = owner.ask("save_lead_form", {"name": name, **more})["form"]
    return owner.ask("publish_lead_form", form["form_id"])["form"]


def stamp_of(web: Any, slug: str) -> str:
    return re.search(r'name="stamp" value="([^"]+)"', web.get(f"/forms/{slug}").text)[1]


def send(web: Any, slug: str, **fields: str) -> Any:
    """Send a form from its own page; ``box_x`` ticks a box."""
    typed = {f"answer:{name}": value for name, value in fields.items() if not name.startswith("box_")}
    boxes = {name.replace("box_", "box:"): value for name, value in fields.items() if name.startswith("box_")}
    return web.post(f"/forms/{slug}", data={"stamp": stamp_of(web, slug), **typed, **boxes})


def embedded(web: Any, slug: str, origin: str, fields: dict[str, str], key: str = "k1") -> Any:
    """Send a form as the script on another site's page does."""
    script = web.get(f"/embed/{slug}.js").text
    settings = json.loads(re.search(r"const form = (\{.*\});", script)[1])
    stamp = re.search(r'name="stamp" value="([^"]+)"', settings["html"])[1]
    body = {"stamp": stamp, "key": key, "page": f"{origin}/page", "fields": fields}
    headers = {"Origin": origin, "Content-Type": "text/plain"}
    return web.post(f"/embed/{slug}/submit", content=json.dumps(body), headers=headers)


@pytest.mark.usefixtures("no_traps")
def test_an_answer_becomes_a_lead_with_its_consents_tags_and_message(owner, web):
    fields = [{"key": "first_name"}, {"key": "email", "required": True}, {"key": "message"}]
    form = live_form(owner, fields=fields, consents=[OFFERS], tags=["Web"])
    data = {"answer:email": "Ann@Example.com", "answer:first_name": "Ann", "answer:message": "Is there a garden?"}
    answer = web.post("/forms/ask-us", data={"stamp": stamp_of(web, "ask-us"), **data, "box:email:marketing": "yes"})
    assert "Thank you" in answer.text
    [ann] = owner.ask("get_all_contacts", {})["contacts"]
    assert (ann["email"], ann["status"], ann["source"], ann["tags"]) == ("ann@example.com", "lead", "Ask us", ["Web"])
    [entry] = owner.ask("get_consents", ann["contact_id"])["history"]
    assert (entry["state"], entry["source"], entry["wording"]) == ("granted", "form", OFFERS["text"])
    assert entry["evidence"]["form"] == form["form_id"]
    timeline = owner.ask("get_contact_by_id", ann["contact_id"])["contact"]["timeline"]
    assert "Filled in “Ask us”: Is there a garden?" in [event["description"] for event in timeline]
    [sent] = owner.ask("list_lead_submissions", form["form_id"])["submissions"]
    assert sent["answers"]["message"] == "Is there a garden?"
    assert sent["consents"] == ["email:marketing"]
    assert b"Is there a garden?" in owner.ask("export_lead_submissions", form["form_id"])["file"].get_bytes()


@pytest.mark.usefixtures("no_traps")
def test_a_form_with_a_newsletter_lets_the_visitor_confirm(owner, post, inbox, web):
    list_id = mailing_list(owner)
    live_form(owner, list_id=list_id)
    send(web, "ask-us", email="ann@example.com", box_list="yes")
    send(web, "ask-us", email="bob@example.com")
    assert statuses(owner, list_id) == {"ann@example.com": "pending"}
    post.drain("transactional_email")
    assert inbox.receivers == ["ann@example.com"]


@pytest.mark.usefixtures("no_traps")
def test_a_known_contact_is_not_changed_by_whoever_types_their_address(owner, web):
    ann = person(owner, "Ann")
    owner.ask("set_consent", ann, {"channel": "email", "purpose": "marketing", "state": "withdrawn"})
    live_form(owner, fields=[{"key": "first_name"}, {"key": "phone"}, {"key": "email"}], consents=[OFFERS])
    data = {"answer:email": "ann@example.com", "answer:first_name": "Eve", "answer:phone": "082 123 4567"}
    web.post("/forms/ask-us", data={"stamp": stamp_of(web, "ask-us"), **data, "box:email:marketing": "yes"})
    contact = owner.ask("get_contact_by_id", ann)["contact"]
    assert (contact["first_name"], contact["phone"] or "") == ("Ann", "")
    assert owner.ask("get_consents", ann)["consents"][0]["state"] == "withdrawn"


@pytest.mark.usefixtures("no_traps")
def test_the_same_sending_counts_once(owner, web):
    form = live_form(owner)
    for _ in range(3):
        assert embedded(web, "ask-us", SHOP, {"answer:email": "ann@example.com"}).json()["ok"]
    # Each script has a stamp of its own: what repeats is one stamp with one key.
    before = owner.ask("list_lead_submissions", form["form_id"])["total"]
    stamp = stamp_of(web, "ask-us")
    for _ in range(3):
        web.post("/forms/ask-us", data={"stamp": stamp, "answer:email": "bob@example.com"})
    assert owner.ask("list_lead_submissions", form["form_id"])["total"] == before + 1
    assert len(owner.ask("get_all_contacts", {})["contacts"]) == 2


@pytest.mark.parametrize(
    "consents",
    [
        [{**OFFERS, "ticked": True}],
        [{**OFFERS, "required": True}],
        [{"channel": ["email", "sms"], "purpose": "marketing", "text": "All of it"}],
        [{"channel": "email", "purpose": ["marketing", "newsletter"], "text": "All of it"}],
        [OFFERS, OFFERS],
        [{**OFFERS, "text": " "}],
    ],
)
def test_c10_consent_is_never_ticked_beforehand_bundled_or_a_must(owner, consents):
    refusal = owner.call("save_lead_form", {"name": "Ask us", "consents": consents})
    assert (refusal["code"], list(refusal["fields"])) == ("invalid", ["consents"])


def test_c10_boxes_are_shown_unticked(owner, web):
    live_form(owner, consents=[OFFERS], list_id=mailing_list(owner))
    text = web.get("/forms/ask-us").text
    assert text.count('type="checkbox"') == 2
    assert " checked" not in text


@pytest.mark.usefixtures("no_traps")
def test_other_sites_are_let_in_as_the_form_says(owner, web):
    form = live_form(owner, sites=["shop.example.com"])
    taken = embedded(web, "ask-us", SHOP, {"answer:email": "ann@example.com"})
    assert taken.headers["access-control-allow-origin"] == SHOP
    assert taken.json()["done"]["title"] == "Thank you"
    refused = embedded(web, "ask-us", "https://evil.example.com", {"answer:email": "eve@example.com"})
    assert refused.status_code == 400
    assert "access-control-allow-origin" not in refused.headers
    asked = web.options("/embed/ask-us/submit", headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "POST")
    assert f"frame-ancestors 'self' {SHOP}" in web.get("/forms/ask-us").headers["content-security-policy"]
    web.post("/embed/ask-us/view", content="{}", headers={"Origin": SHOP, "User-Agent": BROWSER})
    figures = owner.ask("get_lead_form", form["form_id"])["figures"]
    assert {name: figures[name] for name in ("views", "begun", "submits")} == {"views": 1, "begun": 0, "submits": 1}


@pytest.mark.usefixtures("no_traps")
def test_what_is_wrong_is_told_by_field(owner, web):
    live_form(owner, fields=[{"key": "first_name", "required": True}, {"key": "email"}, {"key": "phone"}])
    wrong = embedded(web, "ask-us", SHOP, {"answer:email": "no address", "answer:phone": "12"}).json()["wrong"]
    assert set(wrong) == {"first_name", "email", "phone"}
    answer = send(web, "ask-us", first_name="<Ann>", email="")
    assert answer.status_code == 400
    assert 'value="&lt;Ann&gt;"' in answer.text
    assert "or we cannot answer" in answer.text


def test_programs_are_thanked_and_nothing_is_kept(owner, web):
    form = live_form(owner)
    at_once = send(web, "ask-us", email="ann@example.com")
    assert (at_once.status_code, "quick" in at_once.text) == (400, True)
    trapped = {"stamp": "", "answer:email": "bot@example.com", "website": "https://spam.example.com"}
    assert "Thank you" in web.post("/forms/ask-us", data=trapped).text
    assert web.post("/embed/ask-us/submit", content=b"x" * 30_000).status_code == 400
    assert owner.ask("list_lead_submissions", form["form_id"])["total"] == 0


@pytest.mark.usefixtures("no_traps")
def test_too_many_from_one_visitor_are_refused(owner, web, monkeypatch):
    import sys

    traps = sys.modules["master_template.server_public.bot_traps"]
    monkeypatch.setattr(traps, "TRIES", 3)
    monkeypatch.setattr(traps, "_tries", {})
    live_form(owner)
    codes = [embedded(web, "ask-us", SHOP, {"answer:email": "a@example.com"}, f"k{n}").status_code for n in range(5)]
    assert codes == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://example.com", "https://user@example.com", "//example.com", "https:\\\\e.com", ""],
)
def test_a_form_leads_nowhere_but_to_a_sound_address(owner, url):
    refusal = owner.call("save_lead_form", {"name": "Ask us", "after": {"kind": "redirect", "url": url}})
    assert list(refusal["fields"]) == ["after"]


@pytest.mark.usefixtures("no_traps")
def test_a_form_leads_on_to_the_page_that_was_chosen(owner, web):
    live_form(owner, after={"kind": "redirect", "url": f"{SHOP}/thanks"})
    answer = send(web, "ask-us", email="ann@example.com")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SHOP}/thanks")


def test_a_draft_or_archived_form_takes_nothing(owner, web):
    form = live_form(owner)
    owner.ask("unpublish_lead_form", form["form_id"])
    assert web.get("/forms/ask-us").status_code == web.get("/embed/ask-us.js").status_code == 404
    owner.ask("publish_lead_form", form["form_id"])
    owner.ask("archive_lead_form", form["form_id"])
    assert web.get("/forms/ask-us").status_code == 404
    owner.ask("restore_lead_form", form["form_id"])
    assert [each["status"] for each in owner.ask("list_lead_forms")["forms"]] == ["draft"]


@pytest.mark.usefixtures("no_traps")
def test_own_fields_are_asked_for_by_their_kind_kept_and_told_beside_when_wrong(owner, web):
    rooms = owner.ask("create_custom_field", {"label": "Rooms", "kind": "number"})["key"]
    view = owner.ask("create_custom_field", {"label": "View", "kind": "choice", "options": "Sea\nGarden"})["key"]
    keys = [f"custom.{rooms}", f"custom.{view}"]
    form = live_form(owner, fields=[{"key": "email", "required": True}, *({"key": key} for key in keys)])
    page = web.get("/forms/ask-us").text
    assert re.search(r'type="number"[^>]*|inputmode', page)
    assert "Garden" in page
    refused = send(web, "ask-us", email="ann@example.com", **dict(zip(keys, ("many", "Sea"), strict=True)))
    assert refused.status_code == 422 or refused.status_code == 400
    assert "many" in refused.text, "nothing typed is lost"
    send(web, "ask-us", email="ann@example.com", **dict(zip(keys, ("2", "Sea"), strict=True)))
    [ann] = owner.ask("get_all_contacts", {"search": "ann@example.com"}, own=[rooms, view])["contacts"]
    assert ann["custom"] == {rooms: 2, view: "Sea"}
    owner.ask("archive_custom_field", view)
    assert "Garden" not in web.get("/forms/ask-us").text
    late = owner.refusal("save_lead_form", {"name": "Ask us more"}, form["form_id"])
    assert list(late["fields"]) == ["fields"]


def test_names_and_addresses_of_forms_are_their_own_and_an_archived_form_is_no_hindrance(owner, post, monkeypatch):
    form = owner.ask("save_lead_form", {"name": "Ask us"})["form"]
    assert list(owner.refusal("save_lead_form", {"name": "ASK US", "slug": "other"})["fields"]) == ["name"]
    assert list(owner.refusal("save_lead_form", {"name": "Other", "slug": "Ask us"})["fields"]) == ["slug"]
    owner.ask("archive_lead_form", form["form_id"])
    assert "archived" in owner.refusal("publish_lead_form", form["form_id"])["error"]
    owner.ask("save_lead_form", {"name": "Ask us", "slug": "ask-again"})
    assert owner.refusal("restore_lead_form", form["form_id"])["code"] == "duplicate"
    monkeypatch.setattr(post.package("server_newsletter.lead_forms"), "MAX_FORMS", 1)
    assert "at most 1 form" in owner.refusal("save_lead_form", {"name": "Third"})["error"]


def test_two_editors_of_one_form_are_told_of_each_other(owner):
    form = owner.ask("save_lead_form", {"name": "Ask us"})["form"]
    owner.ask("save_lead_form", {"name": "Ask us more"}, form["form_id"], form["version"])
    late = owner.call("save_lead_form", {"name": "Mine"}, form["form_id"], form["version"])
    assert (late["code"], late["current"]["name"]) == ("conflict", "Ask us more")


def test_what_an_editor_writes_can_be_seen_before_it_is_saved(owner):
    data = {"words": {"title": "Come <in>"}, "kind": "popup", "consents": [OFFERS]}
    html = owner.ask("preview_lead_form", data)["html"]
    assert "Come &lt;in&gt;" in html
    assert OFFERS["text"] in html
    assert "<script" not in html


def seen(web: Any, what: str, page: str = f"{SHOP}/", before: str = "", agent: str = BROWSER) -> int:
    """What the script tells when a visitor sees the form, or begins it."""
    body = json.dumps({"page": page, "from": before})
    return web.post(f"/embed/ask-us/{what}", content=body, headers={"Origin": SHOP, "User-Agent": agent}).status_code


@pytest.mark.usefixtures("no_traps")
def test_l4_a_form_counts_who_saw_began_and_sent_it_by_where_they_came_from(owner, web):
    form = live_form(owner, fields=[{"key": "email", "required": True}])
    for _ in range(3):
        assert seen(web, "view", before="https://www.google.com/search?q=rooms") == 200
    assert seen(web, "view", page=f"{SHOP}/?utm_source=Spring%20mail") == 200
    assert seen(web, "view", before=f"{SHOP}/rooms") == 200
    assert seen(web, "begin", before="https://google.com/") == 200
    web.post("/embed/ask-us/submit", headers={"Origin": SHOP, "Content-Type": "text/plain"}, content=json.dumps({
        "stamp": stamp_of(web, "ask-us"), "key": "k1", "page": f"{SHOP}/", "from": "https://www.google.com/",
        "fields": {"answer:email": "ann@example.com"},
    }))  # fmt: skip
    figures = owner.ask("get_lead_form", form["form_id"], "week")["figures"]
    assert [figures[name] for name in ("views", "begun", "submits")] == [5, 1, 1]
    told = [(each["source"], each["views"], each["begun"], each["submits"]) for each in figures["sources"]]
    assert told == [("google.com", 3, 1, 1), ("", 1, 0, 0), ("spring mail", 1, 0, 0)]
    assert [each["views"] for each in figures["times"]] == [0, 0, 0, 0, 0, 0, 5]
    assert len(owner.ask("get_lead_form", form["form_id"], "year")["figures"]["times"]) == 53
    assert owner.refusal("get_lead_form", form["form_id"], "decade")["code"] == "invalid"


@pytest.mark.usefixtures("no_traps")
def test_l4_programs_and_a_thousand_sources_do_not_spoil_the_figures(owner, web, instance):
    form = live_form(owner, fields=[{"key": "email", "required": True}])
    for agent in ("Googlebot/2.1", "python-requests/2", "", "Mozilla/5.0 HeadlessChrome/140"):
        assert seen(web, "view", agent=agent) == 200
    assert owner.ask("get_lead_form", form["form_id"])["figures"]["views"] == 0
    for number in range(33):
        seen(web, "view", before=f"https://site-{number}.example/")
    with instance.database.connection() as connection:
        rows = connection.execute("SELECT source, views FROM data.lead_form_days").fetchall()
    assert len(rows) == 31
    assert dict(rows)["other"] == 3


@pytest.mark.usefixtures("no_traps")
def test_l4_a_forms_own_page_counts_by_a_script_it_names_and_works_without_it(owner, web):
    form = live_form(owner, fields=[{"key": "email", "required": True}])
    page = web.get("/forms/ask-us?utm_source=Flyer", headers={"Referer": "https://google.com/"})
    script = re.search(r"<script>(.*?)</script>", page.text, re.DOTALL)[1]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page.headers["content-security-policy"]
    source = re.search(r'name="source" value="([^"]+)"', page.text)[1]
    stamp = re.search(r'name="stamp" value="([^"]+)"', page.text)[1]
    sent = {"stamp": stamp, "source": source, "answer:email": ""}
    again = web.post("/forms/ask-us", data=sent)
    assert again.status_code == 400
    assert "<script>" not in again.text, "showing what is wrong is no second visitor"
    assert 'name="source" value="flyer"' in again.text
    assert "Thank you" in web.post("/forms/ask-us", data={**sent, "answer:email": "ann@example.com"}).text
    [found] = owner.ask("get_lead_form", form["form_id"])["figures"]["sources"]
    assert (found["source"], found["submits"]) == ("flyer", 1)
