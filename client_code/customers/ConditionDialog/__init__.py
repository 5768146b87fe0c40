"""A dialog for one condition that a list is narrowed by; closes with the condition, or None."""

from anvil import handle

from ...shared import dialogs, fields
from .. import rule_editing, segment_texts, texts
from ..RuleCondition import RuleCondition
from ._anvil_designer import ConditionDialogTemplate


class ConditionDialog(ConditionDialogTemplate):
    def __init__(self, known, **properties):
        self.known = known
        own_first = sorted(known.list, key=lambda field: not field["name"].startswith("custom."))
        self.rule = rule_editing.new_condition(own_first, known.operators)
        super().__init__(**properties)
        condition = RuleCondition(rule=self.rule, known=known)
        condition.btn_remove.visible = False
        self.lp_condition.add_component(condition)
        self.lbl_problem.visible = False

    @classmethod
    def ask(cls, known):
        """The condition somebody made, None when they would rather not."""
        return dialogs.edit(cls(known), texts.ADD_FILTER, large=True)

    @handle("btn_add", "click")
    def btn_add_click(self, **event_args):
        if rule_editing.is_complete(self.rule, self.known.fields, self.known.operators):
            return self.raise_event("x-close-alert", value=self.rule)
        fields.tell(self.lbl_problem, segment_texts.INCOMPLETE)

    @handle("btn_cancel", "click")
    def btn_cancel_click(self, **event_args):
        self.raise_event("x-close-alert", value=False)
