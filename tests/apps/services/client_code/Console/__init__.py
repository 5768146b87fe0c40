import datetime
import json

import anvil
import anvil.http
import anvil.image
import anvil.js
import anvil.media
import anvil.server
import anvil.tables
import anvil.tables.query as q
import anvil.tz
import anvil.users
from anvil import handle
from anvil.tables import app_tables

from ..shapes import OutOfStock, Point
from ._anvil_designer import ConsoleTemplate

NAMES = {
    "anvil": anvil,
    "app_tables": app_tables,
    "datetime": datetime,
    "json": json,
    "OutOfStock": OutOfStock,
    "Point": Point,
    "q": q,
}


class Console(ConsoleTemplate):
    """Runs the Python typed into it and shows what it left in ``answer``."""

    def __init__(self, **properties):
        self.kept = {"waited": anvil.js.window.get("wasWaitedFor")}
        self.init_components(**properties)

    @handle("btn_ask", "click")
    def ask(self, **event_args):
        self.lbl_answer.text = "…"
        try:
            answer = self.run()
        except Exception as error:
            answer = "{}: {}".format(type(error).__name__, error)
        self.lbl_answer.text = answer

    @handle("btn_break", "click")
    def break_down(self, **event_args):
        self.lbl_answer.text = self.run()

    @handle("loader", "change")
    def loaded(self, file, **event_args):
        self.kept["file"] = file
        self.lbl_answer.text = file.name

    def run(self):
        names = dict(NAMES, form=self, kept=self.kept, answer=None)
        exec(self.txt_code.text, names)
        return repr(names["answer"])
