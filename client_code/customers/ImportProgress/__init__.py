"""One import on its way and at its end: count, time left, result, rows to look at, taking it back."""

import anvil.media
from anvil import handle

from ...shared import formats, pages
from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import call
from .. import import_texts as texts
from ..import_view import as_skip, count, is_busy, percent, result
from ._anvil_designer import ImportProgressTemplate

POLL_SECONDS = 1
SKIPS_SHOWN = 50


class ImportProgress(ImportProgressTemplate):
    def __init__(self, **properties):
        self.shown = None
        super().__init__(**properties)

    def show(self, contact_import):
        """Show an import of the server and follow it until it ends."""
        self.shown = contact_import
        busy = is_busy(contact_import)
        status = contact_import["status"]
        self.lbl_state.text = texts.STATES.get(status, status)
        self.lbl_file.text = contact_import["file_name"]
        self.progress.progress, self.progress.visible = percent(contact_import), busy
        done, total = count(contact_import["rows_done"]), count(contact_import["rows_total"])
        self.lbl_progress.text = texts.PROGRESS.format(done, total) if busy else result(contact_import)
        seconds = contact_import.get("seconds_left")
        self.lbl_left.visible = busy and seconds is not None
        self.lbl_left.text = texts.TIME_LEFT.format(formats.duration(seconds or 0).capitalize())
        self.lbl_error.text = contact_import.get("error") or ""
        self.lbl_error.visible = bool(self.lbl_error.text)
        self.show_actions(contact_import, busy)
        self.timer_poll.interval = POLL_SECONDS if busy else 0

    def show_actions(self, contact_import, busy):
        """Offer what can be done with the import now, and list the rows to look at."""
        rows = [] if busy else call("list_import_skips", contact_import["import_number"])["skips"]
        self.btn_stop.visible = contact_import["status"] in ("queued", "running")
        self.btn_resume.visible = bool(contact_import.get("can_resume"))
        self.btn_undo.visible = bool(contact_import.get("can_undo"))
        self.btn_again.visible = not busy
        self.btn_contacts.visible = not busy and not self.btn_resume.visible
        self.btn_download.visible = self.skips.visible = bool(rows)
        self.rp_skips.items = [as_skip(row) for row in rows[:SKIPS_SHOWN]]

    @handle("timer_poll", "tick")
    def poll(self, **event_args):
        self.show(call("get_import", self.shown["import_number"])["import"])
        if not is_busy(self.shown):
            self.raise_event("x-change")

    @handle("btn_stop", "click")
    def btn_stop_click(self, **event_args):
        question = texts.CANCEL_QUESTION.format(self.shown["file_name"])
        if ConfirmationDialog.ask(texts.CANCEL_TITLE, question, texts.CANCEL_ACTION):
            self.show(call("cancel_import", self.shown["import_number"])["import"])

    @handle("btn_resume", "click")
    def btn_resume_click(self, **event_args):
        shown = self.shown
        self.show(call("start_import", shown["import_number"], shown["mapping"], shown["options"])["import"])

    @handle("btn_undo", "click")
    def btn_undo_click(self, **event_args):
        shown = self.shown
        question = texts.UNDO_QUESTION.format(
            count(shown["created_count"]), shown["file_name"], count(shown["updated_count"])
        )
        if ConfirmationDialog.ask(texts.UNDO_TITLE, question, texts.UNDO_ACTION, texts.UNDO_CONSEQUENCE):
            self.show(call("undo_import", shown["import_number"])["import"])

    @handle("btn_download", "click")
    def btn_download_click(self, **event_args):
        anvil.media.download(call("download_import_skips", self.shown["import_number"])["file"])

    @handle("btn_contacts", "click")
    def btn_contacts_click(self, **event_args):
        pages.open_page("contacts")

    @handle("btn_again", "click")
    def btn_again_click(self, **event_args):
        self.raise_event("x-again")
