"""Every icon that the app names can be drawn: one that is unknown would leave an empty place, and say nothing."""

from __future__ import annotations

from pathlib import Path

from app_server.browser.icons import ICON_NAME, OLD_NAMES

ROOT = Path(__file__).parents[4]
DRAWINGS = {
    "mi": ROOT / "node_modules/@material-symbols/svg-400/outlined",
    "fa": ROOT / "node_modules/@fortawesome/fontawesome-free/svgs",
}


def test_every_icon_of_the_app_has_a_drawing() -> None:
    files = [file for file in (ROOT / "client_code").rglob("*") if file.suffix in {".py", ".html"}]
    named = {match.groups() for file in files for match in ICON_NAME.finditer(file.read_text(encoding="utf-8"))}
    assert len(named) > 100
    missing = {
        f"{kind}:{name}"
        for kind, name in named
        if not any(DRAWINGS[kind].glob(f"**/{OLD_NAMES.get(name, name) if kind == 'mi' else name}.svg"))
    }
    assert missing == set()
