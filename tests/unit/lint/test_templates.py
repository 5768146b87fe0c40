"""Names in form templates that lead nowhere are found, with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher.lint.templates import check_templates

ROOT = Path(__file__).parents[3]
FORM = """from ._anvil_designer import CardTemplate

class Card(CardTemplate):
    def save(self, **event_args):
        pass

    @handle("btn_save", "click")
    def send(self, **event_args):
        pass
"""
BUTTON = '<anvil-component type="m3._Components.Button" name="btn_save" prop:text="Save"{}></anvil-component>'


def findings(folder: Path, component: str) -> list[str]:
    form = folder / "client_code/Card"
    form.mkdir(parents=True)
    for library in ("app_server/browser/anvil", "app_server/browser/m3"):
        (folder / library).parent.mkdir(parents=True, exist_ok=True)
        (folder / library).symlink_to(ROOT / library)
    (form / "__init__.py").write_text(FORM)
    (form / "form_template.html").write_text(f'<anvil-form container="ColumnPanel">\n  {component}\n</anvil-form>\n')
    return [str(finding) for finding in check_templates(folder, "client_code")]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (BUTTON.format(' on:click="self.sav"'), "form_template.html:2: Card has no method sav"),
        (BUTTON.format(' prop:txt="Save"'), "form_template.html:2: m3._Components.Button has no property txt"),
        (
            BUTTON.format(' bind:colour="self.item"'),
            "form_template.html:2: m3._Components.Button has no property colour",
        ),
        (
            BUTTON.replace("Button", "Buton").format(""),
            "form_template.html:2: there is no component m3._Components.Buton",
        ),
        (
            '<anvil-component type="m3._Components.DatePicker" name="btn_save"></anvil-component>',
            "form_template.html:2: there is no component m3._Components.DatePicker",
        ),
        (
            '<anvil-component type="DatePicker" name="btn_save" prop:label="Due"></anvil-component>',
            "form_template.html:2: DatePicker has no property label",
        ),
        (BUTTON.replace("btn_save", "btn_other").format(""), "The template has no component named btn_save"),
        (BUTTON.format("></anvil-form"), "form_template.html:1:"),
    ],
)
def test_a_name_that_leads_nowhere_is_found(tmp_path: Path, component: str, expected: str) -> None:
    assert any(expected in finding for finding in findings(tmp_path, component))


def test_names_that_lead_somewhere_pass(tmp_path: Path) -> None:
    assert findings(tmp_path, BUTTON.format(' on:click="self.save" bind:enabled="self.item"')) == []
