"""MACs of capabilities, live objects and lazy media: a remote caller can use what it was given, and make nothing up."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from .call import Call


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one remote: ``binding`` ties what an untrusted remote gets to its session, and is empty for others."""

    key: bytes = field(repr=False)
    binding: str = ""

    @classmethod
    def for_call(cls, call: Call) -> Signer:
        """The signer for the remote that made ``call`` (for a nested call: the one that made the outermost)."""
        root = call.root or call
        if root.trusted:
            return cls(call.instance.signing_key)
        generation = root.session.private.get("generation", 0)
        return cls(call.instance.signing_key, f"{root.session.id}.{generation}")

    def capability(self, scope: list[Any]) -> str:
        return self._mac("capability", scope)

    def live_object(self, spec: Mapping[str, Any]) -> str:
        return self._mac("live-object", [spec["backend"], spec["id"], spec.get("permissions")])

    def lazy_media(self, spec: Mapping[str, Any]) -> str:
        return self._mac("lazy-media", [spec["manager"], spec["id"]])

    def is_capability(self, scope: list[Any], mac: Any) -> bool:
        return _same(mac, self.capability(scope))

    def is_live_object(self, spec: Mapping[str, Any]) -> bool:
        return _same(spec.get("mac"), self.live_object(spec))

    def is_lazy_media(self, spec: Mapping[str, Any]) -> bool:
        return {"manager", "id"} <= spec.keys() and _same(spec.get("key"), self.lazy_media(spec))

    def _mac(self, kind: str, value: list[Any]) -> str:
        text = orjson.dumps([kind, self.binding, value], option=orjson.OPT_SORT_KEYS)
        return hmac.digest(self.key, text, "sha256").hex()


def _same(given: Any, right: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), right.encode())
