"""Which links of a mail are counted, and what becomes of its HTML."""

from __future__ import annotations

import pytest

from server_code.server_messaging.tracking_rules import MAX_URL, is_trackable, links_in, rewritten, with_marks

OWN = "https://shop.test/email/"
HTML = (
    '<body><p><a style="x" href="https://a.test/?b=1&amp;c=2">One</a> <a href="mailto:me@a.test">Write</a>'
    f"<A HREF='{OWN}unsubscribe/t.t'>Leave</A> <a href=\"https://b.test/\">Two</a></p></body>"
)


def test_links_are_counted_by_their_place_and_lead_where_they_did() -> None:
    seen = []

    def address_of(place: int, url: str) -> str:
        seen.append((place, url))
        return f"https://shop.test/go?{place}&x"

    written = rewritten(HTML, address_of, OWN)
    assert seen == [(0, "https://a.test/?b=1&c=2"), (3, "https://b.test/")]
    assert links_in(written) == [
        "https://shop.test/go?0&x",
        "mailto:me@a.test",
        f"{OWN}unsubscribe/t.t",
        "https://shop.test/go?3&x",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@b.test",
        "tel:+1",
        "#",
        "",
        "javascript:alert(1)",
        OWN + "x",
        "https://a/" + "x" * MAX_URL,
        "https://ü/",
    ],
)
def test_what_is_no_web_address_ours_or_too_long_stays(url: str) -> None:
    assert not is_trackable(url, OWN)


def test_marks_stand_at_the_end_of_the_body_or_of_what_there_is() -> None:
    assert with_marks("<body>Hi</body></html>", "p", "t").endswith("</body></html>")
    assert with_marks("Hi", "p", "t").startswith("Hi<div")
