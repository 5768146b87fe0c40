"""How long things are kept, what the next purge would remove, and what the last ones did."""

import anvil
from anvil import handle

from ...shared import app_context, clock, formats, navigation_helpers, pages
from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import CallFailed, call
from .. import texts
from ._anvil_designer import RetentionSettingsTemplate

POLL_SECONDS = 0.5


class RetentionSettings(RetentionSettingsTemplate):
    def __init__(self, job_id="", **properties):
        self.job_id = job_id
        self.due = 0
        super().__init__(**properties)
        self.state.stand_for(self.list)
        self.progress.visible = False
        self.btn_purge.enabled = False
        self.lbl_context.text = texts.RETENTION_CONTEXT

    @handle("", "show")
    def form_show(self, **event_args):
        navigation_helpers.highlight_active_nav(self, "settings")
        self.load()
        if self.job_id:
            self.follow(self.job_id)

    @handle("state", "x-retry")
    def load(self, **event_args):
        """Fetch what the next purge would remove."""
        pages.announce("settings-retention", job_id=self.job_id)
        try:
            report = call("get_retention_report")
        except CallFailed as problem:
            return self.state.show_problem(problem.text)
        self.due = sum(rule["count"] for rule in report["rules"])
        self.btn_purge.enabled = self.due > 0 and not self.job_id
        self.rp_rules.items = [self.as_row(rule) for rule in report["rules"]]
        self.rp_runs.items = [self.as_run(run) for run in report["runs"]]
        self.lbl_no_runs.visible = not report["runs"]
        self.lbl_no_runs.text = texts.NO_RUNS
        self.state.show_content()

    def number(self, value):
        return formats.number(value, app_context.config().get("locale"))

    def as_row(self, rule):
        """The item of a `RetentionRow`."""
        count = rule["count"]
        next_at = clock.day(rule["next_at"])
        later = texts.NEXT_GOES.format(next_at) if next_at else texts.NOTHING_THERE
        return {
            "name": rule["name"],
            "state": texts.GOES_TONIGHT.format(self.number(count)) if count else later,
            "role": ["state", "chip-warning" if count else "chip-neutral"],
            "before": texts.OLDER_THAN.format(clock.day(rule["before"])),
        }

    def as_run(self, run):
        """The item of a `PurgeRow`."""
        parts = ["{}: {}".format(name, self.number(count)) for name, count in run["removed"].items() if count]
        return {"when": clock.exact(run["ended_at"]), "removed": "; ".join(parts) or texts.NOTHING_REMOVED}

    @handle("btn_purge", "click")
    def btn_purge_click(self, **event_args):
        question = texts.PURGE_QUESTION.format(texts.entries(self.due, self.number(self.due)))
        if ConfirmationDialog.ask(texts.PURGE_TITLE, question, texts.PURGE, texts.PURGE_CONSEQUENCE):
            self.follow(call("start_purge")["job_id"])

    def follow(self, job_id):
        """Show how far a purge is until it has ended; another screen does not stop it."""
        self.job_id = job_id
        pages.announce("settings-retention", job_id=job_id)
        self.btn_purge.enabled = False
        self.progress.visible = True
        self.poll()
        self.timer_poll.interval = POLL_SECONDS if self.job_id else 0

    @handle("timer_poll", "tick")
    def poll(self, **event_args):
        try:
            job = call("get_purge", self.job_id)
        except CallFailed as problem:
            return self.end(problem.text)
        removed = sum((job["state"].get("removed") or {}).values())
        self.lbl_progress.text = texts.PURGING.format(texts.entries(removed, self.number(removed)))
        if job["status"] != "running":
            said = texts.PURGED if job["status"] == "done" else texts.PURGE_STOPPED
            self.end(said.format(texts.entries(removed, self.number(removed))))

    def end(self, text):
        """Say how the purge ended, and show what is left."""
        self.timer_poll.interval = 0
        self.job_id = ""
        self.progress.visible = False
        anvil.Notification(text, timeout=6).show()
        self.load()

    @handle("lnk_back", "click")
    def lnk_back_click(self, **event_args):
        pages.open_page("settings")
