"""Editors in dialogs: what closes them, and what is asked before something typed is lost."""

import sys
import types

import pytest


class Editor:
    """A form with a name to type and a box to tick, inside of something else."""

    def __init__(self):
        components = sys.modules["m3.components"]
        self.name, self.tick = components.TextBox(text=""), components.Checkbox(checked=False)
        inner = types.SimpleNamespace(get_components=lambda: [self.tick])
        self.get_components = lambda: [self.name, types.SimpleNamespace(text="A label"), inner]
        self.raised = []

    def raise_event(self, name, value):
        self.raised.append((name, value))


class Screen:
    """A person before the dialogs: `steps` are what they do in the editor in turn, `lets_go` what they answer."""

    def __init__(self):
        self.steps, self.answers, self.questions, self.titles = [], [], [], []
        self.asks_before_unload = False

    def alert(self, content, title, dismissible, **_):
        assert dismissible
        self.titles.append(title)
        return self.steps.pop(0)()

    def confirm(self, question, title, **_):
        self.questions.append(title)
        return self.answers.pop(0)


@pytest.fixture
def screen(client):
    screen = Screen()
    anvil = sys.modules["anvil"]
    anvil.alert, anvil.confirm = screen.alert, screen.confirm
    return screen


@pytest.fixture
def dialogs(client, screen, monkeypatch):
    found = client("shared.dialogs")

    class Watch:
        def __init__(self, has_changes):
            self.has_changes = has_changes

        def begin(self):
            screen.asks_before_unload = True

        def end(self):
            screen.asks_before_unload = False

    monkeypatch.setattr(client("shared.leaving"), "UnloadWatch", Watch)
    return found


@pytest.fixture
def editor(client):
    return Editor()


def typing(editor, text):
    """What a person does who types and then dismisses the dialog."""

    def act():
        editor.name.text = text

    return act


def test_an_editor_in_which_nothing_was_typed_closes_when_it_is_dismissed(dialogs, screen, editor):
    screen.steps = [lambda: None]
    assert dialogs.edit(editor, "Edit") is None
    assert screen.questions == []


def test_what_was_typed_and_deleted_again_is_no_change(dialogs, screen, editor):
    screen.steps = [typing(editor, None)]
    assert dialogs.edit(editor, "Edit") is None
    assert screen.questions == []


def test_what_was_typed_is_asked_about_and_the_same_editor_is_shown_again(dialogs, screen, editor):
    screen.steps, screen.answers = [typing(editor, "Ann"), lambda: "saved " + editor.name.text], [None]
    assert dialogs.edit(editor, "Edit") == "saved Ann"
    assert screen.titles == ["Edit", "Edit"]
    assert screen.questions == ["Discard changes?"]


def test_a_box_ticked_deep_inside_counts_and_who_discards_it_is_asked_once(dialogs, screen, editor):
    screen.steps, screen.answers = [lambda: setattr(editor.tick, "checked", True)], [True]
    assert dialogs.edit(editor, "Edit") is None
    assert len(screen.questions) == 1


def test_the_button_that_cancels_asks_nothing(dialogs, screen, editor):
    screen.steps = [lambda: (typing(editor, "Ann")(), False)[1]]
    assert dialogs.edit(editor, "Edit") is None
    assert screen.questions == []


def test_an_answer_that_is_empty_is_an_answer(dialogs, screen, editor):
    screen.steps = [dict]
    assert dialogs.edit(editor, "Edit") == {}


def test_a_form_that_knows_better_says_itself_whether_it_was_changed(dialogs, screen, editor):
    editor.has_changes = lambda: False
    screen.steps = [typing(editor, "Ann")]
    assert dialogs.edit(editor, "Edit") is None
    assert screen.questions == []


def test_back_dismisses_the_open_editor_and_nothing_once_it_is_closed(dialogs, screen, editor):
    screen.steps = [lambda: (dialogs.dismiss(), "saved")[1]]
    dialogs.edit(editor, "Edit")
    assert editor.raised == [("x-close-alert", None)]
    assert not dialogs.dismiss()


def test_the_browser_asks_before_the_page_goes_only_while_an_editor_is_open(dialogs, screen, editor):
    seen = []
    screen.steps = [lambda: seen.append(screen.asks_before_unload)]
    dialogs.edit(editor, "Edit")
    assert seen == [True]
    assert not screen.asks_before_unload
