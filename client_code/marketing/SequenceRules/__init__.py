"""When a sequence begins and ends, for whom and how often. Raises `x-saved` with `campaign_id`."""

from anvil import handle

from ...shared import app_context, fields
from ...shared.server_calls import CallFailed, call
from .. import sequence_rules_view as view
from .. import sequence_texts as texts
from ._anvil_designer import SequenceRulesTemplate


class SequenceRules(SequenceRulesTemplate):
    def __init__(self, **properties):
        self.campaign_id, self.version, self.saved, self.event_names = "", None, None, []
        super().__init__(**properties)
        self.boxes = {
            "campaign_name": self.txt_name,
            "days": self.txt_days,
            "days_inactive": self.txt_days_inactive,
            "min_purchases": self.txt_min_purchases,
            "reentry_days": self.txt_reentry_days,
            "name": self.txt_event,
        }
        # What is chosen or typed for a trigger, a goal …: shown only where it is asked for.
        self.inputs = {
            "field": self.dd_field,
            "when": self.dd_when,
            "tag": self.dd_tag,
            "segment_id": self.dd_segment,
            "form_id": self.dd_form,
            **{name: self.boxes[name] for name in ("days", "days_inactive", "name")},
        }
        self.dd_purpose.items, self.dd_when.items = texts.PURPOSES, texts.WHEN
        self.dd_reentry.items, self.dd_goal.items = texts.REENTRY, texts.GOALS

    def show(self, sequence):
        """Show the rules of a sequence, None for a new one; what is typed and not saved stays."""
        if self.has_changes():
            self.version = sequence["version"] if sequence else None
            return
        if self.saved is None:
            self.offer(call("get_contact_filter_options"), call("list_custom_fields")["fields"])
            self.dd_form.items = [(form["name"], form["form_id"]) for form in call("list_lead_forms")["forms"]]
            self.event_names = call("list_event_names")["names"]
        known = sequence or view.FRESH
        self.campaign_id, self.version = known.get("campaign_id", ""), known.get("version")
        self.dd_trigger.items = view.triggers(app_context.feature, known["trigger_type"])
        may = app_context.may("campaigns.manage") and known.get("status") != "archived"
        for name, value in view.flat(known).items():
            component = getattr(self, view.COMPONENTS[name])
            view.put(component, value)
            component.enabled = may
        self.saved = self.typed()
        self.save_actions.visible = may
        self.show_problem({})
        self.show_asked()

    def offer(self, options, own):
        """Let segments, tags and fields with a date be chosen."""
        segments = [(each["label"], each["value"]) for each in options["segments"]]
        for menu in (self.dd_segment, self.dd_goal_segment):
            menu.items = segments
        for menu in (self.dd_in_segment, self.dd_leaves_segment):
            menu.items = [(texts.NO_SEGMENT, "")] + segments
        self.dd_tag.items = self.dd_goal_tag.items = options["tags"]
        self.dd_field.items = [(each["label"], each["key"]) for each in own if each["kind"] == "date"]

    def typed(self):
        """All that is chosen and typed, by the names of `view.COMPONENTS`."""
        return {name: view.value_of(getattr(self, component)) for name, component in view.COMPONENTS.items()}

    def has_changes(self):
        """True while something is not saved."""
        return self.saved is not None and self.typed() != self.saved

    @handle("dd_trigger", "change")
    def dd_trigger_change(self, **event_args):
        """What comes again and again begins again each time, unless the person says otherwise."""
        if self.dd_trigger.selected_value in view.AGAIN:
            self.dd_reentry.selected_value = "always"
        self.show_asked()

    @handle("dd_reentry", "change")
    @handle("dd_goal", "change")
    def show_asked(self, **event_args):
        """Show what belongs to the chosen trigger, rule and goal, and nothing else."""
        trigger = self.dd_trigger.selected_value
        asked = view.ASKED.get(trigger, ())
        for name, component in self.inputs.items():
            component.visible = name in asked
        self.txt_min_purchases.visible = self.dd_in_segment.visible = trigger != "manual"
        needs_field = "field" in asked and not self.dd_field.items
        self.lbl_hint.text = texts.NO_FIELD if needs_field else view.hint(trigger, self.event_names)
        self.lbl_hint.visible = bool(self.lbl_hint.text)
        self.txt_reentry_days.visible = self.dd_reentry.selected_value == "after"
        self.dd_goal_tag.visible = self.dd_goal.selected_value == "tag"
        self.dd_goal_segment.visible = self.dd_goal.selected_value == "segment"

    @handle("btn_save", "click")
    def btn_save_click(self, **event_args):
        if not (self.txt_name.text or "").strip():
            return self.show_problem({"campaign_name": texts.NEEDS_NAME})
        self.btn_save.enabled = False
        try:
            self.save(view.nested(self.typed()))
        except CallFailed as problem:
            self.version, text = problem.when_overtaken(self.version)
            return self.show_problem(problem.fields, text)
        finally:
            self.btn_save.enabled = True
        self.saved = self.typed()
        self.raise_event("x-saved", campaign_id=self.campaign_id)

    def save(self, data):
        if self.campaign_id:
            call("update_sequence", self.campaign_id, data, self.version)
        else:
            self.campaign_id = call("create_sequence", data)["campaign_id"]

    def show_problem(self, errors, text=""):
        """Say beside the fields what is wrong with them, and below what concerns no single field."""
        elsewhere = fields.show_errors(self.boxes, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
