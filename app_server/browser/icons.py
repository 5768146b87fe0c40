"""Icons for the page: those that sources name go into the bundle, all others into one file fetched on demand."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

ICON_NAME = re.compile(r"\b(mi|fa):([a-z0-9_-]+)")
DRAWING = re.compile(r'viewBox="([^"]+)".*?<path[^>]*?\bd="([^"]+)"', re.DOTALL)

# Names of the older Material Icons that Anvil apps still use, with the symbol of today.
OLD_NAMES = {
    "smartphone": "mobile",
    "access_time": "schedule",
    "add_circle_outline": "add_circle",
    "assessment": "analytics",
    "business": "domain",
    "card_giftcard": "redeem",
    "check_circle_outline": "check_circle",
    "clear": "close",
    "create": "edit",
    "delete_outline": "delete",
    "done": "check",
    "email": "mail",
    "error_outline": "error",
    "expand_more": "keyboard_arrow_down",
    "file_download": "download",
    "file_upload": "upload",
    "get_app": "download",
    "help_outline": "help",
    "info_outline": "info",
    "insert_drive_file": "draft",
    "insights": "trending_up",
    "launch": "open_in_new",
    "local_offer": "sell",
    "mail_outline": "mail",
    "navigate_before": "chevron_left",
    "navigate_next": "chevron_right",
    "note": "sticky_note_2",
    "people": "group",
    "people_outline": "group",
    "perm_identity": "person",
    "person_outline": "person",
    "phone": "call",
    "phonelink_off": "mobile_off",
    "place": "location_on",
    "poll": "analytics",
    "remove_circle": "do_not_disturb_on",
    "remove_red_eye": "visibility",
    "smart_button": "buttons_alt",
    "star_border": "star",
}


def write_icon_files(node_modules: Path, sources: Iterable[Path], folder: Path) -> None:
    """Write `icons.json` (icons named in files under `sources`) and `icons-all.txt` (every icon) into `folder`.

    Both map a name such as "mi:home" or "fa:user" to its view box and path, as "0 0 448 512|M224…".
    """
    drawings = dict(_drawings(node_modules))
    drawings |= {f"mi:{old}": drawings[f"mi:{new}"] for old, new in OLD_NAMES.items()}
    named = {name for source in sources for name in _names_in(source)}
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "icons.json", {name: drawings[name] for name in sorted(named & drawings.keys())})
    _write(folder / "icons-all.txt", drawings)


def _write(file: Path, drawings: dict[str, str]) -> None:
    file.write_text(json.dumps(drawings, separators=(",", ":")), encoding="utf-8")


def _names_in(source: Path) -> Iterator[str]:
    for file in [source] if source.is_file() else source.rglob("*"):
        if file.suffix in {".py", ".html", ".ts", ".css"}:
            text = file.read_text(encoding="utf-8")
            yield from (match.group(0) for match in ICON_NAME.finditer(text))


def _drawings(node_modules: Path) -> Iterator[tuple[str, str]]:
    yield from _drawings_in(node_modules / "@material-symbols/svg-400/outlined", "mi")
    for style in ("brands", "regular", "solid"):
        yield from _drawings_in(node_modules / "@fortawesome/fontawesome-free/svgs" / style, "fa")


def _drawings_in(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.glob("*.svg")):
        if prefix == "mi" and file.stem.endswith("-fill"):
            continue
        found = DRAWING.search(file.read_text(encoding="utf-8"))
        if found:
            yield f"{prefix}:{file.stem}", "|".join(found.groups())
