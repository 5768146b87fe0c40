"""Some components that belong together, and the piece of template that made them."""

from ._anvil_designer import SpecimenTemplate


class Specimen(SpecimenTemplate):
    """`title` names it; `arrange` is "column", "row" or "grid"."""

    def __init__(self, **properties):
        super().__init__(**properties)
        self.dom_nodes["title_node"].textContent = self.title
        self.dom_nodes["section"].setAttribute("aria-label", self.title)
        self.dom_nodes["stage"].classList.add("arrange-" + self.arrange)
