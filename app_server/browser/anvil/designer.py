"""``anvil.designer``: nothing is designed in this page."""

in_designer = False
