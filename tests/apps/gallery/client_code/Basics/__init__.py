"""The classic words, buttons, pictures and timers."""

from anvil import handle

from ._anvil_designer import BasicsTemplate


class Basics(BasicsTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)
        self.layout.select("basics")
        self.seconds = 0
        self.rt_markdown.data = {"name": "Ada"}

    @handle("btn_classic", "click")
    @handle("link_classic", "click")
    def told(self, sender, event_name, **event_args):
        self.lbl_said.text = "{} {}".format(sender.text, event_name)

    @handle("timer", "tick")
    def timer_tick(self, **event_args):
        self.seconds += 1
        self.lbl_seconds.text = "{} s".format(self.seconds)
        if self.seconds == 3:
            self.timer.interval = 0
