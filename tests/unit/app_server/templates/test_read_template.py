"""HTML templates → dicts; and what is wrong with a template is said with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app_server.errors import StartError
from app_server.templates import read_template


def parse(folder: Path, html: str, code: str = "") -> dict[str, Any]:
    form = folder / "client_code/customers/Card"
    form.mkdir(parents=True, exist_ok=True)
    (form / "form_template.html").write_text(html, encoding="utf-8")
    if code:
        (form / "__init__.py").write_text(code, encoding="utf-8")
    return read_template(form / "form_template.html")


def test_a_container_forms_components_come_with_properties_and_places(tmp_path: Path) -> None:
    template = parse(
        tmp_path,
        '<anvil-form container="LinearPanel" prop:role="wide">\n'
        '  <anvil-component type="Button" name="btn" prop:text="Save" container:slot="end"></anvil-component>\n'
        "</anvil-form>",
    )
    assert (template["class_name"], template["file"]) == ("Card", "client_code/customers/Card/form_template.html")
    container = template["container"]
    assert (container["type"], container["props"]) == ("LinearPanel", {"role": "wide"})
    assert container["children"] == [
        {"type": "Button", "line": 2, "name": "btn", "props": {"text": "Save"}, "container": {"slot": "end"}}
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hello", "Hello"),
        ("42", 42),
        ("3.14", 3.14),
        ("true", True),
        ("null", None),
        ('["a","b"]', ["a", "b"]),
        ('{"a": 1}', {"a": 1}),
        ('"{}"', "{}"),
        ("007", "007"),
        ("trueish", "trueish"),
        ("{not json", "{not json"),
        ("", ""),
    ],
)
def test_a_property_is_json_where_its_text_is(tmp_path: Path, text: str, value: Any) -> None:
    quoted = text.replace('"', "&quot;")
    template = parse(tmp_path, f'<div><anvil-component type="Label" prop:text="{quoted}"></anvil-component></div>')
    assert template["container"]["marks"][0]["props"] == {"text": value}


def test_plain_html_keeps_its_text_and_marks_what_python_has_to_do_with(tmp_path: Path) -> None:
    template = parse(
        tmp_path,
        '<section class="a &amp; b"><h1 anvil:name="title">1 &lt; 2</h1>'
        '<button anvil:on-dom:click="self.go" anvil:dom-node="go">Go<br></button>'
        '<anvil-slot name="content"></anvil-slot></section>',
    )
    container = template["container"]
    assert container["html"] == (
        '<div><section class="a &amp; b"><h1 data-a="0">1 &lt; 2</h1><button data-a="1">Go<br></button>'
        '<template data-a="2"></template></section></div>'
    )
    title, button, slot = container["marks"]
    assert (title["name"], title["is_element"]) == ("title", True)
    assert (button["node"], button["dom_events"]) == ("go", {"click": "go"})
    assert slot["slot"] == "content"


def test_scripts_and_styles_keep_their_text_as_it_is(tmp_path: Path) -> None:
    html = "<style>a > b {}</style><script>1 < 2 && run()</script><p>1 &lt; 2</p>"
    assert parse(tmp_path, html)["container"]["html"] == f"<div>{html}</div>"


def test_what_is_inside_a_named_element_belongs_to_it(tmp_path: Path) -> None:
    template = parse(
        tmp_path,
        '<div anvil:name="outer"><anvil-component type="Label" name="inside"></anvil-component></div>'
        '<anvil-component type="Label" name="outside"></anvil-component>',
    )
    marks = {mark["name"]: mark.get("parent") for mark in template["container"]["marks"]}
    assert marks == {"outer": None, "inside": 0, "outside": None}


def test_blocks_fill_the_slots_of_a_layout(tmp_path: Path) -> None:
    template = parse(
        tmp_path,
        '<anvil-form layout="app.Shell" prop:title="T" on:layout:closed="self.closed">'
        '<anvil-block slot="a"><p>one</p></anvil-block><anvil-block slot="b">two</anvil-block></anvil-form>',
    )
    layout = template["layout"]
    assert (layout["type"], layout["props"], layout["events"]) == ("app.Shell", {"title": "T"}, {"closed": "closed"})
    assert [node["html"] for node in layout["blocks"]["a"]] == ["<p>one</p>"]
    assert [node["html"] for node in layout["blocks"]["b"]] == ["<span>two</span>"]


def test_of_two_bindings_of_a_property_the_last_counts(tmp_path: Path) -> None:
    html = '<anvil-component type="Label" bind:text="self.a" writeback:text="self.item[\'b\']"></anvil-component>'
    template = parse(tmp_path, html)
    binding = {"property": "text", "code": "self.item['b']", "writeback": True}
    assert template["container"]["marks"][0]["bindings"] == [binding]


def test_frontmatter_declares_and_lines_are_counted_on_past_it(tmp_path: Path) -> None:
    template = parse(
        tmp_path,
        "---\ncustom_component: true\nproperties:\n- {name: title, type: string}\n---\n"
        '<div><anvil-component type="Label"></anvil-component></div>',
    )
    assert template["custom_component"] is True
    assert template["properties"] == [{"name": "title", "type": "string"}]
    assert template["container"]["marks"][0]["line"] == 6


WRONG = [
    ("<div>\n<p>one</div></section>", ":2:", "</section> does not close"),
    ("<div>\n<b>\n</div>", ":3:", "<b> of line 2"),
    ("<div>", ":1:", "<div> is not closed"),
    ('<anvil-component type="Label" />', ":1:", "Write <anvil-component></anvil-component>"),
    ('<p></p>\n<anvil-component name="x"></anvil-component>', ":2:", "needs a type"),
    ('<anvil-form container="A" layout="B"></anvil-form>', ":1:", "either container= or layout="),
    ('<anvil-form layout="B">\n<p>x</p></anvil-form>', ":2:", "inside an <anvil-block"),
    ('<anvil-form container="A"></anvil-form><p></p>', ":1:", "Nothing can stand beside"),
    ('<div anvil:name="a"></div>\n<div anvil:name="a"></div>', ":2:", "taken by the component of line 1"),
    ('<div anvil:name="two words"></div>', ":1:", "cannot be a component's name"),
    ('<div anvil:nmae="x"></div>', ":1:", "There is no attribute anvil:nmae"),
    ("<anvil-thing></anvil-thing>", ":1:", "There is no <anvil-thing>"),
    ('<anvil-component type="A" bind:text="self."></anvil-component>', ":1:", "no Python expression"),
    ('<anvil-component type="A" writeback:text="f()"></anvil-component>', ":1:", "no place to assign to"),
    ('<anvil-component type="A" on:click="print(1)"></anvil-component>', ":1:", "written as self.method_name"),
    ('<p class="a" class="b"></p>', ":1:", "class twice"),
    ("---\n[a: b\n---\n<p></p>", ":1:", "not valid YAML"),
]


@pytest.mark.parametrize(("html", "line", "words"), WRONG)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, html: str, line: str, words: str) -> None:
    with pytest.raises(StartError) as told:
        parse(tmp_path, html)
    assert f"form_template.html{line}" in str(told.value)
    assert words in str(told.value)


CLASS = "class Card(CardTemplate):\n    def save(self, **event_args):\n        pass\n"


def test_a_handler_without_a_method_is_told(tmp_path: Path) -> None:
    html = '<anvil-component type="Button" name="btn" on:click="self.{}"></anvil-component>'
    parse(tmp_path, html.format("save"), CLASS)
    with pytest.raises(StartError, match="Card has no method sve"):
        parse(tmp_path, html.format("sve"), CLASS)


def test_handle_of_a_component_that_is_not_there_is_told(tmp_path: Path) -> None:
    html = '<anvil-component type="Button" name="btn"></anvil-component>'
    handled = CLASS.replace("    def", '    @handle("{}", "click")\n    def')
    parse(tmp_path, html, handled.format("btn"))
    with pytest.raises(StartError, match=r"__init__\.py:2: The template has no component named bnt"):
        parse(tmp_path, html, handled.format("bnt"))


def test_a_yaml_template_gives_the_same_kind_of_dict(tmp_path: Path) -> None:
    file = tmp_path / "Old.yaml"
    file.write_text(
        "container: {type: ColumnPanel}\n"
        "components:\n"
        "- type: Button\n  name: btn\n  properties: {text: Go}\n  event_bindings: {click: go}\n"
        "  data_bindings: [{property: text, code: 'self.x', writeback: false}]\n",
        encoding="utf-8",
    )
    button = read_template(file)["container"]["children"][0]
    assert (button["name"], button["props"], button["events"]) == ("btn", {"text": "Go"}, {"click": "go"})
    assert button["bindings"] == [{"property": "text", "code": "self.x", "writeback": False}]
