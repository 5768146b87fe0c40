import time

from anvil import handle

from ._anvil_designer import GridTemplate


class Grid(GridTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)
        self.rows.items = [{"a": n, "b": "b{}".format(n), "c": "c{}".format(n)} for n in range(50)]

    @handle("btn_all", "click")
    def show_all(self, **event_args):
        start = time.time()
        self.grid.rows_per_page = 0
        self.lbl_time.text = "{:.0f} ms".format((time.time() - start) * 1000)
