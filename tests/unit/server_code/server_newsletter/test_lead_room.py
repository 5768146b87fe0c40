"""How much room a page keeps free for a sign-up form: each part of the form takes its own."""

from server_code.server_newsletter.lead_room import height

WORDS = {"title": "Stay in touch", "text": ""}
EMAIL = {"type": "email", "label": "E-mail address"}


def test_one_field_under_a_short_heading_is_as_high_as_browsers_make_it():
    assert height(WORDS, [EMAIL], []) == 230
    assert height(WORDS, [EMAIL, EMAIL], []) == 318


def test_long_words_take_more_lines_and_each_new_line_one():
    lines = height({"title": "Stay in touch", "text": "a\n\nb"}, [EMAIL], [])
    assert lines == 230 + 3 * 24 + 16
    assert height({"title": "Stay in touch with us " * 3, "text": ""}, [EMAIL], []) == 230 + 28


def test_a_message_and_boxes_take_room():
    area, tick = {"type": "textarea", "label": "Message"}, {"type": "checkbox", "label": "Yes"}
    assert height(WORDS, [EMAIL, area], []) > 318
    assert height(WORDS, [EMAIL, tick], []) == height(WORDS, [EMAIL], [{"text": "Yes"}]) == 230 + 40
