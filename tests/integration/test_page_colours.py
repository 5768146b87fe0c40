"""The page's colours: from a seed in the app's data, read again from time to time, or the theme's own."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest

from app_server import page_colours
from app_server.colour_scheme import scheme_css
from app_server.database import Database
from app_server.errors import StartError
from app_server.manifest import App
from app_server.page_colours import PageColours

OWN = "html:root{--anvil-m3-primary:#111111;--anvil-m3-brand:#222222;}"
COLOURS = "color_scheme: {colors: [{name: Primary, color: '#111111'}, {name: Brand, color: '#222222'}]}\n"


@pytest.fixture
def brands(database: Database) -> Iterator[Database]:
    """A table of colours, empty."""
    with database.connection() as connection:
        connection.execute("CREATE TABLE data.brands (_id bigint GENERATED ALWAYS AS IDENTITY, colour text)")
    yield database
    with database.connection() as connection:
        connection.execute("DROP TABLE data.brands")


def add(database: Database, *colours: str | None) -> None:
    with database.connection() as connection:
        for colour in colours:
            connection.execute("INSERT INTO data.brands (colour) VALUES (%s)", [colour])


def colours_of(folder: Path, database: Database, column: str = "colour") -> PageColours:
    theme = folder / "theme"
    theme.mkdir()
    (theme / "parameters.yaml").write_text(f"{COLOURS}seed_color: {{table: brands, column: {column}}}\n")
    schema = {"brands": {"columns": [{"name": "colour", "type": "string"}]}}
    app = App(folder, {"db_schema": schema}, "app", (), (), ())
    notices = SimpleNamespace(on=lambda kind, handler: None)
    instance = SimpleNamespace(app=app, database=database, threads=ThreadPoolExecutor(1), notices=notices)
    return PageColours(cast("Any", instance))


def test_the_first_seed_makes_the_scheme_and_the_theme_adds_its_own_colours(brands: Database, tmp_path: Path) -> None:
    add(brands, None, "#2f6b4f", "#ff0000")
    css = colours_of(tmp_path, brands).css()
    assert css == scheme_css("#2f6b4f") + "html:root{--anvil-m3-brand:#222222;}"


@pytest.mark.parametrize("stored", [(), (None,), ("teal",), ("#fff;}",)])
def test_without_a_seed_the_theme_is_as_it_says(brands: Database, tmp_path: Path, stored: tuple[str | None]) -> None:
    add(brands, *stored)
    assert colours_of(tmp_path, brands).css() == OWN


def test_a_changed_seed_shows_on_a_later_page(
    brands: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_colours, "REFRESH_SECONDS", -1.0)
    colours = colours_of(tmp_path, brands)
    add(brands, "#2f6b4f")
    assert colours.css() == OWN  # the page that asked does not wait
    colours._instance.threads.shutdown()
    assert colours._seed == "#2f6b4f"


def test_a_changed_seed_is_told_to_every_process(brands: Database, tmp_path: Path) -> None:
    colours_of(tmp_path, brands)
    with psycopg.connect(brands.url, autocommit=True) as listening:
        listening.execute("LISTEN mybizz")
        add(brands, "#2f6b4f")
        [notice] = listening.notifies(timeout=10, stop_after=1)
    assert notice.payload == '["page_colours", null]'


def test_pages_go_on_when_the_seed_cannot_be_read(brands: Database, tmp_path: Path) -> None:
    colours = colours_of(tmp_path, brands)
    with brands.connection() as connection:
        connection.execute("ALTER TABLE data.brands RENAME COLUMN colour TO tint")
    colours._read()
    assert colours.css() == OWN


def test_a_column_that_is_not_there_stops_the_start(brands: Database, tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"brands\.shade"):
        colours_of(tmp_path, brands, column="shade")
