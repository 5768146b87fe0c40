"""What is asked of every page: axe-core, widths, overlaps, right to left, keyboard, no motion where none is wished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests.server_process import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
LOOKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
HEIGHT = 800
# A phone, a tablet (and nearly a laptop at 200 %), laptop, desk.
WIDTHS = (360, 640, 768, 1280, 1920)
TAB_STOPS_AT_MOST = 200
# The page notes by itself where each Tab led; it is asked only now and then whether that has come round.
TABS_AT_ONCE = 10
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
# A tooltip that happens to be under the pointer lies over the page, outside its landmarks.
RUN_AXE = "options => axe.run({exclude: ['[role=tooltip]']}, {resultTypes: ['violations'], ...options})"
# What of a page another scheme of colours changes.
COLOURS_ONLY = {"runOnly": ["color-contrast", "link-in-text-block"]}
# On a busy machine new colours and places come a few frames after they were asked for.
AT_REST = "() => looks.atRest()"


def faults_of(page: Page, name: str, pictures: Path | None = None) -> list[str]:
    """Everything found against the page that is open; `pictures` is a folder for a picture at each width."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if not page.evaluate("() => 'looks' in window"):
        page.evaluate(AXE)
        page.evaluate(LOOKS)
    found = [f"{name}: {fault}" for fault in (*_at_all_widths(page, name, pictures), *_in_both_schemes(page))]
    return found + [f"{name}: {fault}" for fault in _by_keyboard(page)]


def axe_faults(page: Page, **options: Any) -> list[str]:
    """What axe-core has to say against the page as it is."""
    violations = page.evaluate(RUN_AXE, options)["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in violations]


def _at_all_widths(page: Page, name: str, pictures: Path | None) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for direction in ("rtl", "ltr") if width in (WIDTHS[0], WIDTHS[-2]) else ("ltr",):
            for check, faults in page.evaluate("direction => looks.laidOut(direction)", direction).items():
                for fault in faults:
                    yield f"{width} {direction} {check}: {fault}"
        if pictures:
            page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": HEIGHT})


def _in_both_schemes(page: Page) -> Iterator[str]:
    schemes: tuple[tuple[Literal["dark", "light"], dict[str, Any]], ...] = (("dark", COLOURS_ONLY), ("light", {}))
    for scheme, options in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AT_REST)
        for fault in axe_faults(page, **options):
            yield f"{scheme} axe {fault}"
    for fault in page.evaluate("() => looks.moving()"):
        yield f"moves: {fault}"


def _by_keyboard(page: Page) -> list[str]:
    """Walk through the page with Tab: everything is reached, and where the focus is can be seen."""
    page.evaluate("() => looks.beginWalk()")
    devtools = page.context.new_cdp_session(page)
    for _ in range(TAB_STOPS_AT_MOST // TABS_AT_ONCE):
        for _ in range(TABS_AT_ONCE):
            devtools.send("Input.dispatchKeyEvent", TAB)
        if page.evaluate("() => looks.isRound()"):
            break
    devtools.detach()
    faults: list[str] = page.evaluate("() => looks.endWalk()")
    return faults
