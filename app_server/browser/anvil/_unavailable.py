"""Services of Anvil that this server has not."""


def functions_of(module):
    """A module's ``__getattr__``: for every name a function that raises RuntimeError."""

    def look_up(name):
        if name.startswith("__"):
            raise AttributeError(name)

        def unavailable(*_args, **_kwargs):
            raise RuntimeError(f"{module}.{name}() is not available on this server")

        return unavailable

    return look_up
