"""The business's colour makes the whole scheme, from the first paint; a person chooses between light and dark."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from app_server.colour_scheme import scheme

from .conftest import OpenPage, sign_in

DEMO_COLOUR = "#2F6B4F"
TONES = "names => names.map(name => getComputedStyle(document.documentElement).getPropertyValue('--anvil-m3-' + name))"


def tones(page: Page, names: list[str]) -> list[str]:
    return page.evaluate(TONES, names)  # type: ignore[no-any-return]


def test_both_halves_make_the_same_scheme(open_page: OpenPage) -> None:
    page = open_page()
    assert f"--anvil-m3-primary:{scheme(DEMO_COLOUR, dark=False)['primary']};" in page.content().split("</style>")[0]
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    for seed in ("#b3261e", "#ffd600"):
        page.evaluate("seed => m3.applySeed(seed)", seed)
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            wanted = scheme(seed, dark=dark)
            assert tones(page, list(wanted)) == list(wanted.values())


def test_a_person_chooses_dark_pages_for_this_browser(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page)
    choose(page, "Dark")
    dark = [scheme(DEMO_COLOUR, dark=True)["surface"]]
    assert tones(page, ["surface"]) == dark
    page.reload()
    assert tones(page, ["surface"]) == dark
    expect(page.get_by_text("Recent activity")).to_be_visible()
    choose(page, "As the device")
    assert tones(page, ["surface"]) == [scheme(DEMO_COLOUR, dark=False)["surface"]]


def choose(page: Page, text: str) -> None:
    """Pick an entry of the person's menu."""
    page.locator(".anvil-m3-avatarMenu-button:visible").click()
    page.get_by_role("menuitem", name=text, exact=True).click()


def test_a_theme_colour_set_by_code_holds_until_the_page_is_loaded_again(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.evaluate("m3.setThemeColour('--anvil-m3-primary', 'rgb(1, 2, 3)')")
    button = page.get_by_role("button", name="Sign in")
    assert button.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(1, 2, 3)"
