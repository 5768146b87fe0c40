"""Add or change a segment; how many its rules find is counted while they are built."""

import copy

from anvil import handle

from ...shared import app_context, fields, formats, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import membership, rule_editing, segment_texts, texts
from ..contact_view import as_row
from ..known_fields import KnownFields
from ..RuleGroup import RuleGroup
from ._anvil_designer import SegmentEditorFormTemplate

PAUSE_SECONDS = 0.4


class SegmentEditorForm(SegmentEditorFormTemplate):
    def __init__(self, segment_id="", **properties):
        self.segment_id = segment_id
        known = call("get_segment", segment_id)["segment"] if segment_id else {"is_dynamic": True, "version": None}
        self.item = {"name": known.get("name", ""), "description": known.get("description", "")}
        self.item["is_dynamic"] = known["is_dynamic"]
        self.version = known["version"]
        self.rules = known.get("rules") or copy.deepcopy(rule_editing.EMPTY_GROUP)
        self.known = KnownFields.ask()
        self._asked = 0
        super().__init__(**properties)
        leaving.guard(self)
        self.lbl_title.text = segment_texts.EDIT if segment_id else segment_texts.NEW
        self.dd_kind.items = [(segment_texts.BY_RULES, True), (segment_texts.BY_HAND, False)]
        self.dd_kind.selected_value = self.item["is_dynamic"]
        self.dd_kind.enabled = not segment_id
        self.group = RuleGroup(rule=self.rules, known=self.known)
        self.group.add_event_handler("x-change", self.rules_change)
        self.lp_rules.add_component(self.group)
        self.saved = self.state_now()
        self.show_problem({})

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("segment-edit", segment_id=self.segment_id)
        navigation_helpers.highlight_active_nav(self, "segments")
        self.show_kind()
        self.txt_name.focus()

    def state_now(self):
        return copy.deepcopy((self.item, self.rules))

    def has_changes(self):
        """True while something is not saved."""
        return self.state_now() != self.saved

    @handle("dd_kind", "change")
    def dd_kind_change(self, **event_args):
        self.item["is_dynamic"] = self.dd_kind.selected_value
        self.show_kind()

    def show_kind(self):
        """Rules and their count are shown where there are rules."""
        self.rules_part.visible = self.sample.visible = self.item["is_dynamic"]
        self.lookup.visible = bool(self.segment_id)
        self.rules_change()

    def rules_change(self, **event_args):
        self.timer_count.interval = 0
        self.timer_count.interval = PAUSE_SECONDS

    @handle("timer_count", "tick")
    def count(self, **event_args):
        """Ask how many there are; an answer that a later question has overtaken is dropped."""
        self.timer_count.interval = 0
        self._asked += 1
        asked = self._asked
        if not self.item["is_dynamic"]:
            self.lbl_count.text = ""
            return
        if not rule_editing.is_complete(self.rules, self.known.fields, self.known.operators):
            self.lbl_count.text = segment_texts.CHECK
            return
        try:
            answer = call("preview_segment", self.rules)
        except CallFailed as problem:
            self.lbl_count.text = problem.text
            return
        if asked == self._asked:
            self.show_count(answer)

    def show_count(self, answer):
        total = formats.number(answer["count"], app_context.config().get("locale"))
        self.lbl_count.text = segment_texts.COUNT_NOW.format(texts.people(answer["count"], total))
        self.rp_sample.items = [as_row(contact) for contact in answer["sample"]]
        self.sample.visible = bool(answer["sample"])

    @handle("search", "x-choose")
    def look_up(self, contact_id, full_name, **event_args):
        """Say whether somebody is in the segment as it is saved, and why."""
        answer = call("explain_segment_membership", self.segment_id, contact_id)
        words = segment_texts.IS_IN if answer["is_member"] else segment_texts.IS_NOT_IN
        otherwise = texts.BY_HAND if answer["is_member"] else segment_texts.NOT_BY_HAND
        membership.explain(words.format(full_name), answer["reasons"], otherwise)

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if not (self.item["name"] or "").strip():
            return self.show_problem({"name": segment_texts.NEEDS_NAME})
        if self.item["is_dynamic"] and not rule_editing.is_complete(
            self.rules, self.known.fields, self.known.operators
        ):
            return self.show_problem({}, segment_texts.CHECK)
        self.btn_save.enabled = False
        try:
            self.save(dict(self.item, rules=self.rules))
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        finally:
            self.btn_save.enabled = True
        self.saved = self.state_now()
        self.close()

    def save(self, data):
        """Send what was built to the server."""
        if self.segment_id:
            call("update_segment", self.segment_id, data, self.version)
        else:
            self.segment_id = call("create_segment", data)["segment_id"]

    @handle("btn_cancel", "click")
    def close(self, **event_args):
        self.raise_event("x-close", page="segments")

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors({"name": self.txt_name, "description": self.txt_description}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
