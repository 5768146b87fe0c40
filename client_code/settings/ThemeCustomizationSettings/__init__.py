"""The colour of the business, with the light and dark pages it makes; saved, it holds here at once."""

from anvil import handle
from anvil.js import await_promise, window
from m3.components import Button

from ...shared import app_context, fields, leaving, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import colour_rules, texts
from ._anvil_designer import ThemeCustomizationSettingsTemplate


class ThemeCustomizationSettings(ThemeCustomizationSettingsTemplate):
    def __init__(self, **properties):
        self.saved = self.color = ""
        super().__init__(**properties)
        leaving.guard(self)
        self.state.stand_for(self.content)
        # Another server may draw its pages in the colours of the theme alone.
        self.schemes_of = getattr(getattr(window, "m3", None), "schemesOf", None)
        self.previews.visible = self.schemes_of is not None
        self.lbl_no_preview.visible = self.schemes_of is None
        self.lbl_no_preview.text = texts.NO_PREVIEW
        may_change = app_context.may("settings.manage")
        self.choice.visible = self.save_actions.visible = may_change
        self.lbl_context.text = texts.THEME_CONTEXT if may_change else texts.READ_ONLY
        self.show_problem({})

    @handle("", "show")
    def form_show(self, **event_args):
        pages.announce("settings-theme")
        navigation_helpers.highlight_active_nav(self, "settings")
        if not self.saved:
            self.load()

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch the colour and those to begin with."""
        try:
            answer = call("get_settings")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.saved = answer["profile"]["primary_color"]
        for preset in answer["theme_presets"]:
            self.flow_presets.add_component(self.preset_button(preset))
        self.choose(self.saved)
        self.state.show_content()

    def preset_button(self, preset):
        button = Button(text=preset["name"], icon="mi:circle", icon_color=preset["color"], appearance="outlined")
        button.add_event_handler("click", lambda **event: self.choose(preset["color"]))
        return button

    def choose(self, color):
        """Show what a colour makes."""
        self.color = color
        self.txt_color.text, self.dom_nodes["colour_well"].value = color, color.lower()
        self.preview()

    def preview(self):
        self.show_problem({})
        self.btn_save.enabled = self.btn_reset.enabled = self.has_changes()
        if self.schemes_of is not None:
            schemes = await_promise(self.schemes_of(self.color))
            self.preview_light.show(texts.LIGHT, schemes["light"])
            self.preview_dark.show(texts.DARK, schemes["dark"])

    def has_changes(self):
        """True while another colour than the saved one is shown."""
        return self.color != self.saved

    def colour_well_input(self, event):
        self.choose(self.dom_nodes["colour_well"].value.upper())

    @handle("txt_color", "change")
    def txt_color_change(self, **event_args):
        color = colour_rules.clean(self.txt_color.text)
        if color:
            self.color, self.dom_nodes["colour_well"].value = color, color.lower()
            self.preview()

    @handle("btn_reset", "click")
    def btn_reset_click(self, **event_args):
        self.choose(self.saved)

    @handle("btn_save", "click")
    @handle("txt_color", "pressed_enter")
    def btn_save_click(self, **event_args):
        if colour_rules.clean(self.txt_color.text) != self.color:
            return self.show_problem({"primary_color": texts.NO_COLOR})
        before = self.saved
        if self.save(self.color):
            self.layout.offer_undo(texts.THEME_SAVED, lambda: self.put_back(before))

    def put_back(self, color):
        """Save an earlier colour again."""
        self.choose(color)
        self.save(color)

    def save(self, color):
        """Save a colour and show the page in it; True when done."""
        try:
            call("save_theme", {"primary_color": color}, {"primary_color": self.saved})
        except CallFailed as problem:
            theirs = problem.answer.get("current") or {}
            self.saved = theirs.get("primary_color", self.saved)
            told = {name: texts.CHANGED_MEANWHILE.format(value) for name, value in theirs.items()}
            return self.show_problem(told or problem.fields, problem.text)
        self.saved = color
        if self.schemes_of is not None:
            await_promise(window.m3.applySeed(color))
        app_context.load()
        self.preview()
        return True

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")

    def show_problem(self, errors, text=""):
        """Say beside the field what is wrong with it, and below what does not concern it."""
        elsewhere = fields.show_errors({"primary_color": self.txt_color}, errors)
        fields.tell(self.lbl_problem, elsewhere if errors else text)
