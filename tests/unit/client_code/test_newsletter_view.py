"""What screens say of newsletters and sign-up forms."""

from typing import Any

from client_code.newsletter import form_view, list_view, texts


class Clock:
    """A clock for which everything happened yesterday."""

    @staticmethod
    def ago(moment: Any) -> str:
        return "yesterday"


def test_a_form_that_nobody_saw_has_no_figures_and_no_rate() -> None:
    assert form_view.figures(0, 0, "en") == ""
    assert form_view.rate(0, 0, "en") == "–"
    assert form_view.figures(1200, 3, "en") == "3 sent, 1,200 seen"
    assert form_view.rate(200, 3, "en") == "1.5%"
    assert form_view.rate(2, 3, "en") == "100.0%"


def test_fields_move_as_far_as_there_is_room() -> None:
    fields = [{"key": key} for key in "abc"]
    assert [each["key"] for each in form_view.moved(fields, fields[0], 1)] == ["b", "a", "c"]
    assert [each["key"] for each in form_view.moved(fields, fields[0], -1)] == ["a", "b", "c"]
    assert [each["key"] for each in form_view.moved(fields, fields[2], 5)] == ["a", "b", "c"]


def test_an_inline_form_needs_a_place_and_the_others_only_the_script() -> None:
    form = {"kind": "inline", "slug": "ask", "height": 318, "script_address": "https://example.com/embed/ask.js"}
    assert '<div data-mybizz-form="ask" style="display: block; min-height: 318px"></div>' in form_view.code(form)
    assert "<div" not in form_view.code(dict(form, kind="popup"))


def test_answers_stand_in_the_order_of_the_form_and_the_message_apart() -> None:
    row = {
        "name": "",
        "contact_id": "C-5",
        "answers": {"email": "a@example.com", "first_name": "Ann", "message": "Hello", "gone": "x"},
        "consents": ["list", "email:marketing"],
        "is_new_contact": True,
        "submitted_at": None,
    }
    shown = form_view.as_submission(row, {"first_name": "First name", "email": "E-mail"}, Clock)
    assert shown["answers_text"] == "First name: Ann · E-mail: a@example.com · gone: x"
    assert (shown["title"], shown["message"]) == ("C-5", "Hello")
    assert shown["about"] == "yesterday · new contact · agreed to the newsletter · agreed to offers by e-mail"


def test_a_row_tells_who_waits_and_a_person_tells_what_they_want() -> None:
    mailing_list = {"active": 1, "pending": 2, "is_public": False, "description": "", "topics": ["Roses", "Herbs"]}
    row = list_view.as_row(mailing_list, "en")
    assert (row["figure_text"], row["waiting_text"]) == ("1 subscriber", "2 not confirmed yet")
    assert (row["about"], row["state"]) == ("Roses, Herbs", texts.PRIVATE)
    person = {"status": "active", "source": "form", "topics": ["Roses"], "frequency": "monthly"}
    person.update(dict.fromkeys(("ended_at", "confirmed_at", "subscribed_at")))
    assert list_view.as_subscriber(person, Clock)["about"] == "by a form · yesterday · Roses · monthly at most"


def test_every_state_of_a_subscription_has_its_words() -> None:
    assert {value for value, _ in texts.STATUS_VIEWS if value} == set(texts.STATUSES)


def test_a_form_tells_its_figures_by_where_visitors_came_from_and_what_its_chart_adds_up_to() -> None:
    found = {"views": 1200, "begun": 90, "submits": 30}
    cards = [(card["label"], card["figure"]) for card in form_view.figure_cards(found, "en")]
    assert cards == [("Seen", "1,200"), ("Begun", "90"), ("Sent", "30"), ("Sent of seen", "2.5%")]
    rows = form_view.source_rows([{"source": "", **found}, {"source": "google.com", **found}], "en")
    assert [row["name"] for row in rows] == ["Typed, or not told", "google.com"]
    assert form_view.series_words("submits", 1, "month", "en") == "1 visitor sent it, by day"
    assert form_view.series_words("views", 1200, "year", "en") == "1,200 times it was seen, by week"
    assert form_view.series_words("begun", 0, "week", "en") == "Nobody began in this time"
