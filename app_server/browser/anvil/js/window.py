"""``anvil.js.window``: the page's global object, also as a module to import names from."""


class Window:
    """The page's ``window``; looked up at each use, since nothing of the page may be kept in the snapshot."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        import js

        return getattr(js, name)

    def __setattr__(self, name, value):
        import js

        setattr(js, name, value)

    def __getitem__(self, name):
        return getattr(self, name)
