"""Mails to one person about something of their own, as people of the business and uplinks ask for them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from .conftest import person, wait_for_the_queue

pytestmark = pytest.mark.usefixtures("empty", "awake")

RECEIPT = "<h2>Thank you, {{first_name|friend}}</h2><p onclick='x()'>R 120 <a href='https://k.test/r'>paid</a></p>"


@pytest.fixture
def ann(owner):
    """A contact who never agreed to any marketing."""
    return person(owner, "Ann", consented=False)


@pytest.fixture
def booked(post, ann):
    """Books Ann; the number."""

    def book(status="confirmed", days=3, **columns):
        from anvil.tables import app_tables, in_transaction

        def work():
            start = datetime(2030, 7, 1, 12, 30, tzinfo=UTC) if days > 0 else datetime.now(UTC) + timedelta(days=days)
            booking = {
                "contact": app_tables.contacts.get(contact_id=ann),
                "start_datetime": start,
                "end_datetime": start + timedelta(hours=1),
                "status": status,
                "total_minor": 125050,
                "currency": "ZAR",
                **columns,
            }
            actor = post.package("server_shared.actors").SYSTEM
            [row] = post.package("server_bookings.booking_service").add_bookings(actor, [booking])
            return row["booking_number"]

        return post.run(in_transaction(work))

    return book


def mails_to(post, instance, inbox, address):
    """What came, once everything planned has gone."""
    wait_for_the_queue(instance)
    post.drain("transactional_email")
    return [mail for mail in inbox.mails if mail["To"] == address]


def parts(mail):
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_a_mail_to_one_person_needs_no_consent_runs_nothing_and_has_a_text(owner, ann, post, instance, inbox):
    answer = owner.ask(
        "send_transactional_email", "ANN@example.com ", "Your receipt", RECEIPT, from_name="Kestrel Till"
    )
    [mail] = mails_to(post, instance, inbox, "ann@example.com")
    text, html = parts(mail)
    assert answer["is_new"]
    assert mail["Subject"] == "Your receipt"
    assert "Kestrel Till" in mail["From"]
    assert mail["List-Unsubscribe"] is None
    assert "Thank you, Ann" in text
    assert "paid (https://k.test/r)" in text
    assert "<h2>Thank you, Ann</h2>" in html
    assert "onclick" not in html
    assert "You get this because you are in touch with" in html


def test_the_same_mail_asked_for_by_two_at_once_and_again_comes_once(owner, sign_in, ann, post, instance, inbox):
    asked = ("send_transactional_email", "ann@example.com", "Your receipt", RECEIPT)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda visitor: visitor.ask(*asked), [owner, sign_in("manager")]))
    answers.append(owner.ask(*asked))
    assert len({answer["send_key"] for answer in answers}) == 1
    assert [answer["is_new"] for answer in answers].count(True) == 1
    assert len(mails_to(post, instance, inbox, "ann@example.com")) == 1


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (("nobody@example.com", "Hello", "<p>Hello</p>"), "not_found", None),
        (("ann@example.com", " ", "<p>Hello</p>"), "invalid", "subject"),
        (("ann@example.com", "Hello\r\nBcc: x@y.test", "<script>alert(1)</script>"), "invalid", "body_html"),
        (("ann@example.com", "Hello", "<p>{{secret_key}}</p>"), "invalid", "body_html"),
        (("ann@example.com", "Hello", "x" * 200_001), "invalid", "body_html"),
    ],
)
def test_what_cannot_be_mailed_is_refused_at_its_field(owner, ann, given, code, field):
    answer = owner.call("send_transactional_email", *given)
    assert answer["code"] == code
    assert field is None or field in answer["fields"]


def test_only_who_may_send_campaigns_may_mail_words_of_their_own(sign_in, ann):
    for role in ("admin", "staff"):
        answer = sign_in(role).call("send_transactional_email", "ann@example.com", "Hello", "<p>Hello</p>")
        assert answer["code"] == "forbidden"


def test_an_address_that_bounced_gets_nothing(owner, ann, post):
    consents = post.package("server_compliance.consent_service")
    in_transaction = post.package("anvil.tables").in_transaction
    post.run(in_transaction(lambda: consents.suppress("email", "ann@example.com", "bounced")))
    answer = owner.call("send_transactional_email", "ann@example.com", "Hello", "<p>Hello</p>")
    assert answer["code"] == "invalid"
    assert "bounced" in answer["error"]


def test_a_guest_gets_the_confirmation_of_a_booking_with_its_facts(sign_in, booked, post, instance, inbox):
    number = booked()
    answer = sign_in("staff").ask("send_booking_confirmation", number)
    [mail] = mails_to(post, instance, inbox, "ann@example.com")
    text, _ = parts(mail)
    assert answer["sent_to"] == "ann@example.com"
    assert mail["Subject"] == f"Your booking is confirmed: {number}"
    facts = " ".join(text.replace("\xa0", "").split())
    assert "From: Monday, 01 July 2030, 14:30 Until: Monday, 01 July 2030, 15:30" in facts  # booked in UTC
    assert re.search(r"Price: R1,?250[.,]50 We", facts)


def test_a_booking_is_confirmed_once_and_again_only_when_asked(owner, booked, post, instance, inbox):
    number = booked()
    first = owner.ask("send_booking_confirmation", number)
    second = owner.ask("send_booking_confirmation", number)
    assert (first["is_new"], second["is_new"]) == (True, False)
    assert second["asked_at"] == first["asked_at"]
    assert owner.ask("send_booking_confirmation", number, again=True)["is_new"]
    assert len(mails_to(post, instance, inbox, "ann@example.com")) == 2


@pytest.mark.parametrize(("how", "why"), [
    ({"status": "cancelled"}, "called off"), ({"days": -2}, "over"), ({"contact": None}, "Nobody"),
])  # fmt: skip
def test_a_booking_that_needs_no_confirmation_gets_none(owner, booked, how, why):
    answer = owner.call("send_booking_confirmation", booked(**how))
    assert answer["code"] == "invalid"
    assert why in answer["error"]


def test_a_booking_that_is_not_there_is_said_to_be_not_there(owner):
    assert owner.call("send_booking_confirmation", "BK-999999")["code"] == "not_found"
