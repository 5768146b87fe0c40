"""JavaScript of a page that calls the server in the stock page's two ways, by the names that the stock page has."""

from __future__ import annotations

from playwright.sync_api import Page

CALL = """{type: "CALL", id: "1", v: 8, command: "echo", args: [5], kwargs: {}, objects: [], vt_global: {}}"""
WITH_FORM = f"""async () => {{
  const form = new FormData();
  form.append("json-data", JSON.stringify({CALL}));
  const address = `${{anvilAppOrigin}}/_/server-call-http?_anvil_session=${{anvilSessionToken}}`;
  const response = await fetch(address, {{method: "POST", body: form}});
  const boundary = "--" + response.headers.get("Content-Type").split("boundary=")[1];
  const [, head, type, blank, text] = (await response.text()).split("\\r\\n");
  return [head === boundary, type, blank, JSON.parse(text).response];
}}"""
ON_WEBSOCKET = f"""() => new Promise((resolve, reject) => {{
  const origin = anvilAppOrigin.replace(/^http/, "ws");
  const socket = new WebSocket(`${{origin}}/_/ws/?_anvil_session=${{anvilSessionToken}}`);
  socket.onopen = () => socket.send(JSON.stringify({CALL}));
  socket.onerror = socket.onclose = reject;
  socket.onmessage = (event) => {{ resolve(JSON.parse(event.data).response); socket.onclose = null; socket.close(); }};
}})"""


def test_the_page_has_the_stock_pages_names(page: Page) -> None:
    origin = page.evaluate("location.origin")
    assert page.evaluate("[anvilAppOrigin, anvilEnvironmentOrigin, anvilSessionToken]") == [origin, origin, "cookie"]


def test_a_form_is_answered_in_parts(page: Page) -> None:
    assert page.evaluate(WITH_FORM) == [True, "Content-Type: application/json", "", [[5], {}]]


def test_a_websocket_is_answered_in_frames(page: Page) -> None:
    assert page.evaluate(ON_WEBSOCKET) == [[5], {}]
