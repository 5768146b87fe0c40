"""Objects of JavaScript as Python sees them: what ``anvil.js`` hands out."""

from .. import _page
from ._values import call, construct, to_js, to_python


class Proxy:
    """Stands for an object of JavaScript: attributes, items, iteration and text are the object's.

    An attribute that the object lacks is looked for here: ``keys()`` and ``get(name, default)``.
    """

    def __init__(self, target, bound=None, name=None):
        if target is None:
            raise TypeError("Proxy cannot be called from python")
        object.__setattr__(self, "_anvil_js", target)

    def __getattribute__(self, name):
        if name.startswith(("__", "_anvil")):
            return object.__getattribute__(self, name)
        found, value = self._anvil_find(name)
        if found:
            return value
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            raise AttributeError(f"'{self._anvil_name()}' object has no attribute '{name}'") from None

    def __setattr__(self, name, value):
        _page.api.js.set(self._anvil_js, name, to_js(value))

    def __delattr__(self, name):
        _page.api.js.remove(self._anvil_js, name)

    def __getitem__(self, name):
        found, value = self._anvil_find(name)
        if not found:
            raise LookupError(name)
        return value

    def __setitem__(self, name, value):
        setattr(self, str(name), value)

    def __delitem__(self, name):
        delattr(self, str(name))

    def __contains__(self, name):
        return _page.api.js.has(self._anvil_js, str(name))

    def __iter__(self):
        iterator = _page.api.js.iterator(self._anvil_js)
        if iterator is None:
            raise TypeError(f"{self!r} is not iterable")
        return (to_python(item) for item in iterator)

    def __next__(self):
        step = _page.api.js.call(_page.api.js.get(self._anvil_js, "next"), self._anvil_js)
        if step.done:
            raise StopIteration
        return to_python(step.value)

    def __len__(self):
        length = _page.api.js.get(self._anvil_js, "length")
        if length is None:
            raise TypeError(f"object of type '{self._anvil_name()}' has no len()")
        return length

    def __bool__(self):
        if self._anvil_kind() == "plain":
            return bool(self._anvil_keys())
        length = _page.api.js.get(self._anvil_js, "length")
        return length is None or length > 0

    def __eq__(self, other):
        return isinstance(other, Proxy) and self._anvil_js == other._anvil_js

    def __hash__(self):
        return hash(self._anvil_name())

    def __dir__(self):
        return sorted({*object.__dir__(self), *_page.api.js.allNames(self._anvil_js)})

    def __call__(self, *_args):
        raise TypeError(f"'{self._anvil_name()}' object is not callable")

    def __repr__(self):
        name = self._anvil_name()
        if self._anvil_kind() != "plain":
            return f"<{name} {'object' if name == 'proxyobject' else 'proxyobject'}>"
        return "proxyobject({" + ", ".join(f"'{key}': {self[key]!r}" for key in self._anvil_keys()) + "})"

    def __serialize__(self, _info):
        if self._anvil_kind() != "plain":
            raise TypeError(f"cannot serialize {self!r}")
        return {key: self[key] for key in self._anvil_keys()}

    def keys(self):
        """The names of the object's own values."""
        return self._anvil_keys()

    def get(self, name, default=None):
        """The value of that name, or the default."""
        found, value = self._anvil_find(name)
        return value if found else default

    def _anvil_find(self, name):
        target = self._anvil_js
        value = _page.api.js.get(target, str(name))
        if value is None:
            return _page.api.js.has(target, str(name)), None
        return True, to_python(value, target, str(name))

    def _anvil_keys(self):
        return list(_page.api.js.keys(self._anvil_js))

    def _anvil_kind(self):
        return _page.api.js.kindOf(self._anvil_js)

    def _anvil_name(self):
        name = _page.api.js.nameOf(self._anvil_js)
        return "proxyobject" if name == "Object" else name


class Function(Proxy):
    """A function, called on the object it was an attribute of, or a class, which makes a new object when called."""

    def __init__(self, target, kind="function", bound=None, name=None):
        super().__init__(target)
        object.__setattr__(self, "_anvil_is_class", kind == "class")
        object.__setattr__(self, "_anvil_bound", bound)
        object.__setattr__(self, "_anvil_called", name or _page.api.js.nameOf(target))

    @property
    def __name__(self):
        name = self._anvil_called
        return name if len(name) > 2 else name + " (native JS)"

    def __call__(self, *args, **named):
        if named:
            raise TypeError("__call__() takes no keyword arguments")
        return (
            construct(self._anvil_js, args) if self._anvil_is_class else call(self._anvil_js, self._anvil_bound, args)
        )

    def __len__(self):
        raise TypeError(f"object of type '{self._anvil_name()}' has no len()")

    def __bool__(self):
        return True

    def __repr__(self):
        if self._anvil_is_class or self._anvil_bound is None:
            return f"<{self._anvil_name()} '{self.__name__}'>"
        return f"<bound proxymethod '{self.__name__}' of {to_python(self._anvil_bound)!r}>"

    def _anvil_name(self):
        if self._anvil_is_class:
            return "proxyclass"
        return "proxyfunction" if self._anvil_bound is None else "proxymethod"
