"""Two people at the same settings: each saves what they changed, and overwrites nothing they have not seen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..server_shared.errors import Conflict


def refuse_unseen(current: Mapping[str, Any], changes: Mapping[str, Any], seen: Mapping[str, Any] | None) -> None:
    """Raise Conflict, with ``current``, when a value to be changed is no longer what its editor saw before.

    ``seen`` holds the values the editor began with; None checks nothing.
    """
    if seen is None:
        return
    names = [name for name in changes if name in current and (current[name] or None) != (seen.get(name) or None)]
    if names:
        raise Conflict("Somebody else changed this in the meantime.", {name: current[name] for name in names})
