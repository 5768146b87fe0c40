"""Every property, event and method that Anvil's theme documents, on the live components.

In `components.json` a property is [default, a value it keeps, whether a new component looks different with it]: some
show only with another, or do something later.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import OpenGallery

COMPONENTS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("components.json").read_text())


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    """What the components said, read once."""
    return {}


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_has_the_documented_properties_events_and_methods(
    name: str, gallery: OpenGallery, found: dict[str, dict[str, Any]]
) -> None:
    if not found:
        page = gallery("facts")
        page.get_by_label("Components, as JSON").fill(json.dumps(COMPONENTS))
        page.get_by_role("button", name="Look").click()
        answer = page.locator(".anvil-role-found")
        expect(answer).to_contain_text("{", timeout=30_000)
        found.update(json.loads(answer.inner_text()))
    assert found[name] == COMPONENTS[name]
