"""Media, pictures, requests and time zones in the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import ANSWER, Ask

PICTURE = """
canvas = anvil.js.window.document.createElement('canvas')
canvas.width, canvas.height = 40, 20
canvas.getContext('2d').fillRect(0, 0, 40, 20)
picture = anvil.URLMedia(canvas.toDataURL('image/png'))
"""
NOTE = "anvil.BlobMedia('text/plain', b'abc', name='n.txt')"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (f"[{NOTE}.url, {NOTE}.length, {NOTE}.name, {NOTE}.get_bytes()]", "[None, 3, 'n.txt', b'abc']"),
        (f"{NOTE}.get_url(True)", "'data:text/plain;base64,YWJj'"),
        ("anvil.BlobMedia('text/plain', 'abc')", "TypeError: content must be a byte-string, not str"),
        ("anvil.BlobMedia(1, b'abc')", "TypeError: content_type must be a string, not int"),
        ("anvil.BlobMedia('t')", "TypeError: BlobMedia() takes two arguments (content_type and content)"),
        (
            f"setattr({NOTE}, 'name', 'x')",
            "AttributeError: Cannot change the name of a Media object; create a new Media object instead",
        ),
        (f"anvil.server.call('described_file', {NOTE})", "['n.txt', 'text/plain', 3]"),
        ("anvil.server.call('give', 'file').get_bytes()", "b'made on the server'"),
        ("anvil.URLMedia('/_/static/favicon.svg').content_type", "'image/svg+xml'"),
        ("anvil.media.TempUrl(5)", "TypeError: expected a Media object, got int"),
        ("anvil.media.from_file('x')", "RuntimeError: Cannot create Media objects from files on the client."),
        (
            "anvil.media.download(None)",
            "TypeError: Argument to anvil.download() must be a Media object, not NoneType",
        ),
        ("anvil.http.request('/_/health', json=True)['status']", "'ok'"),
        ('anvil.http.url_encode("a b/ü\'")', '"a%20b%2F%C3%BC\'"'),
        ("anvil.http.url_decode('%')", "UrlEncodingError: "),
        ("[anvil.tz.tzutc(), anvil.tz.tzoffset(hours=2)]", "[<anvil.tz.tzutc>, <anvil.tz.tzoffset (2 hour offset)>]"),
        ("anvil.tz.tzlocal().utcoffset(None)", "datetime.timedelta(seconds=7200)"),
        ("anvil.image.get_dimensions(anvil.BlobMedia('image/png', b'x'))", "ImageException: Failed to load URL"),
    ],
)
def test_files_and_requests_answer_as_anvil_has_them(ask: Ask, question: str, expected: str) -> None:
    assert ask(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("anvil.image.get_dimensions(picture)", "(40, 20)"),
        ("anvil.image.get_dimensions(anvil.image.generate_thumbnail(picture, 10))", "(10, 5)"),
        ("anvil.image.generate_thumbnail(picture, 100) is picture", "True"),
        ("anvil.image.get_dimensions(anvil.image.rotate(picture, 90))", "(20, 40)"),
    ],
)
def test_pictures_are_measured_made_smaller_and_turned(ask: Ask, question: str, expected: str) -> None:
    assert ask(f"{PICTURE}answer = {question}") == expected


def test_a_request_that_fails_tells_its_status_and_content(ask: Ask) -> None:
    question = """
try:
    anvil.http.request('/_/nope', method='POST', data={'a': 'b'})
except anvil.http.HttpError as error:
    answer = [error.status, type(error.content).__name__]
"""
    assert ask(question) == "[404, 'BlobMedia']"


def test_what_has_an_address_of_its_own_is_downloaded_under_its_name(ask: Ask, page: Page) -> None:
    with page.expect_download() as download:
        ask(f"anvil.media.download({NOTE})")
    assert download.value.suggested_filename == "n.txt"


def test_a_chosen_file_is_a_media_object_that_is_read_when_asked(ask: Ask, page: Page) -> None:
    page.set_input_files("input[type=file]", files=[{"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}])
    expect(page.locator(ANSWER)).to_have_text("a.txt")
    question = (
        "file = kept['file']\nanswer = [isinstance(file, anvil.BlobMedia), file.length, file.get_bytes(), file.url]"
    )
    assert ask(question) == "[True, 5, b'hello', None]"
