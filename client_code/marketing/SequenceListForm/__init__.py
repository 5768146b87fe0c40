"""All sequences, by state."""

from anvil import handle

from ...shared import app_context, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import sequence_actions, sequence_view
from .. import sequence_texts as texts
from ._anvil_designer import SequenceListFormTemplate


class SequenceListForm(SequenceListFormTemplate):
    def __init__(self, status="", **properties):
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.may_write = app_context.may("campaigns.manage")
        self.btn_new.visible = self.may_write
        self.shortcuts = {"n": self.btn_new_click} if self.may_write else {}
        self.bar.offer(texts.VIEWS_NAME, texts.VIEWS, status)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "sequences")
        self.load()

    @handle("bar", "x-choose")
    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the sequences of the chosen state."""
        status = self.bar.chosen
        pages.announce("sequences", status=status)
        try:
            sequences = call("list_sequences", status or None)["sequences"]
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        locale = app_context.config().get("locale")
        self.rp_sequences.items = [sequence_view.as_row(each, locale) for each in sequences]
        if sequences:
            return self.state.show_content()
        title, text, action = (texts.EMPTY_VIEW + ("",)) if status else texts.EMPTY
        self.state.show_empty(title, text, action if self.may_write else "")

    @handle("rp_sequences", "x-duplicate")
    def duplicate(self, sequence, **event_args):
        sequence_actions.duplicate(sequence)

    @handle("rp_sequences", "x-archive")
    def archive(self, sequence, **event_args):
        sequence_actions.archive(self, sequence)

    @handle("rp_sequences", "x-restore")
    def restore(self, sequence, **event_args):
        sequence_actions.restore(self, sequence)

    @handle("state", "x-start")
    @handle("btn_new", "click")
    def btn_new_click(self, **event_args):
        pages.open_page("sequence", tab="rules")
