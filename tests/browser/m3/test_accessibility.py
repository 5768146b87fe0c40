"""What axe-core finds on each page of the gallery, light and dark: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import OpenGallery

AXE = (Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js").read_text()
PAGES = ("words", "actions", "fields", "choices", "surfaces", "rows", "rail")

# On a busy machine the new colours come a few frames after they were asked for.
AT_REST = """new Promise(done => {
  let calm = 0;
  const look = () => {
    calm = document.getAnimations().some(each => each.playState === "running") ? 0 : calm + 1;
    calm > 5 ? done() : requestAnimationFrame(look);
  };
  look();
})"""


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_page_light_or_dark(name: str, gallery: OpenGallery) -> None:
    page = gallery(name)
    # Through the debugger, for the page's content security policy takes no script of ours.
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AT_REST)
        violations = page.evaluate("axe.run().then(result => result.violations.map(v => [v.id, v.nodes[0].html]))")
        assert violations == [], scheme
