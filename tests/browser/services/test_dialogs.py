"""``alert``, ``confirm`` and ``Notification``."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import AXE

from .conftest import Ask

Start = Callable[[str], None]
Answer = Callable[[], str]
FAULTS = "() => axe.run('dialog, .anvil-notification').then(found => found.violations.map(each => each.id))"


@pytest.mark.parametrize(
    ("call", "button", "expected"),
    [
        ("anvil.alert('Hello')", "OK", "True"),
        ("anvil.confirm('Sure?')", "OK", "True"),
        ("anvil.confirm('Sure?')", "Cancel", "False"),
        ("anvil.alert('Choose', buttons=['Red', 'Blue'])", "Blue", "'Blue'"),
        ("anvil.alert('Choose', buttons=[('Red', 1), ('Blue', [2], 'danger')])", "Blue", "[2]"),
        ("anvil.alert('Choose', buttons=[('Red',)])", "Red", "None"),
        ("anvil.alert('Choose', 'ignored', large=True, role='x', colour='unknown')", "OK", "True"),
    ],
)
def test_the_button_decides_the_answer(
    start: Start, answer: Answer, page: Page, call: str, button: str, expected: str
) -> None:
    start(f"answer = {call}")
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    assert answer() == expected


@pytest.mark.parametrize("how", ["Escape", "cross", "outside"])
def test_a_dismissed_alert_answers_none(start: Start, answer: Answer, page: Page, how: str) -> None:
    start("answer = anvil.alert('Hello', title='Greeting')")
    dialog = page.get_by_role("dialog", name="Greeting")
    expect(dialog).to_be_visible()
    if how == "Escape":
        page.keyboard.press("Escape")
    elif how == "cross":
        dialog.get_by_role("button", name="Close").click()
    else:
        page.mouse.click(5, 5)
    assert answer() == "None"


def test_what_may_not_be_dismissed_stays_however_often_escape_is_pressed(
    start: Start, answer: Answer, page: Page
) -> None:
    start("answer = anvil.confirm('Sure?', title='A question')")
    dialog = page.get_by_role("dialog", name="A question")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.mouse.click(5, 5)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_have_count(0)
    dialog.get_by_role("button", name="Cancel").click()
    assert answer() == "False"


def test_a_form_inside_closes_the_alert_with_its_value_and_can_be_shown_again(
    start: Start, answer: Answer, page: Page
) -> None:
    start("""
box = anvil.TextBox()
box.add_event_handler('pressed_enter', lambda **e: box.raise_event('x-close-alert', value=box.text))
seen = []
box.add_event_handler('show', lambda **e: seen.append('show'))
box.add_event_handler('hide', lambda **e: seen.append('hide'))
answer = [anvil.alert(box, title='Name', buttons=[]), anvil.alert(box, title='Once more', buttons=[]), box.parent, seen]
""")
    for name, title in (("Ada", "Name"), ("Grace", "Once more")):
        page.get_by_role("dialog", name=title).locator("input").fill(name)
        page.keyboard.press("Enter")
    assert answer() == "['Ada', 'Grace', None, ['show', 'hide', 'show', 'hide']]"


def test_an_alert_above_another_leaves_it_open(start: Start, answer: Answer, page: Page) -> None:
    start("""
inside = anvil.Button(text='More')
inside.add_event_handler('click', lambda **e: inside.raise_event('x-close-alert', value=anvil.confirm('Inner')))
answer = anvil.alert(inside, buttons=[])
""")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("dialog")).to_have_count(2)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Cancel").click()
    assert answer() == "False"


def test_the_keyboard_stays_inside_and_returns(start: Start, answer: Answer, page: Page) -> None:
    start("answer = anvil.confirm('Sure?')")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.get_by_role("button", name="OK").click()
    assert answer() == "True"
    assert page.evaluate("document.activeElement.textContent") == "Ask"


def test_what_is_shown_elsewhere_is_refused(ask: Ask) -> None:
    assert ask("anvil.alert(form.room)").startswith("ValueError: This component is already added to a container")
    assert ask("anvil.alert(form)").startswith("ValueError: This component is the open_form")


def test_a_notice_goes_by_itself_but_not_while_it_is_read(ask: Ask, page: Page) -> None:
    ask("anvil.Notification('Saved', title='Done', style='success', timeout=1).show()")
    notice = page.locator(".anvil-notification", has_text="Saved")
    notice.hover()
    page.wait_for_timeout(1500)
    expect(notice).to_be_visible()
    page.mouse.move(5, 5)
    expect(notice).to_have_count(0)


def test_a_notice_stays_as_long_as_its_block(ask: Ask, page: Page) -> None:
    question = """
with anvil.Notification('Busy') as notice:
    try:
        notice.show()
    except RuntimeError as error:
        answer = [str(error), anvil.js.window.document.querySelectorAll('.anvil-notification').length]
"""
    assert ask(question) == "['Notification already visible', 1]"
    expect(page.locator(".anvil-notification")).to_have_count(0)


def test_a_notice_that_stays_is_closed_by_its_cross(ask: Ask, page: Page) -> None:
    assert ask("anvil.Notification()").startswith("TypeError")
    ask("anvil.Notification('Wait', style='danger', timeout=None).show()")
    expect(page.get_by_role("alert")).to_contain_text("Wait")
    page.locator(".anvil-notification").get_by_role("button", name="Close").click()
    expect(page.locator(".anvil-notification")).to_have_count(0)


def test_the_enter_that_opens_an_alert_does_not_answer_it(start: Start, answer: Answer, page: Page) -> None:
    start("""
box = anvil.TextBox()
box.add_event_handler('pressed_enter', lambda **e: box.raise_event('x-close-alert', value=anvil.alert('Really?')))
answer = anvil.alert(box, title='Name', buttons=[])
""")
    page.get_by_role("dialog", name="Name").locator("input").fill("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Really?")).to_be_visible()
    page.wait_for_timeout(200)
    page.keyboard.press("Escape")
    assert answer() == "None"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_dialogs_and_notices(start: Start, answer: Answer, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    start("""
notice = anvil.Notification('Not saved', title='Sorry', style='danger', timeout=None).show()
answer = anvil.alert('Choose one', title='Colours', buttons=['Red', ('Blue', 2, 'danger')])
notice.hide()
""")
    dialog = page.get_by_role("dialog", name="Colours")
    expect(dialog).to_be_visible()
    page.evaluate(AXE)
    assert page.evaluate(FAULTS) == []
    dialog.get_by_role("button", name="Blue").click()
    assert answer() == "2"
    page.emulate_media(color_scheme="light")
