import anvil  # noqa: F401 (as well)
from anvil import *  # noqa: F403 (what a form has at hand; the tests' questions use it)
from anvil.js import window

from ._anvil_designer import ProbeTemplate


class Probe(ProbeTemplate):
    """Answers questions of the tests: Python that is run in the page, on a panel of its own."""

    def __init__(self, **properties):
        self.init_components(**properties)
        window.ask = self.ask
        self.names = dict(globals(), form=self, panel=self.panel, video=YouTubeVideo)  # noqa: F405 (of the star)

    def ask(self, code):
        """Run the lines, and give what ``answer`` is then, or the exception, as text."""
        names = dict(self.names)
        try:
            exec(code, names)
        except Exception as error:
            return "{}: {}".format(type(error).__name__, error)
        return repr(names.get("answer"))
