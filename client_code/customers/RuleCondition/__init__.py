"""One condition of a segment's rules: field, comparison, value. Raises `x-change` and `x-remove`."""

from anvil import handle

from .. import rule_editing, segment_texts
from ._anvil_designer import RuleConditionTemplate


class RuleCondition(RuleConditionTemplate):
    def __init__(self, rule=None, known=None, **properties):
        self.rule, self.known = rule, known
        super().__init__(**properties)
        self.dd_field.items = [(field["group"] + ": " + field["label"], field["name"]) for field in known.list]
        self.dd_field.selected_value = rule["field"]
        self.show_operators()

    def show_operators(self):
        """Offer the comparisons of the field, and the boxes of the chosen one."""
        field = self.known.fields.get(self.rule["field"])
        operators = self.known.operators[field["kind"]] if field else ()
        self.dd_op.items = [(operator["label"], operator["value"]) for operator in operators]
        self.dd_op.selected_value = self.rule["op"]
        self.show_value()

    def show_value(self):
        """Show the boxes that the comparison needs, filled."""
        takes, options = self.takes(), self.options()
        choose_one = takes == "choices" and bool(options)
        first, second = rule_editing.shown(self.rule["value"], takes)
        self.dd_value.visible = choose_one
        self.txt_first.visible = takes != "nothing" and not choose_one
        self.txt_second.visible = takes in ("two_numbers", "two_days")
        if choose_one:
            self.dd_value.items = [(option["label"], option["value"]) for option in options]
            self.dd_value.selected_value = (self.rule["value"] or [None])[0]
        self.txt_first.text, self.txt_second.text = first, second
        self.txt_first.label = self.label_of(takes)
        self.txt_first.supporting_text = self.hint_of(takes)

    def label_of(self, takes):
        if takes in ("two_numbers", "two_days"):
            return segment_texts.FROM
        return segment_texts.DAYS if takes == "days" else segment_texts.VALUE

    def hint_of(self, takes):
        if takes in ("day", "two_days"):
            return segment_texts.DAY_HINT
        return segment_texts.LIST_HINT if takes == "choices" else ""

    def takes(self):
        return rule_editing.takes(self.rule, self.known.fields, self.known.operators)

    def options(self):
        field = self.known.fields.get(self.rule["field"])
        return field["options"] if field else []

    @handle("dd_field", "change")
    def dd_field_change(self, **event_args):
        field = self.known.fields[self.dd_field.selected_value]
        self.rule.update(rule_editing.condition_on(field, self.known.operators))
        self.show_operators()
        self.raise_event("x-change")

    @handle("dd_op", "change")
    def dd_op_change(self, **event_args):
        before = self.takes()
        self.rule["op"] = self.dd_op.selected_value
        if self.takes() != before:
            self.rule["value"] = None
        self.show_value()
        self.raise_event("x-change")

    @handle("dd_value", "change")
    def dd_value_change(self, **event_args):
        self.rule["value"] = [self.dd_value.selected_value]
        self.raise_event("x-change")

    @handle("txt_first", "change")
    @handle("txt_second", "change")
    def text_change(self, **event_args):
        self.rule["value"] = rule_editing.typed(self.takes(), self.txt_first.text, self.txt_second.text)
        self.raise_event("x-change")

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        self.raise_event("x-remove")
