import datetime
import time

import anvil
import anvil.media
import anvil.server
import anvil.tables as tables
import anvil.tables.query as q
from anvil import Button, handle
from anvil.js import report_exceptions, window
from anvil.tables import app_tables

from ..shapes import Point
from ._anvil_designer import StartTemplate


class Start(StartTemplate):
    def __init__(self, **properties):
        self.log = []
        self.item = {"name": "Ada", "stars": 3}
        self.init_components(**properties)
        self.rows.items = [{"title": "one"}, {"title": "two"}, {"title": "three"}]
        self.lbl_state.text = "ready"
        window.beginAnew = report_exceptions(lambda: anvil.open_form("Start"))

    def note(self, text):
        self.log.append(text)
        self.lbl_state.text = text

    @handle("", "show")
    def form_show(self, **event_args):
        self.log.append("show")

    @handle("btn_add", "click")
    def add(self, **event_args):
        self.note("sum {}".format(anvil.server.call("add", 2, 3)))

    @handle("btn_confirm", "click")
    def ask(self, **event_args):
        self.note("answer {}".format(anvil.confirm("Sure?", title="A question")))

    @handle("btn_fail", "click")
    def fail(self, **event_args):
        try:
            anvil.server.call("fail")
        except Exception as error:
            self.note("{}: {}".format(type(error).__name__, error))

    @handle("btn_shell", "click")
    def shell(self, **event_args):
        anvil.open_form("InShell", by="Start")

    @handle("btn_grid", "click")
    def grid(self, **event_args):
        anvil.open_form("Grid")

    @handle("btn_mirror", "click")
    def mirror(self, **event_args):
        (point,) = anvil.server.call("mirror", [Point(1, 2)])
        self.note("{} {} {}".format(type(point).__name__, point.x, point.y))

    @handle("btn_sleep", "click")
    def sleep(self, **event_args):
        self.note("asleep")
        time.sleep(1)
        self.note("awake")

    @handle("btn_end", "click")
    def end(self, **event_args):
        raise GeneratorExit("the end")

    @handle("btn_nap", "click")
    def nap(self, **event_args):
        self.heading.style["color"] = "red"
        for _ in range(3):
            time.sleep(0.1)
        self.lbl_name.text += " napped"

    @handle("btn_alert", "click")
    def show_alert(self, **event_args):
        inside = Button(text="Inside")
        inside.add_event_handler("click", lambda **event_args: inside.raise_event("x-close-alert", value=42))
        self.note("answer {}".format(anvil.alert(inside, title="With a button", buttons=[])))

    @handle("btn_panels", "click")
    def panels(self, **event_args):
        anvil.open_form("Panels")

    @handle("btn_table", "click")
    def table(self, **event_args):
        row = app_tables.things.add_row(name="lamp", price=5)
        row["price"] = 7
        found = app_tables.things.search(tables.order_by("name"), price=q.greater_than(6))
        self.note("{} {} {}".format(len(found), found[0]["name"], app_tables.things.get(name="lamp")["price"]))
        row.delete()

    @handle("btn_notice", "click")
    def notice(self, **event_args):
        anvil.Notification("Saved", timeout=1).show()

    @handle("btn_download", "click")
    def download(self, **event_args):
        anvil.media.download(anvil.server.call("make_file"))

    @handle("btn_echo", "click")
    def echo(self, **event_args):
        values = [1, 2.5, None, "ü", {"when": datetime.date(2026, 1, 31)}]
        when = anvil.server.call("now_utc")
        self.note("{} {}".format(anvil.server.call("echo", values), when.strftime("%H:%M%z")))

    @handle("btn_break", "click")
    def break_down(self, **event_args):
        self.note(1 / 0)

    @handle("btn_address", "click")
    def change_address(self, **event_args):
        window.addEventListener("hashchange", report_exceptions(self.address_changed))
        anvil.set_url_hash({"page": "contacts", "q": "a & b"})

    def address_changed(self, event):
        self.note("at {!r}".format(anvil.get_url_hash()))

    def never_called(self, **event_args):
        self.note("the template's handler ran")

    def name_entered(self, **event_args):
        self.note("name {}".format(self.item["name"]))

    def plain_clicked(self, event):
        self.note("plain {}".format(event.type))

    def stay(self, event):
        event.preventDefault()
        self.dom_nodes["plain"].click()
        anvil.server.call("add", 1, 1)
        self.lbl_name.text = "stayed at {!r}".format(anvil.get_url_hash())

    def rated(self, **event_args):
        self.note("stars {}".format(self.item["stars"]))

    @handle("loader", "change")
    def loaded(self, file, **event_args):
        answer = anvil.server.call("count_bytes", file)
        self.note("{name} {length} {type}".format(**answer))
