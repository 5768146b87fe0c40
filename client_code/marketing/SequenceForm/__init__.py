"""A sequence: its steps, when it begins and ends, and the people in it."""

import anvil
from anvil import handle

from ...shared import app_context, leaving, navigation_helpers, pages
from ...shared.menus import menu_item
from ...shared.server_calls import CallFailed, call
from .. import sequence_actions, sequence_view
from .. import sequence_texts as texts
from ._anvil_designer import SequenceFormTemplate


class SequenceForm(SequenceFormTemplate):
    def __init__(self, campaign_id="", tab="steps", view="inside", **properties):
        self.campaign_id, self.sequence, self.view = campaign_id, None, view
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.content)
        self.tabs.offer(texts.TABS_NAME, texts.TABS, tab if campaign_id else "rules")
        self.parts = {"steps": self.steps, "rules": self.rules, "people": self.people}

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "sequences")
        self.load()

    def has_changes(self):
        """True while something is not saved."""
        return self.rules.has_changes()

    @handle("state", "x-retry")
    @handle("steps", "x-changed")
    def load(self, **event_args):
        """Fetch the sequence; a new one begins with its rules."""
        if not self.campaign_id:
            return self.show(None)
        try:
            self.show(call("get_sequence", self.campaign_id)["sequence"])
        except CallFailed as problem:
            self.state.show_problem(problem.text)

    def show(self, sequence):
        """Show a sequence as the server told it, and what can be done with it; None for a new one."""
        self.sequence = sequence
        self.lbl_title.text = sequence["campaign_name"] if sequence else texts.NEW
        self.tabs.visible = self.lbl_state.visible = sequence is not None
        self.show_head(sequence)
        self.rules.show(sequence)
        if sequence:
            self.steps.show(sequence)
            self.people.show(sequence, self.view)
        self.show_part()
        self.state.show_content()

    def show_head(self, sequence):
        status = sequence["status"] if sequence else ""
        may_send = app_context.may("campaigns.send")
        self.lbl_state.text = sequence["status_label"] if sequence else ""
        self.lbl_state.role = ["state", texts.STATE_CHIPS.get(status, "chip-neutral")]
        locale = app_context.config().get("locale")
        row = sequence_view.as_row(sequence, locale) if sequence else {}
        told = [row.get(name) for name in ("trigger_text", "figures_text", "rates_text")]
        self.lbl_context.text = " · ".join(text for text in told if text)
        self.lbl_wrong.text = " ".join(sequence["wrong"]) if status in ("draft", "paused") else ""
        self.lbl_wrong.visible = bool(self.lbl_wrong.text)
        self.btn_start.visible = may_send and status in ("draft", "paused")
        self.btn_start.text = texts.START if status == "draft" else texts.RESUME
        self.btn_start.enabled = bool(sequence) and not sequence["wrong"]
        self.btn_pause.visible = may_send and status == "active"
        self.menu_more.visible = app_context.may("campaigns.manage") and bool(sequence)
        self.menu_more.menu_items = [
            menu_item(texts.DUPLICATE, "mi:content_copy", self.duplicate),
            menu_item(texts.ARCHIVE, "mi:archive", self.archive, visible=status != "archived"),
            menu_item(texts.RESTORE, "mi:unarchive", self.restore, visible=status == "archived"),
        ]

    @handle("tabs", "x-choose")
    def show_part(self, **event_args):
        """Show one part of the sequence, and let its address lead there."""
        tab = self.tabs.chosen if self.sequence else "rules"
        view = self.people.chosen() if tab == "people" else ""
        pages.announce("sequence", campaign_id=self.campaign_id, tab=tab if tab != "steps" else "", view=view)
        for name, part in self.parts.items():
            part.visible = name == tab

    @handle("people", "x-view")
    def people_view(self, **event_args):
        self.view = self.people.chosen()
        self.show_part()

    @handle("rules", "x-saved")
    def rules_saved(self, campaign_id, **event_args):
        """Go on with the steps of a new sequence; show a known one as it is now."""
        is_new = not self.campaign_id
        self.campaign_id = campaign_id
        if is_new:
            self.tabs.choose("steps")
        anvil.Notification(texts.SAVED, timeout=2).show()
        self.load()

    @handle("people", "x-undoable")
    def offer_undo(self, text, undo, **event_args):
        self.load()
        self.layout.offer_undo(text, lambda: (undo(), self.load()))

    @handle("steps", "x-undoable")
    def offer_undo_of_step(self, text, undo, **event_args):
        self.layout.offer_undo(text, lambda: (undo(), self.load()))

    @handle("btn_start", "click")
    def btn_start_click(self, **event_args):
        sequence_actions.start(self, self.sequence)

    @handle("btn_pause", "click")
    def btn_pause_click(self, **event_args):
        sequence_actions.pause(self, self.sequence)

    def duplicate(self, **event_args):
        sequence_actions.duplicate(self.sequence)

    def archive(self, **event_args):
        sequence_actions.archive(self, self.sequence)

    def restore(self, **event_args):
        sequence_actions.restore(self, self.sequence)

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("sequences")
