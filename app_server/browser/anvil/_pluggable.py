"""``pluggable_ui``: which component stands for which in forms that packages bring."""


class PluggableUI(dict):
    """Component classes by name; one that was not replaced is Anvil's own, by its name after ``anvil.``."""

    def __missing__(self, name):
        import anvil

        return getattr(anvil, name.rpartition(".")[2])

    def provide_defaults(self, _package_name, replacements):
        """Let these classes stand for those names that nobody provides for."""
        for name, replacement in replacements.items():
            self.setdefault(name, replacement)

    def provide(self, _package_name, replacements):
        """Let these classes stand for those names."""
        self.update(replacements)


pluggable_ui = PluggableUI()
