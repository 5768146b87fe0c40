"""A service with its state and its test. Raises `x-change` on its panel when its key has changed."""

from anvil import handle

from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import CallFailed, call
from .. import integrations, texts
from ..KeyDialog import KeyDialog
from ._anvil_designer import IntegrationRowTemplate

POLL_SECONDS = 0.5


class IntegrationRow(IntegrationRowTemplate):
    def __init__(self, **properties):
        self.job_id = None
        super().__init__(**properties)
        is_maps = self.item["name"] == integrations.MAPS
        self.btn_enter.visible = is_maps
        self.btn_remove.visible = is_maps and self.item["is_set"]
        self.say("")

    @handle("btn_test", "click")
    def btn_test_click(self, **event_args):
        self.btn_test.enabled = False
        self.say(texts.TESTING)
        try:
            answer = call(self.item["test"], *self.item["test_args"])
        except CallFailed as problem:
            return self.say(problem.text)
        finally:
            self.btn_test.enabled = True
        if "sent_to" in answer:
            return self.say(texts.MAIL_SENT.format(answer["sent_to"]))
        if "encryption" not in answer:
            return self.say(texts.KEYS_WORK)
        said, self.btn_renew.visible = integrations.renewal(answer["encryption"])
        self.say(said)

    @handle("btn_renew", "click")
    def btn_renew_click(self, **event_args):
        self.btn_renew.visible = False
        self.job_id = call("start_renewing_encryption")["job_id"]
        self.timer_poll.interval = POLL_SECONDS

    @handle("timer_poll", "tick")
    def poll(self, **event_args):
        """Say how far the work is, until it has ended."""
        job = call("get_renewing_encryption", self.job_id)
        if job["status"] != "running":
            self.timer_poll.interval = 0
        renewed, unreadable = (job["state"].get(name, 0) for name in ("renewed", "unreadable"))
        self.say(texts.RENEWAL[job["status"]].format(renewed, unreadable))

    @handle("btn_enter", "click")
    def btn_enter_click(self, **event_args):
        if KeyDialog.ask():
            self.parent.raise_event("x-change")

    @handle("btn_remove", "click")
    def btn_remove_click(self, **event_args):
        if ConfirmationDialog.ask(texts.REMOVE_KEY_TITLE, texts.REMOVE_KEY, texts.REMOVE):
            call("set_maps_key", "")
            self.parent.raise_event("x-change")

    def say(self, text):
        self.lbl_result.text, self.lbl_result.visible = text, bool(text)
