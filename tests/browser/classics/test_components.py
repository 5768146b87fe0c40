"""Classic components: what their properties, events and errors are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Ask

DEFAULTS = {
    "Label": "text='' align='left' font_size=None bold=False icon='' background='' role=None width='default'",
    "Button": "text='' align='center' enabled=True icon_align='left' spacing=None spacing_above='small' visible=True",
    "TextBox": "text='' type='text' hide_text=False placeholder='' align='left' margin=None enabled=True",
    "DropDown": "items=[] selected_value=None include_placeholder=False placeholder='' align='full'",
    "FlowPanel": "align='left' vertical_align='full' gap='medium' spacing=None",
    "DataGrid": "columns=None auto_header=True rows_per_page=20 show_page_controls=True wrap_on='never'",
    "Image": "height='200' display_mode='shrink_to_fit' horizontal_align='center' vertical_align='center' alt_text=''",
    "RichText": "content='' format='markdown' enable_slots=True data=None",
    "FileLoader": "text='Upload' icon='fa:upload' multiple=False show_state=True file_types=None file=None files=[]",
    "Spacer": "height='32'",
    "Timer": "interval=0.5",
}
ERRORS = {
    "Label(foo=1, bar=2)": "TypeError: Label got unexpected keyword argument(s): 'foo', 'bar'",
    "Label('text')": "TypeError: Component constructor takes keyword arguments only",
    "Label().foo = 1": "AttributeError: 'Label' object has no attribute 'foo'",
    "Label().parent = panel": "AttributeError: Cannot set a 'Label' component's parent this way "
    "- use 'add_component' on the container instead",
    "Label().raise_event('click')": "ValueError: Cannot raise event for unknown event 'click' on Label component. "
    "Custom event names must start with 'x-'.",
    "Button().add_event_handler('click', 5)": "TypeError: The 'click' event handler added to Button "
    "must be a callable, not type 'int'",
    "Button().add_event_handler(5, print)": "TypeError: expected the first argument to be a string",
    "panel.raise_event_on_children('click')": "ValueError: Cannot raise unknown event 'click' on LinearPanel "
    "component. Custom events must have the 'x-' prefix.",
    "Label(role=5)": "TypeError: role must be None, a string, or a list of strings",
    "Label().scroll_into_view(align='top')": "ValueError: 'align' must be one of 'start', 'center', 'end', 'nearest'",
    "panel.add_component(5)": "TypeError: Argument to add_component must be a component, not int",
    "panel.add_component(form)": "ValueError: This component is the open_form and cannot be added to a container",
    "panel.add_component(form.lbl_state)": "ValueError: This component is already added to a container, "
    "call remove_from_parent() first",
    "DropDown(items=[5])": "TypeError: 'items' must be a list of strings or tuples",
    "DropDown(items=[(1, 2)])": "TypeError: Dropdown item tuples must be of the form ('label', value), "
    "(at item 0 got (1, 2))",
    "DataGrid().set_page(-1)": "IndexError: Cannot use a negative index to set the page",
    "Image(source=5)": "TypeError: The 'source' property can only be set to a Media object or a URL",
    "RichText(data=5)": "TypeError: data must be a mapping or None, not 'int'",
    "FileLoader().file = 1": "AttributeError: The 'file' property for a FileLoader is read-only",
    "open_form(5)": "TypeError: Attempting to open a form which is not an anvil component, (got type int)",
    "GoogleMap()": "NotImplementedError: GoogleMap is not supported by this server: it needs a Google Maps API key "
    "and scripts from Google",
}


@pytest.mark.parametrize(("name", "expected"), DEFAULTS.items())
def test_properties_have_the_defaults_of_anvil(ask: Ask, name: str, expected: str) -> None:
    given = f"answer = ' '.join('{{}}={{!r}}'.format(name, getattr({name}(), name)) for name in NAMES)"
    names = [pair.partition("=")[0] for pair in expected.split()]
    assert ask(given.replace("NAMES", repr(names))) == repr(expected)


def test_errors_have_the_words_of_anvil(ask: Ask) -> None:
    assert {code: ask(code) for code in ERRORS} == ERRORS


def test_a_drop_down_keeps_a_value_that_is_not_among_its_items(ask: Ask) -> None:
    answer = ask("""
        d = DropDown(selected_value="b", items=["a", ("b", 2)])
        answer = [d.selected_value]
        for value in (2, "other", None):
            d.selected_value = value
            answer.append(d.selected_value)
        d.items = ["x", "y"]
        answer.append(d.selected_value)
        d.include_placeholder = True
        d.selected_value = None
        answer.append(d.selected_value)
    """)
    assert answer == "['b', 2, 'other', None, 'x', None]"


def test_a_number_box_gives_numbers(ask: Ask) -> None:
    answer = ask("""
        t, answer = TextBox(type="number"), []
        for text in (5, "5.5", "", None, "-3"):
            t.text = text
            answer.append(t.text)
    """)
    assert answer == "[5, 5.5, None, None, -3]"


def test_a_group_of_radio_buttons_has_the_value_of_the_chosen_one(page: Page, ask: Ask) -> None:
    ask("""
        for name in "AB":
            panel.add_component(RadioButton(text="Choice " + name, value=name, group_name="letters"))
        seen = form.tag.seen = []
        for button in panel.get_components():
            button.add_event_handler("clicked", lambda sender, **args: form.tag.seen.append(sender.get_group_value()))
    """)
    page.get_by_label("Choice B").check()
    page.get_by_label("Choice A").check()
    assert ask("answer = form.tag.seen, [button.selected for button in panel.get_components()]") == (
        "(['B', 'A'], [True, False])"
    )


def test_only_what_is_clicked_raises_click(page: Page, ask: Ask) -> None:
    ask("""
        form.tag.seen = []
        def note(sender, keys, **args):
            form.tag.seen.append((sender.text, keys["shift"]))
        link, button = Link(text="around"), Button(text="inner")
        for component in (link, button):
            component.add_event_handler("click", note)
        link.add_component(button)
        panel.add_component(link)
    """)
    page.get_by_role("button", name="inner").click()
    page.get_by_text("around").click(modifiers=["Shift"])
    assert ask("answer = form.tag.seen") == "[('inner', False), ('around', True)]"


def test_rich_text_shows_markdown_with_data_in_its_slots(page: Page, ask: Ask) -> None:
    ask("""
        panel.add_component(RichText(
            content="# Heading\\n\\n{count:.1f} of {{all}} {what}\\n\\n<script>window.bad = 1</script>",
            data={"count": 2.345, "what": Button(text="things")},
        ))
    """)
    expect(page.get_by_role("heading", name="Heading")).to_be_visible()
    expect(page.get_by_text("2.3 of {all}")).to_be_visible()
    expect(page.get_by_role("button", name="things")).to_be_visible()
    assert page.evaluate("window.bad") is None


def test_restricted_html_loses_what_could_harm(page: Page, ask: Ask) -> None:
    html = ask("""
        text = '<div id="x" style="color: red; position: fixed">a <form>b</form><a href="javascript:x()">c</a></div>'
        rich = RichText(format="restricted_html", content=text)
        answer = str(anvil.js.get_dom_node(rich).innerHTML)
    """)
    assert html == "'<div style=\"color: red;\">a b<a>c</a></div>'"


def test_classes_and_styles_are_live(ask: Ask) -> None:
    answer = ask("""
        h = HtmlComponent(html="<b class='x'>hi</b>", classes="a b", style={"marginTop": 4, "z_index": 2})
        h.classes.update({"c d": True, "a": False})
        h.style["margin_top"] = None if False else 8
        answer = str(h.classes), str(h.style), h.classes["b c"], h.style["color"], len(h.classes), h.html
    """)
    assert answer == "('b c d', 'margin-top: 8px; z-index: 2', True, '', 3, \"<b class='x'>hi</b>\")"


def test_a_component_may_bring_an_element_of_its_own(page: Page, ask: Ask) -> None:
    answer = ask("""
        class ByHand(Component):
            _anvil_events_ = [{"name": "told"}, "said"]
            def _anvil_setup_dom_(self):
                element = anvil.js.window.document.createElement("b")
                element.textContent = "made by hand"
                return element
        mine = ByHand()
        panel.add_component(mine)
        mine.set_event_handler("told", print)
        answer = mine.get_event_handlers("said"), str(anvil.js.get_dom_node(mine).tagName)
    """)
    assert answer == "((), 'B')"
    expect(page.get_by_text("made by hand")).to_be_visible()


def test_a_video_is_shown_in_a_frame_of_the_site_that_has_it(page: Page, ask: Ask) -> None:
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(content_type="text/html", body=f"<title>v</title><p>{route.request.url}</p>"),
    )
    ask("panel.add_component(video(youtube_id='a b', autoplay=True))")
    expect(page.frame_locator("iframe").locator("p")).to_have_text(
        "https://www.youtube-nocookie.com/embed/a%20b?autoplay=1&loop=0&playlist=a%20b"
    )
