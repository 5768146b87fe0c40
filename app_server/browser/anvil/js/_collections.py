"""Arrays, Maps and Sets of JavaScript as Python's lists, dicts and sets."""

from .. import _page
from ._proxies import Proxy
from ._values import to_js, to_python


class Shared:
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


class ProxyList(Shared, list):
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


class ProxyMap(Shared, dict):
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


class ProxySet(Shared, set):
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
