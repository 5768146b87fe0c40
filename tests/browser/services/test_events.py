"""Events enter Python at once, also while many calls are waited for, and never across Python that is running."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import ANSWER, Ask

LISTENERS = """
kept.update(clicks=0, prevented=0)
def clicked(**event):
    kept['clicks'] += 1
    if kept['clicks'] % 3 == 0:
        anvil.server.call_s('wait', 0.02)
def stay(event):
    event.preventDefault()
    kept['prevented'] += 1
    if kept['prevented'] % 5 == 0:
        anvil.server.call_s('add', 1)
button = anvil.Button(text='Count')
button.add_event_handler('click', clicked)
form.room.add_component(button)
link = anvil.js.window.document.createElement('a')
link.href, link.id, link.textContent = '/_/nowhere', 'stay', 'Stay'
link.addEventListener('click', stay)
anvil.js.get_dom_node(form.room).append(link)
answer = 'ready'
"""
BURST = """() => {
  const button = [...document.querySelectorAll("button")].find((found) => found.textContent.trim() === "Count");
  for (let i = 0; i < 100; i++) {
    button.click();
    document.getElementById("stay").click();
  }
}"""


def test_bursts_of_events_while_calls_wait_are_all_handled_in_the_event(ask: Ask, page: Page) -> None:
    address = page.url
    assert ask(LISTENERS) == "'ready'"
    for _ in range(3):
        page.evaluate(BURST)
        page.locator("#stay").click()
    assert page.url == address
    expect(page.locator("#anvil-app")).to_be_visible()
    counted = "import time\ntime.sleep(1)\nanswer = [kept['clicks'], kept['prevented']]"
    assert ask(counted) == "[300, 303]"


def test_an_event_that_python_raises_is_handled_before_it_goes_on(ask: Ask, page: Page) -> None:
    question = """
seen = []
node = anvil.js.get_dom_node(form.room)
node.addEventListener('x', lambda event: seen.append('inside'))
for _ in range(50):
    node.dispatchEvent(anvil.js.window.CustomEvent('x'))
    seen.append('outside')
answer = seen == ['inside', 'outside'] * 50
"""
    assert ask(question) == "True"
    expect(page.locator(ANSWER)).to_have_text("True")
