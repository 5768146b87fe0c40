"""Files dropped on a FileLoader, and on their way to the server: progress, cancelling, limits, a line that breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from .conftest import Ask

Start = Callable[[str], None]
Answer = Callable[[], str]
Drop = Callable[..., None]
MEGABYTE = 1024 * 1024
SEND = "anvil.server.call('described_file', kept['file'])"
LOADER = """
import m3.components
form.room.clear()
loader = m3.components.FileLoader({options})
def note(file, files, **event_args):
    kept.update(file=file, files=files)
    form.lbl_answer.text = 'loaded'
loader.set_event_handler('change', note)
form.room.add_component(loader)
answer = 1
"""


@pytest.fixture
def devtools(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


def slow_down(devtools: CDPSession) -> None:
    """Let a large file take a while, until the session with the developers' tools ends."""
    devtools.send("Network.enable")
    speed = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 15 * MEGABYTE}
    devtools.send("Network.emulateNetworkConditions", speed)


@pytest.fixture
def drop(page: Page, devtools: CDPSession, tmp_path: Path) -> Drop:
    """Drop files of the given names and sizes on what a selector finds, as a person does with a mouse."""

    def run(selector: str, **sizes: int) -> None:
        files = [tmp_path / name.replace("__", ".") for name in sizes]
        for file, size in zip(files, sizes.values(), strict=True):
            with file.open("wb") as opened:
                opened.truncate(size)
        box = page.locator(selector).bounding_box()
        assert box
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            devtools.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})

    return run


@pytest.fixture
def one_file(ask: Ask) -> None:
    ask(LOADER.format(options=""))


def test_what_is_dropped_is_taken_when_it_is_of_the_right_kind(ask: Ask, drop: Drop, page: Page) -> None:
    ask(LOADER.format(options="file_types='.csv, image/*', multiple=True, show_state=True"))
    drop(".anvil-m3-fileloader-box", a__CSV=3, b__png=4, c__pdf=5)
    expect(page.locator(".anvil-m3-fileloader-box")).to_have_text("2 files selected")
    expect(page.locator(".anvil-notification")).to_have_text("c.pdf cannot be taken here. What can be: .csv, image/*.")
    assert ask("[(file.name, file.length) for file in kept['files']]") == "[('a.CSV', 3), ('b.png', 4)]"


def test_a_loader_for_one_file_takes_one_and_says_so(ask: Ask, drop: Drop, page: Page, one_file: None) -> None:
    drop(".anvil-m3-fileloader-box", a__txt=3, b__txt=4)
    expect(page.get_by_text("One file is taken here: a.txt.")).to_be_visible()
    assert ask("[file.name for file in kept['files']]") == "['a.txt']"


def test_the_classic_loader_takes_what_is_dropped_and_a_disabled_one_nothing(ask: Ask, drop: Drop, page: Page) -> None:
    drop(".anvil-file-loader .anvil-btn", d__txt=6)
    expect(page.get_by_text("1 file selected")).to_be_visible()
    ask("form.loader.clear()")
    ask("setattr(form.loader, 'enabled', False)")
    drop(".anvil-file-loader .anvil-btn", e__txt=6)
    assert ask("[form.loader.file, setattr(form.loader, 'enabled', True)]") == "[None, None]"


def test_a_file_dropped_beside_the_loader_does_not_take_the_page_away(ask: Ask, drop: Drop, page: Page) -> None:
    address = page.url
    ask("kept.pop('file', None)")
    drop("textarea", f__txt=6)
    assert ask("kept.get('file')") == "None"
    assert page.url == address


def test_a_large_file_shows_how_far_it_is(
    start: Start, answer: Answer, drop: Drop, page: Page, devtools: CDPSession, one_file: None
) -> None:
    slow_down(devtools)
    drop(".anvil-m3-fileloader-box", film__bin=60 * MEGABYTE)
    start(f"answer = {SEND}")
    card = page.get_by_role("group", name="Sending film.bin")
    expect(card.get_by_role("progressbar")).to_be_visible()
    expect(card).to_contain_text("of 60 MB")
    expect(card.get_by_role("progressbar")).not_to_have_js_property("value", 0)
    assert answer() == f"['film.bin', 'application/octet-stream', {60 * MEGABYTE}]"
    expect(card).to_have_count(0)


def test_what_is_larger_than_the_server_takes_is_refused_before_it_is_sent(
    ask: Ask, start: Start, drop: Drop, page: Page, one_file: None
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    drop(".anvil-m3-fileloader-box", film__bin=100 * MEGABYTE)
    refusal = "That is more than this server takes at once (64 MB)."
    assert ask(SEND) == f"UploadTooLargeError: {refusal}"
    assert sent == []
    page.locator("textarea").fill(f"answer = {SEND}")
    page.get_by_role("button", name="Break").click()
    dialog = page.get_by_role("dialog", name="Too much to send")
    expect(dialog).to_contain_text(refusal)
    dialog.get_by_role("button", name="OK").click()


def test_an_upload_that_is_cancelled_leaves_nothing(
    ask: Ask, start: Start, answer: Answer, drop: Drop, page: Page, devtools: CDPSession, one_file: None
) -> None:
    slow_down(devtools)
    drop(".anvil-m3-fileloader-box", film__bin=60 * MEGABYTE)
    start("anvil.server.call('remember', 'film', kept['file'])\nanswer = 'sent'")
    page.get_by_role("button", name="Cancel").click()
    assert answer() == "UploadCancelledError: The upload was cancelled."
    expect(page.locator(".anvil-upload, .anvil-offline")).to_have_count(0)
    assert ask("anvil.server.call('recall', 'film')") == "None"


def test_a_line_that_breaks_in_the_middle_loses_nothing_but_the_upload(
    ask: Ask,
    start: Start,
    answer: Answer,
    drop: Drop,
    page: Page,
    devtools: CDPSession,
    one_file: None,
) -> None:
    slow_down(devtools)
    drop(".anvil-m3-fileloader-box", film__bin=60 * MEGABYTE)
    start(f"answer = {SEND}")
    expect(page.locator(".anvil-upload progress")).not_to_have_js_property("value", 0)
    page.context.set_offline(True)
    assert answer().startswith("AppOfflineError")
    expect(page.locator(".anvil-offline")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    expect(page.locator(".anvil-offline")).to_have_count(0)
    devtools.send("Network.disable")
    assert ask(SEND).startswith("['film.bin'")
