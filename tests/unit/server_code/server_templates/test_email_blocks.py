"""A mail as blocks: HTML that every mail program shows, plain text, and what keeps it from being sent."""

import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server_code.server_messaging.personalising import fill_html
from server_code.server_shared.errors import Invalid
from server_code.server_templates.email_blocks import Design, addresses_of, clean_blocks
from server_code.server_templates.email_checks import problems
from server_code.server_templates.email_html import to_html
from server_code.server_templates.email_text import to_text

DESIGN = Design("Kestrel & Co", "1 Main Rd", "#006a6a", "#ffffff", "You get this because you asked for our offers.")
VALUES = {"first_name": "Ann", "unsubscribe_url": "https://k.test/u", "preferences_url": "https://k.test/p"}


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.hrefs += [value for name, value in attrs if name == "href"]


def html_of(*blocks):
    return fill_html(to_html(clean_blocks(list(blocks)), DESIGN), VALUES)


def test_c17_every_mail_says_who_sends_it_why_and_how_to_stop_it():
    html, text = html_of(), to_text([], DESIGN)
    for words in ("Kestrel &amp; Co", "1 Main Rd", "because you asked"):
        assert words in html
    assert "https://k.test/u" in Links(html).hrefs
    assert "{{unsubscribe_url}}" in text
    assert "because you asked" in text


def test_marks_become_html_and_plain_words():
    block = {
        "kind": "text",
        "text": "**Hi {{first_name|x}}**, see [our shop](https://k.test/s?a=1&b=2).\n\nNew *things*",
    }
    html = html_of(block)
    assert "<strong>Hi Ann</strong>" in html
    assert "https://k.test/s?a=1&b=2" in Links(html).hrefs
    assert "<em>things</em>" in html
    assert "our shop (https://k.test/s?a=1&b=2)" in to_text([block], DESIGN)


@given(st.text(max_size=80))
def test_c19_text_is_never_markup(text):
    clean = clean_blocks([{"kind": "heading", "text": text}, {"kind": "text", "text": text}])
    tags = Links(to_html(clean, DESIGN)).tags
    assert tags <= Links(to_html([], DESIGN)).tags | {"h1", "p", "strong", "em", "a", "br"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//k.test", "k.test", "https:", "{{first_name}}"]
)
def test_links_lead_to_the_web_mail_or_a_telephone(url):
    with pytest.raises(Invalid):
        clean_blocks([{"kind": "button", "label": "Go", "url": url}])
    assert url not in Links(html_of({"kind": "text", "text": f"[go]({url})"})).hrefs


@pytest.mark.parametrize(
    "raw", [None, "x", [1], [{}], [{"kind": "script"}], [{"kind": "divider"}] * 101, [{"kind": "text", "text": 5}]]
)
def test_what_is_no_mail_is_refused(raw):
    with pytest.raises(Invalid):
        clean_blocks(raw)


def test_columns_do_not_nest():
    inner = {"kind": "columns", "left": [], "right": []}
    assert "half" in html_of(inner)
    with pytest.raises(Invalid):
        clean_blocks([{"kind": "columns", "left": [inner], "right": []}])


def test_what_keeps_a_mail_from_being_sent_is_said_in_words():
    blocks = clean_blocks([{"kind": "button", "label": "Go"}, {"kind": "image", "url": "https://k.test/a.png"}])
    found = " ".join(problems("", blocks, "x" * 103 * 1024, ["settings.SECRET"]))
    for words in ("no subject", "leads nowhere", "describe it", "settings.SECRET", "102 KB"):
        assert words in found
    good = clean_blocks([{"kind": "text", "text": "Hello"}])
    assert list(problems("Spring", good, to_html(good, DESIGN), [])) == []


def test_every_part_has_its_place_in_the_html_and_in_the_text():
    picture = "/pictures/" + "a" * 40
    blocks = clean_blocks(
        [
            {"kind": "header"},
            {"kind": "header", "url": picture, "alt": "Our garden"},
            {"kind": "product", "title": "Soap", "text": "Rose", "price": "R 80", "url": picture, "alt": "A soap"}
            | {"label": "Buy", "link": "https://k.test/soap"},
            {"kind": "booking", "title": "A night", "label": "Book", "link": "https://k.test/book"},
            {"kind": "columns", "left": [{"kind": "image", "url": picture, "alt": "Left"}], "right": []},
            {"kind": "spacer", "size": "large"},
            {"kind": "footer", "text": "Open daily\n[Map](https://k.test/map)"},
        ]
    )
    html, text = to_html(blocks, replace(DESIGN, origin="https://app.test")), to_text(blocks, DESIGN)
    assert html.count(f'src="https://app.test{picture}"') == 3
    for words in ("Kestrel &amp; Co</p>", "R 80", ">Buy</a>", ">Book</a>", "height:48px", "Open daily<br>"):
        assert words in html
    for words in (
        "Our garden",
        "Soap\nRose\nR 80\nBuy: https://k.test/soap",
        "Book: https://k.test/book",
        "[Left]",
        "Map (h",
    ):
        assert words in text
    assert addresses_of(blocks) == ["https://k.test/soap", "https://k.test/book", "https://k.test/map"]


def test_a_picture_is_uploaded_or_on_the_web():
    with pytest.raises(Invalid):
        clean_blocks([{"kind": "image", "url": "/pictures/../secret"}])
    assert clean_blocks([{"kind": "image", "width": 5000}])[0]["width"] == 552


def test_what_is_half_made_is_said():
    blocks = clean_blocks(
        [{"kind": "product", "label": "Buy"}, {"kind": "booking"}, {"kind": "columns"}, {"kind": "footer"}]
    )
    found = " ".join(problems("Spring", blocks, "", []))
    for words in ("no name", "of a product has no words", "booking link", "stand empty", "part of the mail is empty"):
        assert words in found
    assert "The mail is empty." in list(problems("Spring", clean_blocks([{"kind": "divider"}]), "", []))


@pytest.mark.parametrize("words", ["[", "[a](", "**a ", "{{"])
def test_marks_that_are_never_closed_cost_no_more_than_words_do(words):
    blocks = [{"kind": "text", "text": words * (20_000 // len(words))}]
    begun = time.process_time()
    to_html(blocks, DESIGN)
    assert time.process_time() - begun < 0.8
