"""``pluggable_ui``: which component stands for which in forms that packages bring."""

# Anvil's own dialogs are Material's, as everything else here.
OF_M3 = {
    "anvil.Button": "Button",
    "anvil.CheckBox": "Checkbox",
    "anvil.TextBox": "TextBox",
    "anvil.TextBoxWithLabel": "TextBox",
}


class PluggableUI(dict):
    """Component classes by name; one that was not replaced is Material's or Anvil's own of that name."""

    def __missing__(self, name):
        import anvil

        if name in OF_M3:
            from m3 import components

            return getattr(components, OF_M3[name])

        return getattr(anvil, name.rpartition(".")[2])

    def provide_defaults(self, _package_name, replacements):
        """Let these classes stand for those names that nobody provides for."""
        for name, replacement in replacements.items():
            self.setdefault(name, replacement)

    def provide(self, _package_name, replacements):
        """Let these classes stand for those names."""
        self.update(replacements)


pluggable_ui = PluggableUI()
