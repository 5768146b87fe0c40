"""Conditions that go together, and groups within them. Raises `x-change` and `x-remove`."""

from anvil import handle

from .. import rule_editing, segment_texts
from ..RuleCondition import RuleCondition
from ._anvil_designer import RuleGroupTemplate

MAX_DEPTH = 5


class RuleGroup(RuleGroupTemplate):
    def __init__(self, rule=None, known=None, depth=1, **properties):
        self.rule, self.known, self.depth = rule, known, depth
        super().__init__(**properties)
        self.dd_operator.items = segment_texts.GROUPS
        self.dd_operator.selected_value = rule["operator"]
        self.btn_remove.visible = depth > 1
        self.btn_group.visible = depth < MAX_DEPTH
        for each in rule["conditions"]:
            self.show_rule(each)

    def show_rule(self, rule):
        """Add the component of a condition or a group within this one; returns it."""
        if "conditions" in rule:
            part = RuleGroup(rule=rule, known=self.known, depth=self.depth + 1)
        else:
            part = RuleCondition(rule=rule, known=self.known)
        part.add_event_handler("x-change", self.changed)
        part.add_event_handler("x-remove", self.remove)
        self.lp_rules.add_component(part)
        return part

    def changed(self, **event_args):
        self.raise_event("x-change")

    def remove(self, sender, **event_args):
        self.rule["conditions"] = [each for each in self.rule["conditions"] if each is not sender.rule]
        sender.remove_from_parent()
        self.raise_event("x-change")

    def add(self, rule):
        """Add a condition or a group, and put the cursor into it."""
        self.rule["conditions"].append(rule)
        self.show_rule(rule)
        self.raise_event("x-change")

    @handle("dd_operator", "change")
    def dd_operator_change(self, **event_args):
        self.rule["operator"] = self.dd_operator.selected_value
        self.raise_event("x-change")

    @handle("btn_condition", "click")
    def btn_condition_click(self, **event_args):
        self.add(rule_editing.new_condition(self.known.list, self.known.operators))

    @handle("btn_group", "click")
    def btn_group_click(self, **event_args):
        first = rule_editing.new_condition(self.known.list, self.known.operators)
        self.add({"operator": "OR", "conditions": [first]})

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.raise_event("x-remove")
