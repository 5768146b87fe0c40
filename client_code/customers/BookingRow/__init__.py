"""One booking of a contact; item: what `booking_view.as_row` makes."""

import anvil
from anvil import handle

from ...shared import clock
from ...shared.components.ConfirmationDialog import ConfirmationDialog
from ...shared.server_calls import CallFailed, call, show_error
from .. import texts
from ._anvil_designer import BookingRowTemplate


class BookingRow(BookingRowTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    @handle("btn_confirm", "click")
    def btn_confirm_click(self, **event_args):
        self.btn_confirm.enabled = False
        try:
            self._send()
        except CallFailed as error:
            show_error(error)
        self.btn_confirm.enabled = True

    def _send(self):
        number = self.item["number"]
        answer = call("send_booking_confirmation", number)
        if not answer["is_new"]:
            question = texts.CONFIRM_AGAIN.format(number, clock.exact(answer["asked_at"]))
            if not ConfirmationDialog.ask(texts.CONFIRM_AGAIN_TITLE, question, texts.SEND_AGAIN):
                return
            answer = call("send_booking_confirmation", number, again=True)
        anvil.Notification(texts.CONFIRMATION_SENT.format(answer["sent_to"]), style="success").show()
