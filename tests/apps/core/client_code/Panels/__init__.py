import time

from anvil import Button, Label, handle
from anvil.js import get_dom_node

from ._anvil_designer import PanelsTemplate


class Panels(PanelsTemplate):
    def __init__(self, **properties):
        self.init_components(**properties)
        self.late.add_component(Label(text="second"))
        self.late.add_component(Label(text="first"), index=0)

    @handle("btn_check", "click")
    def check(self, **event_args):
        start = time.time()
        for number in range(500):
            Button(text="Row {}".format(number), role="x")
        each = (time.time() - start) * 1000 / 500
        body = get_dom_node(self.card).querySelector(".card-body").textContent.strip()
        parts = [body, self.card.title, self.card_form.title, self.card_form.lbl_inside.text]
        parts += [component.text for component in self.late.get_components()]
        try:
            self.card = None
        except AttributeError:
            parts.append("kept")
        self.lbl_result.text = " / ".join(parts)
        self.lbl_result.tag.milliseconds = each
        print("{:.3f} ms a component".format(each))
