"""A small page in the colours of a scheme, and how well its texts can be read."""

from .. import colour_rules
from ._anvil_designer import ThemePreviewTemplate


class ThemePreview(ThemePreviewTemplate):
    def __init__(self, **properties):
        super().__init__(**properties)

    def show(self, name, declarations):
        """Show a scheme, given as CSS declarations of its colours."""
        self.lbl_scheme.text = name
        self.dom_nodes["panel"].setAttribute("aria-label", name)
        self.dom_nodes["panel"].setAttribute("style", declarations)
        self.rp_contrasts.items = colour_rules.contrasts(declarations)
