"""Unsubscribing and choosing, by the links in a message, over HTTP."""

from __future__ import annotations

import re

import pytest

from .conftest import person

pytestmark = pytest.mark.usefixtures("empty", "awake")


@pytest.fixture
def link(owner, post, inbox) -> str:
    """The path of Ann's unsubscribe link, from a mail she got."""
    person(owner, "Ann")
    post.plan()
    post.drain()
    return inbox.mails[0]["List-Unsubscribe"].split(">")[0].lstrip("<").split("/", 3)[3]


def consents(owner) -> dict[str, str]:
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    rows = owner.ask("get_consents", ann["contact_id"])["consents"]
    return {f"{row['channel']}:{row['purpose']}": row["state"] for row in rows}


def test_c02_one_click_unsubscribes_without_cookie_or_redirect_and_twice_is_as_once(owner, web, link):
    for _ in range(2):
        answer = web.post(f"/{link}", data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        web.cookies.clear()
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    history = owner.ask("get_consents", ann["contact_id"])["history"]
    assert [(row["state"], row["source"]) for row in history] == [("withdrawn", "one_click"), ("granted", "person")]


def test_c03_looking_fifty_times_changes_nothing(owner, web, link):
    for _ in range(25):
        assert web.get(f"/{link}").status_code == web.head(f"/{link}").status_code == 200
    assert consents(owner) == {"email:marketing": "granted"}
    assert "Choose what I get instead" in web.get(f"/{link}").text


def test_c04_a_changed_link_is_not_found_and_does_nothing(owner, web, link):
    changed = link[:-1] + ("0" if link[-1] != "0" else "1")
    assert web.post(f"/{changed}").status_code == 404
    assert web.post(f"/{link.replace('unsubscribe', 'preferences')}").status_code == 404
    assert consents(owner) == {"email:marketing": "granted"}


def test_c04_a_link_still_acts_for_its_person_after_their_address_changed(owner, web, link):
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    owner.ask("save_contact", {"contact_id": ann["contact_id"], "email": "ann.marie@example.com"})
    assert web.post(f"/{link}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert consents(owner) == {"email:marketing": "withdrawn"}


@pytest.mark.parametrize("leaving", ["archived", "erased"])
def test_c11_an_address_stays_unsubscribed_whatever_a_list_says(owner, post, inbox, web, link, leaving):
    web.post(f"/{link}")
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    if leaving == "archived":
        owner.ask("delete_contact", ann["contact_id"])
    else:
        owner.ask("delete_customer_data", ann["contact_id"], ann["contact_id"], "asked")
    person(owner, "Ann", consented=False)
    post.run(lambda: imported_consent(post))
    post.plan("campaign-2")
    post.drain()
    assert len(inbox.mails) == 1


def imported_consent(post) -> None:
    from anvil.tables import app_tables

    consent, actors = post.package("server_compliance.consent_service"), post.package("server_shared.actors")
    wording = consent.current_wording(actors.SYSTEM, "marketing", "en", "Yes")
    entry = {"channel": "email", "purpose": "marketing", "state": "granted", "source": "import", "wording": wording}
    consent.record_consent(actors.SYSTEM, app_tables.contacts.get(archived_at=None, email="ann@example.com"), entry)


def test_a_person_chooses_what_they_get(owner, post, inbox, web, link):
    page = web.get(f"/{link}").text
    preferences = re.search(r'href="[^"]*/(email/preferences/[^"]+)"', page)[1]
    assert "checked" in web.get(f"/{preferences}").text
    chosen = {"email:newsletter": "yes", "email:tracking": "yes", "phone:everything": "yes"}
    saved = web.post(f"/{preferences}", data=chosen)
    assert "Saved." in saved.text
    assert consents(owner) == {"email:marketing": "withdrawn", "email:newsletter": "granted"}
    web.post(f"/{preferences}", data={**chosen, "email:marketing": "yes"})
    post.plan("campaign-2")
    assert post.drain() == {"sent": 1}


def test_pages_carry_no_script_and_cannot_be_framed(web, link):
    answer = web.get(f"/{link}")
    assert "<script" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_nothing_is_told_about_somebody_who_is_gone(owner, web, link):
    [ann] = owner.ask("get_all_contacts", {"search": "ann"})["contacts"]
    owner.ask("delete_customer_data", ann["contact_id"], ann["contact_id"], "asked")
    answer = web.get(f"/{link}")
    assert answer.status_code == 404
    assert "ann@example.com" not in answer.text
