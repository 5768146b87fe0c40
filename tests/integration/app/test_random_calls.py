"""Thousands of calls with arguments nobody would send: refused or answered, never broken."""

from __future__ import annotations

import random
import sys
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import anvil
import pytest

from .conftest import Visitor

LEFT_OUT = {"sign_in", "sign_out", "sign_out_everywhere", "request_password_reset", "reset_password", "change_password"}
CALLS_EACH = 25
TEXTS = (
    *(
        "",
        " ",
        "x",
        "\x00",
        "\ud800",
        "\u202eabc",
        "%_\\'\"",
        "a" * 5000,
        "é" * 300,
        "💩" * 50,
        "١٢٣",
        "1e5",
        "C-1",
        "E-1",
        "Q-1",
    ),
    *("name", "order", "note", "Customer", "ann@example.com", "+27821234567", "٠٨٢١٢٣٤٥٦٧", "2020-01-01", "csv"),
)
OTHERS = (
    *(None, True, False, 0, -1, 2**40, 2**63, 2**70, 1.5, float("nan"), float("inf"), b"x", [], {}, [1], ["x", None]),
    *(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), {"a": float("nan")}),
)
KEYS = (
    *(
        "first_name",
        "last_name",
        "email",
        "phone",
        "status",
        "source",
        "tags",
        "internal_notes",
        "preferences",
        "notes",
    ),
    *("contact_id", "version", "lifecycle_stage", "search", "archived", "0", "1", "update_existing"),
    *(
        "operator",
        "conditions",
        "field",
        "op",
        "value",
        "name",
        "rules",
        "criteria",
        "label",
        "kind",
        "options",
        "custom",
    ),
)
FILES = (b"", b"Name,Mail\nAnn,ann@example.com\n", b"\xff\xfeA\x00", b"PK\x03\x04", b"Name,Mail\n\xc3,x\n")


class Caller:
    """Makes up arguments, mostly of the kinds that a callable takes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self) -> Any:
        return self.random.choice([*TEXTS, *OTHERS])

    def arguments(self, function: Callable[..., Any]) -> list[Any]:
        hints = typing.get_type_hints(function)
        return [self.fitting(hint) for name, hint in hints.items() if name not in ("actor", "return")]

    def fitting(self, hint: Any) -> Any:
        if self.random.random() < 0.15:
            return self.value()
        kinds = typing.get_args(hint) or (hint,)
        if dict in kinds:
            return {self.random.choice(KEYS): self.value() for _ in range(self.random.randrange(4))}
        if list in kinds:
            return [self.value() for _ in range(self.random.randrange(3))]
        if anvil.Media in kinds:
            return anvil.BlobMedia("text/csv", self.random.choice(FILES), name=self.random.choice(TEXTS[:6]))
        return self.random.choice([-1, 0, 1, 2, 50]) if int in kinds else self.random.choice(TEXTS)


def callable_modules() -> list[ModuleType]:
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith("master_template.") and name.endswith("callables")
    ]


@pytest.mark.usefixtures("empty")
def test_no_argument_breaks_a_callable(owner: Visitor) -> None:
    owner.run("load_demo_business")
    caller = Caller(seed=1)
    functions = sys.modules["master_template.server_shared.callables"].guards.keys() - LEFT_OUT
    for name in sorted(functions):
        function = next(getattr(module, name) for module in callable_modules() if hasattr(module, name))
        for _ in range(CALLS_EACH):
            arguments = caller.arguments(function)
            answer = owner.call(name, *arguments)
            assert answer["success"] or answer["code"] != "unexpected", (name, arguments)
    assert owner.ask("get_all_contacts", page_size=200)["total"] >= 0
