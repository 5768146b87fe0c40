"""The owner sets the business up; what is set holds at once, here and on the next page."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page, expect

from app_server.colour_scheme import scheme
from tests.server_process import ServerProcess

from .conftest import PHONE, OpenPage, open_drawer, sign_in
from .test_colours import tones

PICTURE = io.BytesIO()
Image.new("RGB", (40, 40), "red").save(PICTURE, "PNG")


def open_settings(page: Page, business: ServerProcess, section: str) -> None:
    page.goto(f"{business.url}/#?page=settings-{section}")
    page.wait_for_load_state("networkidle")


def test_the_profile_is_told_in_the_drawer_at_once_and_everywhere_after(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Business profile").click()
    expect(page.get_by_label("Name *")).to_have_value("Bluegum House & Café")
    page.get_by_label("Name *").fill("Bluegum Inn")
    page.get_by_label("Time zone *").fill("asia/kolkata")
    page.get_by_role("switch", name="Monday").check()
    page.get_by_label("Until").fill("08:00")
    page.locator("input[type=file]").set_input_files(
        {"name": "l.png", "mimeType": "image/png", "buffer": PICTURE.getvalue()}
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Monday: each period ends after it begins")).to_be_visible()
    page.get_by_label("Until").fill("12:30")
    page.get_by_label("Website").fill("no web address")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This is not a web address.")).to_be_visible()
    page.get_by_label("Website").fill("bluegum.example")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    expect(page.locator(".drawer-head").get_by_text("Bluegum Inn")).to_be_visible()
    page.reload(wait_until="networkidle")
    logo = page.locator(".drawer-head img")
    expect(logo).to_be_visible()
    assert logo.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 40
    open_settings(page, business, "business")
    expect(page.get_by_label("Website")).to_have_value("https://bluegum.example")
    expect(page.get_by_label("Time zone *")).to_have_value("Asia/Kolkata")
    expect(page.get_by_label("Until")).to_have_value("12:30")


def test_a_feature_that_is_switched_off_leaves_the_drawer_and_undo_brings_it_back(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page(PHONE)
    sign_in(page)
    open_settings(page, business, "features")
    page.get_by_role("switch", name="Marketing").uncheck()
    expect(page.get_by_text("Marketing is off.")).to_be_visible()
    open_drawer(page)
    expect(page.get_by_role("link", name="Contacts")).to_be_visible()
    expect(page.get_by_role("link", name="Tasks")).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("switch", name="Marketing")).to_be_checked()
    open_drawer(page)
    expect(page.get_by_role("link", name="Tasks")).to_be_visible()


def test_the_look_is_previewed_saved_and_there_at_the_next_first_paint(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    open_settings(page, business, "theme")
    before = tones(page, ["primary"])
    page.get_by_label("Colour", exact=True).fill("7b4b94")
    preview = page.locator(".theme-preview").last
    dark = scheme("#7b4b94", dark=True)["surface"]
    expect(preview).to_have_css("background-color", "rgb({}, {}, {})".format(*bytes.fromhex(dark[1:])))
    assert tones(page, ["primary"]) == before
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The look is saved.")).to_be_visible()
    wanted = scheme("#7b4b94", dark=False)["primary"]
    assert tones(page, ["primary"]) == [wanted]
    page.reload(wait_until="commit")
    assert f"--anvil-m3-primary:{wanted};" in page.content().split("</style>")[0]


def test_a_place_is_added_archived_and_restored(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    open_settings(page, business, "locations")
    page.get_by_role("button", name="New location").click()
    page.get_by_label("Name *").fill("Harbour shop")
    page.get_by_role("button", name="Save").click()
    place = page.locator(".task-row", has_text="Harbour shop")
    place.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Archive").click()
    expect(place).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(place).to_be_visible()


def test_who_may_only_look_cannot_change(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page, "admin@demo.test")
    open_settings(page, business, "business")
    expect(page.get_by_text("You can look at these settings")).to_be_visible()
    expect(page.get_by_label("Phone")).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_be_hidden()


def test_keys_are_tried_and_a_token_is_shown_once_works_and_is_revoked(
    open_page: OpenPage, business: ServerProcess
) -> None:
    page = open_page()
    sign_in(page)
    open_settings(page, business, "integrations")
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("The mail server did not take it")).to_be_visible()
    open_settings(page, business, "tokens")
    page.get_by_role("button", name="New token").first.click()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_text("Please say what the token is for.")).to_be_visible()
    page.get_by_label("What it is for *").fill("Till")
    page.get_by_role("button", name="Make the token").click()
    token = page.get_by_label("The token").inner_text()
    page.get_by_role("button", name="I have it").click()
    answer = page.request.get(f"{business.url}/_/api/v1/contacts", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["data"]["total"] > 0
    page.reload(wait_until="networkidle")
    expect(page.get_by_text("Used just now")).to_be_visible()
    assert token not in page.content()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("No tokens yet")).to_be_visible()


def test_the_log_tells_who_did_what_and_leads_to_the_record(open_page: OpenPage, business: ServerProcess) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{business.url}/#?page=contact-edit&contact_id=C-5")
    page.get_by_label("Company").first.fill("Gum Traders")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Gum Traders").first).to_be_visible()
    open_settings(page, business, "audit")
    page.get_by_role("combobox", name="What").click()
    page.get_by_role("option", name="Save contact").click()
    line = page.locator(".audit-row").first
    expect(line).to_contain_text("Company")
    expect(line).not_to_contain_text("Gum Traders")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "audit-log.csv"
    page.get_by_role("link", name="Contacts C-5").first.click()
    expect(page.get_by_text("Gum Traders").first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("combobox", name="What")).to_have_value("Save contact")
