"""Small questions to live components, in the gallery's ``answers``, and what Anvil's own theme answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import OpenGallery

INVALID = "<Invalid value>"
FORM = "Dropdown item tuples must be of the form ('label', value), (at item $0 got (1, 2))"
KINDS = "bar, box, contour, heatmap, histogram, histogram2d, histogram2dcontour, image, pie, scatter, scatterternary"
ANSWERS: dict[str, Any] = {
    "button_words": ["Button", "Go", "Button", "", "Button"],
    "slider_range": [50.0, 20.0, 100.0, 20.0, 100.0],
    "slider_values": [5.0, 10.0, 0.0, 3.0, 5.0, 3.5, 0.5],
    "menu_items_add_up": ["a", "b"],
    "dropdown_items": [["a", ["B", 2]], "B", INVALID, "x"],
    "dropdown_errors": [
        "TypeError: DropdownMenu items must be a list of strings or tuples",
        f"TypeError: {FORM}",
        "ValueError: not enough values to unpack (expected 2, got 1)",
        "TypeError: 'NoneType' object is not iterable",
    ],
    "constructor_error": "TypeError: Error initialising property 'items' on _Components.DropdownMenu: "
    "DropdownMenu items must be a list of strings or tuples",
    "own_lists": [],
    "text_box_values": ["5", "", "true", "é", 5.0, ""],
    "date_picker_days": [
        *(None, "", "", "2026-02-03", "2026-02-04", "2026-02-05", "None", "None"),
        "2026-02-06",
    ],
    "date_picker_times": [
        "2026-07-01 09:30:00+02:00",
        "2026-07-02 00:00:00+02:00",
        "ValueError: Cannot display a datetime object on a DatePicker without setting pick_time to True.",
    ],
    "avatar_initials": ["AKL", None],
    "radio_group": [
        *("b", True, 3, None, "ValueError: RadioButton is not in this group"),
        "ValueError: Error initialising property 'group' on _Components.RadioButton: group must be a RadioGroup object",
    ],
    "figures": [
        *("bar", "T", "X", {"title": "Y"}, ["data", "layout"], {"template": {}}),
        "NotImplementedError: add_trace is not yet implemented",
    ],
    "theme_colours": [
        *("ThemeColors({'Brand/50': '#123456'})", "#123456", 1, True, None),
        *("KeyError: 'None'", "TypeError: theme color names must be strings"),
        "TypeError: a theme color must be set to a string",
        *("rgb(1, 2, 3)", "rgb(1, 2, 3)"),
    ],
    "layout_slots": [
        *(["app_bar_links", "app_bar_title", "content", "navigation", "sidesheet"], ["c", "a", "b"]),
        *("cab", [], 1),
    ],
    "plot_pictures": [["image/png", "89504e47"], ["image/jpeg", "ffd8ffe0"]],
    "plot_templates": [
        *("none", {}, ["red"]),
        "AttributeError: there is no Plot template 'seaborn': set Plot.templates.seaborn to one of your own",
    ],
    "dom_nodes": ["BUTTON", "INPUT", "INPUT", "A", "DIV", "KeyError: 'none'"],
    "graph_parts": [
        *({"title": "X", "tickfont": {"size": 9}}, {"width": 2}, "Line", True),
        "AttributeError: _none",
    ],
    "own_sides": ["['', '', '', '']", "['16', '16', '16', '16']", "['8', '8', '8', '8']"],
    "plot_kinds": [
        {"type": "histogram", "x": [1, 1, 2]},
        f"ValueError: A Plot cannot draw a trace of type 'sankey'; it can draw {KINDS}, violin",
    ],
}


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """What was answered, asked once."""
    return {}


@pytest.mark.parametrize("question", ANSWERS)
def test_a_component_answers_as_in_the_genuine_theme(
    question: str, gallery: OpenGallery, answers: dict[str, Any]
) -> None:
    if not answers:
        page = gallery("facts")
        page.get_by_role("button", name="Ask").click()
        found = page.locator(".anvil-role-found")
        expect(found).to_contain_text("{", timeout=30_000)
        answers.update(json.loads(found.inner_text()))
    assert answers[question] == ANSWERS[question]
