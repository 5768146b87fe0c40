"""The theme of an app as the page carries it."""

from pathlib import Path

from app_server.services.app_info import asset_file
from app_server.theme import colors_css, style_sheet

LIGHT = {"colors": [{"name": "On Primary", "color": "#fff"}]}
DARK = {"preset_groups": [{"options": [{"name": "Ours Dark", "colors": [{"name": "On Primary", "color": "#000"}]}]}]}


def theme(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / "assets" / f"{name}.css"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_colours_become_custom_properties() -> None:
    assert colors_css({"color_scheme": LIGHT}) == "html:root{--anvil-m3-on-primary:#fff;}"


def test_a_dark_preset_holds_where_dark_pages_are_asked_for() -> None:
    css = colors_css({"color_scheme": LIGHT | DARK})
    assert "@media (prefers-color-scheme:dark){html:root:not([data-scheme=light]){--anvil-m3-on-primary:#000;}}" in css


def test_what_is_no_colour_is_left_out() -> None:
    assert colors_css({"color_scheme": {"colors": [{"name": "X", "color": "red;} body{display:none"}]}}) == ""


def test_a_theme_without_colours_has_no_css() -> None:
    assert colors_css({}) == ""


def test_imports_of_the_theme_are_put_in_place(tmp_path: Path) -> None:
    folder = theme(tmp_path, theme='@import "/_/theme/page.css";\na{}', page="b{}")
    assert style_sheet([folder]) == "b{}\na{}"


def test_imports_from_elsewhere_stay(tmp_path: Path) -> None:
    css = '@import "/other.css";'
    assert style_sheet([theme(tmp_path, theme=css)]) == css


def test_colour_tokens_become_custom_properties(tmp_path: Path) -> None:
    assert style_sheet([theme(tmp_path, theme="a{color:%color:On Primary%}")]) == "a{color:var(--anvil-m3-on-primary)}"


def test_a_theme_cannot_end_its_style_element(tmp_path: Path) -> None:
    assert "</style>" not in style_sheet([theme(tmp_path, theme='a::after{content:"</style><script>"}')])


def test_an_app_without_a_style_sheet_has_none(tmp_path: Path) -> None:
    assert style_sheet([tmp_path]) == ""


def test_an_asset_may_be_a_link_of_the_apps_author_but_a_path_never_leads_out(tmp_path: Path) -> None:
    assets = tmp_path / "theme/assets"
    assets.mkdir(parents=True)
    (tmp_path / "code").mkdir()
    (tmp_path / "code/form.html").write_text("<p>")
    (assets / "source").symlink_to("../../code")
    assert asset_file([tmp_path / "theme"], "source/form.html") == assets / "source/form.html"
    for path in ("../../code/form.html", "source/../../../code/form.html", str(tmp_path / "code/form.html"), ""):
        assert asset_file([tmp_path / "theme"], path) is None, path
