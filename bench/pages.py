"""What a signed-in person waits for in Chromium: the dashboard, and the rows after a keystroke."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from launcher.chromium import MISSING, find_chromium
from tests.people import made_files
from tests.served import OWNER, PASSWORD, ROOT, Served, new_folder, served
from tests.visitor import Visitor

from .figures import LIMIT, STOCK, Figure, median_figure

TIMES = 7
VIEWPORT = {"width": 1280, "height": 800}
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
FIRST_FORM, FIGURES = "text=/^Good (morning|afternoon|evening)/", "text=Newest contacts"
# Resolves with the milliseconds between the next input and the moment a row shows the text.
WATCH = """text => {
  let started = Infinity;
  addEventListener("input", () => { started = performance.now(); }, {capture: true, once: true});
  const rows = () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.toLowerCase().split("\\n").includes(text)) return true;
    return false;
  };
  window.rowsSeen = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no row shows ${text}`)), 10000);
    const look = () =>
      started < Infinity && rows() ? resolve(performance.now() - started) : requestAnimationFrame(look);
    look();
  });
}"""


def figures() -> Iterator[Figure]:
    """Page loads, cold and warm, and the search."""
    path = find_chromium()
    if path is None:
        print(MISSING)
        return
    with new_folder() as folder, served(folder) as instance, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        signed_in = _cookies(instance)
        warm, cold = _warm_loads(browser, instance, signed_in), _cold_loads(browser, instance, signed_in)
        for name, taken, limit, stock in (("warm", warm, 1000, 1230), ("cold", cold, 1600, 1490)):
            shown, filled = [list(times) for times in zip(*taken, strict=True)]
            yield median_figure(f"Dashboard, {name} cache, to its first form", shown, "ms", limit, LIMIT)
            yield median_figure(f"Dashboard, {name} cache, to its first form", shown, "ms", stock, STOCK)
            yield median_figure(f"Dashboard, {name} cache, to its figures", filled, "ms", stock, STOCK)
        searches = _searches(browser, instance, signed_in, _import_people(instance))
        yield median_figure("Search of 10,000, keystroke to rows", searches, "ms", 150, LIMIT)
        browser.close()


def _cookies(instance: Served) -> list[dict[str, str]]:
    with Visitor(instance.origin) as visitor:
        visitor.sign_in(OWNER, PASSWORD)
        return [{"name": c.name, "value": c.value or "", "url": instance.origin} for c in visitor.http.cookies.jar]


def _context(browser: Browser, cookies: list[dict[str, str]]) -> BrowserContext:
    context = browser.new_context(viewport=VIEWPORT)
    context.add_cookies(cookies)
    return context


def _load(page: Page, instance: Served) -> tuple[float, float]:
    """Milliseconds until the form is there, and until the server's figures are in it."""
    started = time.perf_counter()
    page.goto(instance.origin, wait_until="commit")
    page.wait_for_selector(FIRST_FORM)
    shown = time.perf_counter()
    page.wait_for_selector(FIGURES)
    return (shown - started) * 1000, (time.perf_counter() - started) * 1000


def _warm_loads(browser: Browser, instance: Served, cookies: list[dict[str, str]]) -> list[tuple[float, float]]:
    with _context(browser, cookies) as context:
        page = context.new_page()
        _load(page, instance)
        return [_load(page, instance) for _ in range(TIMES)]


def _cold_loads(browser: Browser, instance: Served, cookies: list[dict[str, str]]) -> list[tuple[float, float]]:
    taken = []
    for _ in range(TIMES):
        with _context(browser, cookies) as context:
            taken.append(_load(context.new_page(), instance))
    return taken


def _import_people(instance: Served) -> list[str]:
    """Bring in 10,000 people; their e-mails."""
    file = made_files(ROOT / ".mybizz" / "cache")[0]
    with Visitor(instance.origin) as visitor:
        visitor.sign_in(OWNER, PASSWORD)
        visitor.wait_for_import(visitor.import_file(file.path))
    return [email for email in file.emails if email]


def _searches(browser: Browser, instance: Served, cookies: list[dict[str, str]], emails: list[str]) -> list[float]:
    """From the last keystroke of an e-mail to its row, as the page itself sees both."""
    taken = []
    with _context(browser, cookies) as context:
        page = context.new_page()
        page.goto(f"{instance.origin}/#?page=contacts")
        box = page.get_by_label("Search")
        for email in emails[:: len(emails) // TIMES][:TIMES]:
            box.fill("")
            page.wait_for_timeout(1_000)
            page.evaluate(WATCH, email)
            page.keyboard.insert_text(email)
            taken.append(float(page.evaluate("window.rowsSeen")))
    return taken
