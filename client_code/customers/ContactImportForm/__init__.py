"""Import contacts from a file in four steps: file, columns, check, import; past imports below."""

from anvil import handle
from anvil.js import to_media

from ...shared import fields, navigation_helpers, pages
from ...shared.server_calls import CallFailed, call
from .. import import_texts as texts
from ..import_view import as_row
from ._anvil_designer import ContactImportFormTemplate


class ContactImportForm(ContactImportFormTemplate):
    def __init__(self, import_number="", **properties):
        self.import_number = int(import_number or 0)
        self.chosen = {}
        super().__init__(**properties)
        self.steps = (
            (self.step_file, self.upload),
            (self.step_columns, self.matching),
            (self.step_check, self.preview),
            (self.step_import, self.progress),
        )
        self.reading.visible = False
        self.show_step(self.upload)

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "contacts")
        pages.announce("contacts-import", import_number=self.import_number)
        if self.import_number:
            self.open_import(self.import_number)
        self.load_history()

    def show_step(self, part, problem=""):
        """Show one step's part; the steps before it count as done."""
        present = [each for _, each in self.steps].index(part)
        for number, (step, each) in enumerate(self.steps):
            each.visible = each is part
            step.classes.update({"step-now": number == present, "step-done": number < present})
        fields.tell(self.lbl_problem, problem)
        self.lbl_title.scroll_into_view()

    @handle("fu_file", "change")
    def fu_file_change(self, file, **event_args):
        if file is not None:
            self.inspect(file)
            self.fu_file.clear()

    def inspect(self, file):
        """Let the server look into the file and show what it found, or what is wrong with it."""
        if file.length > texts.MAX_FILE_BYTES:
            return self.show_step(self.upload, texts.TOO_LARGE)
        self.reading.visible = True
        try:
            inspected = call("inspect_import", file)
        except CallFailed as problem:
            return self.show_step(self.upload, problem.text)
        finally:
            self.reading.visible = False
        self.import_number = inspected["import_number"]
        self.matching.show(inspected)
        self.show_step(self.matching)

    @handle("matching", "x-next")
    def check(self, mapping, options, **event_args):
        self.chosen = {"mapping": mapping, "options": options}
        try:
            self.preview.show(call("preview_import", self.import_number, mapping, options))
        except CallFailed as problem:
            return self.matching.show_problem(problem.text)
        self.show_step(self.preview)

    @handle("preview", "x-next")
    def start(self, **event_args):
        answer = call("start_import", self.import_number, self.chosen["mapping"], self.chosen["options"])
        self.follow(answer["import"])

    def open_import(self, import_number):
        """Show an import that was started before."""
        self.follow(call("get_import", import_number)["import"])

    def follow(self, contact_import):
        """Show an import's progress, under its own address."""
        self.import_number = contact_import["import_number"]
        pages.announce("contacts-import", import_number=self.import_number)
        self.progress.show(contact_import)
        self.show_step(self.progress)

    @handle("progress", "x-change")
    def load_history(self, **event_args):
        past = call("list_imports")["imports"]
        self.rp_history.items = [as_row(each) for each in past]
        self.history.visible = bool(past)

    @handle("rp_history", "x-open")
    def history_open(self, import_number, **event_args):
        self.open_import(import_number)

    @handle("preview", "x-back")
    def preview_back(self, **event_args):
        self.show_step(self.matching)

    @handle("matching", "x-back")
    @handle("progress", "x-again")
    def start_over(self, **event_args):
        self.import_number = 0
        pages.announce("contacts-import")
        self.show_step(self.upload)

    def drop_zone_dragover(self, event):
        event.preventDefault()
        self.drop_zone.classes.add("drop-over")

    def drop_zone_dragleave(self, event):
        self.drop_zone.classes.remove("drop-over")

    def drop_zone_drop(self, event):
        event.preventDefault()
        self.drop_zone.classes.remove("drop-over")
        dropped = event.dataTransfer.files.item(0)
        if dropped is not None:
            self.inspect(to_media(dropped, name=dropped.name))

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("contacts")
