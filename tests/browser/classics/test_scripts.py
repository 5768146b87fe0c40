"""JavaScript in an app's own HTML: it runs where it stands in the app's files, and calls the form around it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Ask


def test_a_script_has_run_before_show_and_runs_once(ask: Ask) -> None:
    before = ask("from classics.Scripted import Scripted; panel.add_component(Scripted())") and ask(
        "from anvil.js.window import scriptRuns; answer = scriptRuns"
    )
    answer = ask("""
        from classics.Scripted import Scripted
        scripted = Scripted()
        panel.add_component(scripted)
        scripted.remove_from_parent()
        panel.add_component(scripted)
        answer = scripted.called
    """)
    assert answer == str([int(before) + 1] * 2)


def test_call_js_says_that_a_form_is_not_visible(ask: Ask) -> None:
    assert ask("HtmlTemplate().call_js('nowhere')") == (
        "NameError: Could not find global JS function 'nowhere'. This form is not currently visible - to call "
        "functions defined in its HTML on load, use call_js in the form 'show' event handler."
    )


def test_an_attribute_of_the_markup_calls_the_form(page: Page, ask: Ask) -> None:
    ask("from classics.Scripted import Scripted; panel.add_component(Scripted())")
    expect(page.get_by_text("Drop here")).to_be_hidden()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("button", name="5")).to_have_attribute("once", "kept")
    assert ask("answer = panel.get_components()[0].called[-1]") == "(2, 3)"
    assert ask("answer = panel.get_components()[0].call_js('words')") == "'Words'"


def test_an_app_may_use_the_name_dom_nodes_itself(ask: Ask) -> None:
    answer = ask("""
        from classics.Scripted import Scripted
        template, scripted = HtmlTemplate(html='<b anvil-name="word">x</b>'), Scripted()
        answer = [list(template.dom_nodes), list(scripted.dom_nodes)]
        template.dom_nodes = scripted.dom_nodes = "mine"
        answer += [template.dom_nodes, scripted.dom_nodes]
    """)
    assert answer == "[['word'], [], 'mine', 'mine']"


def test_javascript_gets_what_a_method_raises(page: Page, ask: Ask) -> None:
    ask("from classics.Scripted import Scripted; panel.add_component(Scripted())")
    thrown = page.evaluate("anvil.call('p > b', 'fail').then(() => 'nothing', (error) => String(error))")
    assert "told to JavaScript" in thrown
    nowhere = page.evaluate("anvil.call(document.body, 'add').then(() => 'nothing', (error) => String(error))")
    assert "has no parent Form instance. Got [object HTMLBodyElement] element." in nowhere


def test_a_form_of_plain_html_has_its_style_and_scripts(page: Page, ask: Ask) -> None:
    ask("from classics.Handmade import Handmade; panel.add_component(Handmade())")
    assert page.evaluate("window.handmade") == ["ran"]
    assert ask("answer = HtmlTemplate().call_js('double', 21)") == "42"
    expect(page.get_by_text("Made by hand")).to_have_css("color", "rgb(4, 5, 6)")
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_role("button", name="pressed")).to_be_visible()


def test_what_does_not_stand_in_the_files_is_not_run(page: Page, ask: Ask, said: list[str]) -> None:
    page.evaluate(
        """window.typed = '<script>window.harm = 1</' + 'script><img src="data:," onerror="window.harm = 2">'"""
    )
    ask("panel.add_component(HtmlTemplate(html=anvil.js.window.typed))")
    ask("panel.add_component(HtmlComponent(html='<div>' + anvil.js.window.typed + '</div>'))")
    page.wait_for_timeout(100)
    assert page.evaluate("window.harm") is None
    refused = [text for text in said if text.startswith("Not run")]
    assert len(refused) == len(said) == 4
    said.clear()
