from ._anvil_designer import ScriptedTemplate


class Scripted(ScriptedTemplate):
    """A form of HTML with JavaScript, which calls methods of the form and is called by it."""

    def __init__(self, **properties):
        self.called = []
        self.add_event_handler("show", self.note_script)
        self.init_components(**properties)

    def note_script(self, **event_args):
        self.called.append(self.call_js("runs"))

    def add(self, left, right):
        self.called.append((left, right))
        return left + right

    def fail(self):
        raise ValueError("told to JavaScript")
