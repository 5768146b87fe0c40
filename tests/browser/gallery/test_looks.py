"""The checks of pages see what they are for: each finds its fault on a page made for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.looks import faults_of

GOOD = """<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
<main><h1>A page</h1><button>One</button> <button>Two</button><p>Words.</p>%s</main>"""

FAULTS = {
    "sideways": '<div style="width: 500px; height: 9px; background: #eee">a</div>',
    "overlaps": '<button>Under</button><p style="margin: -1em 0 0">Words over it</p>',
    "focus is not seen": '<button style="outline: none">Plain</button>',
    "Tab does not reach": '<a href="#" onfocus="this.blur()">Never</a>',
    "moves": '<style>@keyframes turn { to { rotate: 1turn } }</style><i style="animation: turn 1s infinite">o</i>',
    "color-contrast": '<p style="color: #ccc; background: white">Pale</p>',
}


# As many buttons as several bundles of Tabs need, begun at the last but one; the last gives the focus away to the page
# and takes it back at the next key, once: so it looks where a browser goes out of a page and in again while keys come.
OUT_AND_BACK = (
    "<button>More</button> " * 12
    + """<button id="start">Start</button> <button id="last">Last</button><script>
      let out = 0;
      addEventListener("keydown", (event) => {
        if (document.activeElement === last && !out) (out = 1), event.preventDefault(), last.blur();
        else if (out === 1) (out = 2), event.preventDefault(), last.focus();
      });
    </script>"""
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(context: BrowserContext, fault: str) -> None:
    page = context.new_page()
    page.set_content(GOOD % FAULTS[fault])
    assert any(fault in said for said in faults_of(page, "made"))
    page.close()


def test_a_good_page_has_none(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(GOOD % "")
    assert faults_of(page, "made") == []
    page.close()


def test_a_walk_with_tab_goes_on_when_the_focus_was_out_of_the_page_for_a_moment(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(GOOD % OUT_AND_BACK)
    page.focus("#start")
    assert faults_of(page, "made") == []
    page.close()
