"""Forms built from templates: bindings, events, properties, layouts, opening; over a stand-in document."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Browser

LABELLED = """<anvil-form container="LinearPanel">
  <anvil-component type="Label" name="lbl" bind:text="self.item['name']"></anvil-component>
  <anvil-component type="Label" name="other" bind:text="self.greeting"></anvil-component>
</anvil-form>"""
CUSTOM = """---
custom_component: true
properties:
  - {name: value, type: number, default_value: 3, binding_writeback_events: [change]}
  - {name: options, type: "text[]", default_value: [a]}
  - {name: data, type: object, default_value: {k: 1}}
events:
  - {name: change}
---
<anvil-form container="LinearPanel"></anvil-form>"""


def test_bindings_follow_the_item(browser: Browser) -> None:
    form = browser.form(LABELLED, body={"greeting": "hello"})(item={"name": "Ada"})
    assert (form.lbl.text, form.other.text) == ("Ada", "hello")
    form.item = {}
    assert form.lbl.text is None
    form.item["name"] = "Bob"
    assert form.lbl.text is None
    form.refresh_data_bindings()
    assert form.lbl.text == "Bob"


def test_a_failing_binding_is_raised_and_the_others_are_applied(browser: Browser) -> None:
    cls = browser.form(LABELLED)
    with pytest.raises(AttributeError, match=r"greeting'\. Did you initialise all data binding sources before") as told:
        cls(item={"name": "Ada"})
    assert any("lbl" not in note and "form_template.html:3" in note for note in told.value.__notes__)
    two = browser.form(LABELLED.replace("self.item['name']", "self.missing"), "Form2")
    with pytest.raises(RuntimeError, match="Data Binding update failed with 2 errors"):
        two()


def test_refreshing_is_announced_before_the_bindings_are_applied(browser: Browser) -> None:
    def refreshing(self: Any, **event: Any) -> None:
        self.greeting = "set by the event"

    handle = __import__("anvil._handle", fromlist=["handle"]).handle
    form = browser.form(LABELLED, body={"refreshing": handle("", "refreshing_data_bindings")(refreshing)})()
    assert form.other.text == "set by the event"


def test_what_is_typed_is_written_back(browser: Browser) -> None:
    html = LABELLED.replace('type="Label" name="lbl" bind:', 'type="TextBox" name="box" writeback:')
    form = browser.form(html, body={"greeting": ""})(item={"name": "Ada"})
    form.box.dom.value = "Bob"
    assert form.item == {"name": "Ada"}
    browser.fire(form.box.dom, "blur")
    assert form.item == {"name": "Bob"}
    with pytest.raises(TypeError, match="not subscriptable"):
        form.item = None
    browser.fire(form.box.dom, "blur")
    assert [type(error) for error in browser.reported] == [TypeError]


def test_a_component_cannot_be_overwritten_and_wins_over_what_is_inherited(browser: Browser) -> None:
    html = LABELLED.replace('name="other" bind:text="self.greeting"', 'name="parent"')
    form = browser.form(html)(item={"name": "x"})
    assert type(form.parent) is browser.anvil.Label
    with pytest.raises(
        AttributeError, match=r"Cannot set attribute 'lbl' on 'Form1' form\. There is already a component"
    ):
        form.lbl = 1


def test_a_custom_component_is_made_with_its_defaults(browser: Browser) -> None:
    given: list[dict[str, Any]] = []

    def init(self: Any, **properties: Any) -> None:
        given.append(properties)
        self.init_components(**properties)

    cls = browser.form(CUSTOM, body={"__init__": init})
    first, second = cls(), cls(value=5)
    assert given == [{"value": 3, "options": ["a"]}, {"value": 5, "options": ["a"]}]
    assert first.options is not second.options
    assert (first.value, second.value, first.data) == (3, 5, {"k": 1})


def test_a_form_in_a_custom_component_gives_it_its_own_values(browser: Browser) -> None:
    browser.form(CUSTOM, "Stars")
    form = browser.form('<anvil-form container="app.Stars" prop:value="8"></anvil-form>')()
    assert (form.value, form.options) == (8, ["a"])


def test_a_property_of_ones_own_gets_the_default_through_its_setter(browser: Browser) -> None:
    seen: list[int] = []
    own = property(lambda self: seen[-1], lambda self, value: seen.append(value * 2))
    form = browser.form(CUSTOM, body={"value": own})()
    assert (seen, form.value) == ([6], 6)


def test_a_custom_component_writes_back_before_its_event(browser: Browser) -> None:
    browser.form(CUSTOM, "Stars")
    outer = browser.form(
        '<anvil-form container="LinearPanel"><anvil-component type="app.Stars" name="stars" '
        "writeback:value=\"self.item['stars']\"></anvil-component></anvil-form>",
    )(item={"stars": 1})
    outer.stars.value = 4
    assert outer.item == {"stars": 1}
    seen: list[int] = []
    outer.stars.add_event_handler("change", lambda **event: seen.append(outer.item["stars"]))
    outer.stars.raise_event("change")
    assert seen == [4]


def test_unknown_keywords_of_a_form_are_left_aside_and_a_bad_value_names_its_property(browser: Browser) -> None:
    cls = browser.form('<anvil-form container="LinearPanel"></anvil-form>')
    form = cls(item=1, role="wide", nonsense=2)
    assert (form.item, form.role, hasattr(form, "nonsense")) == (1, "wide", False)
    with pytest.raises(TypeError, match="Error initialising property 'role' on Form1: role must be None, a string"):
        cls(role=5)


def test_a_form_cannot_be_nested_in_itself(browser: Browser) -> None:
    cls = browser.form(
        '<anvil-form container="LinearPanel">'
        '<anvil-component type="app.Form1" name="me"></anvil-component></anvil-form>'
    )
    with pytest.raises(RecursionError, match="Cannot nest Form1 inside itself"):
        cls()


def test_a_handler_is_told_its_sender_whatever_was_given(browser: Browser) -> None:
    label = browser.anvil.Label()
    told: list[dict[str, Any]] = []
    label.add_event_handler("x-told", lambda **event: told.append(event))
    label.raise_event("x-told", sender=1, value=2)
    assert told == [{"sender": label, "event_name": "x-told", "value": 2}]


def test_what_one_handler_raises_is_reported_and_stops_no_other(browser: Browser) -> None:
    label, seen = browser.anvil.Label(), []
    label.add_event_handler("x-told", lambda **event: 1 / 0)
    label.add_event_handler("x-told", lambda **event: seen.append(1))
    label.raise_event("x-told")
    assert (seen, [type(error) for error in browser.reported]) == ([1], [ZeroDivisionError])


def test_handlers_are_set_added_and_removed(browser: Browser) -> None:
    label = browser.anvil.Label()
    for handler in (print, repr, print):
        label.add_event_handler("show", handler)
    label.remove_event_handler("show", print)
    assert label.get_event_handlers("show") == (repr,)
    with pytest.raises(LookupError):
        label.remove_event_handler("show", print)
    label.set_event_handler("show", print)
    assert label.get_event_handlers("show") == (print,)
    label.remove_event_handler("show")
    label.set_event_handler("show", None)
    assert label.get_event_handlers("show") == ()


def test_forms_are_hidden_before_the_next_is_shown(browser: Browser) -> None:
    log: list[str] = []

    def noting(name: str) -> dict[str, Any]:
        from anvil._handle import handle

        def noted(self: Any, event_name: str, **event: Any) -> None:
            log.append(f"{name} {event_name}, open: {type(browser.anvil._opening.get_open_form()).__name__}")

        return {"noted": handle("", "show")(handle("", "hide")(noted))}

    plain = '<anvil-form container="LinearPanel"></anvil-form>'
    first, second = (browser.form(plain, name, noting(name))() for name in ("First", "Second"))
    for form in (first, second, second):
        assert browser.anvil._opening.open_form(form) is form
    assert browser.api.shown is second.dom
    assert log[:3] == ["First show, open: First", "First hide, open: NoneType", "Second show, open: Second"]
    with pytest.raises(ValueError, match="is the open_form and cannot be added to a container"):
        first.add_component(second)


def test_a_form_opened_while_another_is_made_wins(browser: Browser) -> None:
    opening = browser.anvil._opening
    plain = '<anvil-form container="LinearPanel"></anvil-form>'
    inner = browser.form(plain, "Inner")()
    outer = browser.form(plain, "Outer", {"__init__": lambda self: opening.open_form(inner) and None})
    made = opening.open_form(outer)
    assert type(made) is outer
    assert opening.get_open_form() is inner


SHELL = """---
properties:
  - {name: title, type: string, default_value: untitled}
events:
  - {name: save}
---
<div><h1 anvil:name="heading"></h1><anvil-slot name="body"></anvil-slot></div>"""


def in_shell(browser: Browser, name: str, attributes: str = "") -> Any:
    return browser.form(
        f'<anvil-form layout="app.Shell" {attributes}><anvil-block slot="body">'
        f'<anvil-component type="Label" name="lbl" prop:text="{name}"></anvil-component></anvil-block></anvil-form>',
        name,
    )


def test_a_layout_is_handed_on_with_its_properties_set_back(browser: Browser) -> None:
    browser.form(SHELL, "Shell")
    opening = browser.anvil._opening
    first = opening.open_form(in_shell(browser, "First", 'prop:title="One"'))
    layout = first.layout
    assert (layout.title, [c.text for c in layout.slots["body"].get_components()]) == ("One", ["First"])
    assert first.lbl.parent is layout
    second = opening.open_form(in_shell(browser, "Second"))
    assert second.layout is layout
    assert (layout.title, [c.text for c in layout.slots["body"].get_components()]) == ("untitled", ["Second"])


def test_a_layout_is_given_once_and_must_have_slots(browser: Browser) -> None:
    shell = browser.form(SHELL, "Shell")
    form = in_shell(browser, "First")()
    with pytest.raises(ValueError, match="must be set to a layout form, not a Form1 object"):
        form.layout = browser.form('<anvil-form container="LinearPanel"></anvil-form>')()
    form.layout = mine = shell()
    assert form.layout is mine
    with pytest.raises(ValueError, match="Cannot overwrite the 'layout' property"):
        form.layout = shell()


def test_events_of_the_form_are_not_those_of_its_layout(browser: Browser) -> None:
    seen: list[str] = []

    def note(self: Any, sender: Any, event_name: str, **event: Any) -> None:
        seen.append(f"{type(sender).__name__} {event_name}")

    browser.form(SHELL, "Shell")
    cls = in_shell(browser, "First", 'on:show="self.note" on:layout:save="self.note"')
    cls.note = note
    form = browser.anvil._opening.open_form(cls)
    form.layout.raise_event("save")
    assert seen == ["First show", "Shell save"]


OLD_LAYOUT = """
container: {type: LinearPanel}
components:
- {type: Label, name: head, properties: {text: head}}
- {type: LinearPanel, name: body}
- {type: Label, name: foot, properties: {text: foot}}
slots:
  middle: {target: {type: container, name: ""}, index: 1}
  top: {target: {type: container, name: ""}, index: 0, one_component: true}
  inner: {target: {type: container, name: body}, index: 0}
"""
OLD_FORM = """
layout: {type: "form:Old", form_event_bindings: {show: shown}}
components_by_slot:
  middle:
  - {type: Label, properties: {text: one}}
  - {type: Label, properties: {text: two}}
  inner:
  - {type: Label, properties: {text: inside}}
  top:
  - {type: Label, properties: {text: first}}
"""


def test_older_layouts_in_yaml_take_components_between_their_own(browser: Browser) -> None:
    browser.form(OLD_LAYOUT, "Old", is_yaml=True)
    form = browser.form(OLD_FORM, "New", {"shown": lambda self, **event: None}, is_yaml=True)()
    texts = [getattr(component, "text", "panel") for component in form.layout.get_components()]
    assert texts == ["first", "head", "one", "two", "panel", "foot"]
    assert [label.text for label in form.layout.body.get_components()] == ["inside"]
    with pytest.raises(ValueError, match="There is already a component in this slot"):
        form.layout.slots["top"].add_component(browser.anvil.Label())
