"""When and where a sign-up form shows, and on which websites. Raises `x-change`."""

from anvil import handle

from ...shared import fields
from .. import texts
from ._anvil_designer import LeadShowingTemplate

NUMBERS = ("seconds", "percent", "rest_days")


class LeadShowing(LeadShowingTemplate):
    def show(self, form):
        """Edit `behaviour`, `look` and `sites` of a form, in place."""
        self.item = form
        self.boxes = {name: getattr(self, "txt_" + name) for name in NUMBERS + ("sites",)}
        self.dd_trigger.items = texts.TRIGGERS
        self.dd_trigger.selected_value = form["behaviour"]["trigger"]
        for name in NUMBERS:
            self.boxes[name].text = form["behaviour"][name]
        self.txt_sites.text = "\n".join(form["sites"])
        self.txt_sites.supporting_text = texts.SITES_HINT
        self.show_choices()

    def show_choices(self):
        """Show only what belongs to the kind of form and to what makes it show."""
        kind, trigger = self.item["kind"], self.item["behaviour"]["trigger"]
        is_inline = kind == "inline"
        self.lbl_inline.visible = is_inline
        self.dd_trigger.visible = self.txt_rest_days.visible = not is_inline
        self.txt_seconds.visible = not is_inline and trigger == "delay"
        self.txt_percent.visible = not is_inline and trigger == "scroll"
        sides = texts.SIDES.get(kind, [])
        values = [value for _, value in sides]
        self.dd_side.visible, self.dd_side.items = bool(sides), sides
        if sides and self.item["look"]["side"] not in values:
            self.item["look"]["side"] = values[0]
        self.dd_side.selected_value = self.item["look"]["side"] if sides else None

    def left_over(self, errors):
        """Say beside the fields here what is wrong with them; the errors of other fields."""
        fields.show_errors(self.boxes, errors, {"sites": texts.SITES_HINT})
        return {name: text for name, text in errors.items() if name not in self.boxes}

    @handle("dd_trigger", "change")
    def dd_trigger_change(self, **event_args):
        self.item["behaviour"]["trigger"] = self.dd_trigger.selected_value
        self.show_choices()

    @handle("dd_side", "change")
    def dd_side_change(self, **event_args):
        self.item["look"]["side"] = self.dd_side.selected_value
        self.raise_event("x-change")

    @handle("txt_seconds", "lost_focus")
    @handle("txt_percent", "lost_focus")
    @handle("txt_rest_days", "lost_focus")
    @handle("txt_sites", "lost_focus")
    def take_typed(self, **event_args):
        """Take what was typed; what is no number is left for the server to judge."""
        for name in NUMBERS:
            self.item["behaviour"][name] = self.boxes[name].text
        lines = (self.txt_sites.text or "").split("\n")
        self.item["sites"] = [line.strip() for line in lines if line.strip()]
