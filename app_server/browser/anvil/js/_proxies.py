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


class _Shared:
    """A list, dict or set whose content is that of an object of JavaScript, read before and written after each use."""

    def __init__(self, target):
        self._anvil_js = target
        self._anvil_load()

    def __getattr__(self, name):
        found, value = Proxy(self.__dict__["_anvil_js"])._anvil_find(name)
        if not found:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return value


def _sharing(base, reads, writes):
    """The methods of ``base`` of these names, with the content brought up to date around them."""

    def method(name, is_write):
        def shared(self, *args, **kwargs):
            self._anvil_load()
            answer = getattr(base, name)(self, *args, **kwargs)
            if is_write:
                self._anvil_store()
            return answer

        return shared

    names = dict.fromkeys(reads.split(), False) | dict.fromkeys(writes.split(), True)
    return {name: method(name, is_write) for name, is_write in names.items()}


class ProxyList(_Shared, list):
    """An array as a list: what is changed in one is changed in the other."""

    locals().update(
        _sharing(
            list,
            "__len__ __getitem__ __iter__ __contains__ __eq__ __ne__ __lt__ __add__ __mul__ count index copy",
            "__setitem__ __delitem__ __iadd__ append extend insert pop remove clear sort reverse",
        )
    )
    __hash__ = None

    def __repr__(self):
        self._anvil_load()
        return f"proxylist({list.__repr__(self)})"

    def _anvil_load(self):
        list.__setitem__(self, slice(None), [to_python(item) for item in self._anvil_js])

    def _anvil_store(self):
        _page.api.js.fill(self._anvil_js, to_js(list.copy(self)))


class ProxyMap(_Shared, dict):
    """A Map as a dict: what is changed in one is changed in the other."""

    locals().update(
        _sharing(
            dict,
            "__len__ __getitem__ __iter__ __contains__ __eq__ __ne__ get keys values items copy",
            "__setitem__ __delitem__ pop popitem setdefault update clear",
        )
    )
    __hash__ = None

    def __repr__(self):
        self._anvil_load()
        return f"ProxyMap({dict.__repr__(self)})"

    def _anvil_load(self):
        dict.clear(self)
        dict.update(self, {to_python(key): to_python(value) for key, value in _page.api.js.entries(self._anvil_js)})

    def _anvil_store(self):
        _page.api.js.fillMap(self._anvil_js, to_js(list(dict.items(self))))


class ProxySet(_Shared, set):
    """A Set as a set: what is changed in one is changed in the other."""

    locals().update(
        _sharing(
            set,
            "__len__ __iter__ __contains__ __eq__ __ne__ __or__ __and__ __sub__ copy union intersection difference",
            "add remove discard pop clear update",
        )
    )
    __hash__ = None

    def __repr__(self):
        self._anvil_load()
        return f"ProxySet({{{', '.join(map(repr, set.copy(self)))}}})"

    def _anvil_load(self):
        set.clear(self)
        set.update(self, [to_python(item) for item in _page.api.js.items(self._anvil_js)])

    def _anvil_store(self):
        _page.api.js.fillSet(self._anvil_js, to_js(list(set.copy(self))))


KINDS = {"array": ProxyList, "map": ProxyMap, "set": ProxySet}
