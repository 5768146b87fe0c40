"""The switches by which things go wrong, for each service. All off at first: shares are percents, times are seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

MOST_SECONDS = 3600.0


@dataclass(slots=True)
class Switches:
    """What goes wrong at one service. ``per_second`` is its rate limit, 0 for none."""

    down: bool = False
    too_many: float = 0
    retry_after: float = 2
    broken: float = 0
    cut_off: float = 0
    hold: float = 0
    per_second: float = 0
    refused: float = 0
    hard_bounce: float = 0
    soft_bounce: float = 0
    busy: float = 0
    complaint: float = 0
    opened: float = 0
    clicked: float = 0
    scanned: float = 0
    stop: float = 0
    late: float = 0
    lost: float = 0
    doubled: float = 0
    reordered: float = 0
    forged: float = 0

    def set(self, chosen: Mapping[str, Any]) -> None:
        """Change some. ValueError, with a sentence, for a name or a value that is none."""
        kinds = {field.name: field.type for field in fields(self)}
        for name, value in chosen.items():
            if name not in kinds:
                raise ValueError(f"There is no switch “{name}”.")
            if kinds[name] == "bool" and not isinstance(value, bool):
                raise ValueError(f"“{name}” is on or off: true or false.")
            if kinds[name] == "float" and not _is_number(name, value):
                raise ValueError(f"“{name}” is a number from 0 to {_most(name):g}.")
        for name, value in chosen.items():
            setattr(self, name, value)

    def as_dict(self) -> dict[str, Any]:
        """All of them."""
        return asdict(self)


# What the services allow by their public documentation: Brevo's sending endpoint, a usual production account of SES.
LIMITS = {"brevo": 1000.0, "ses": 14.0, "twilio": 100.0, "smtp": 0.0}


def switches_of(service: str) -> Switches:
    """The switches of a service as it starts: nothing wrong, its documented limit."""
    return Switches(per_second=LIMITS[service])


def _is_number(name: str, value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _most(name)


def _most(name: str) -> float:
    if name in ("retry_after", "hold", "late"):
        return MOST_SECONDS
    return 1_000_000 if name == "per_second" else 100
