from __future__ import annotations

import typing
from datetime import UTC, datetime

import pytest

from server_code.server_shared.arguments import MAX_DEPTH, bind
from server_code.server_shared.errors import Invalid, TooLarge


def endpoint(actor: object, name: str, count: int = 1, extra: dict | None = None, words: list | None = None) -> None:
    """Stands for a callable."""


HINTS = typing.get_type_hints(endpoint)


def bound(*args: object, **kwargs: object) -> dict[str, object]:
    return bind(endpoint, HINTS, (None, *args), kwargs)


def test_arguments_that_fit_come_back_by_name() -> None:
    assert bound("Ann", extra={"a": 1}) == {"actor": None, "name": "Ann", "extra": {"a": 1}}


@pytest.mark.parametrize("args", [(), ("Ann", 1, None, None, 5)])
def test_too_few_and_too_many_arguments_are_refused(args: tuple) -> None:
    with pytest.raises(Invalid):
        bound(*args)


def test_an_argument_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(Invalid):
        bound("Ann", surprise=1)


@pytest.mark.parametrize(
    "wrong", [{"name": 5}, {"name": None}, {"name": "a", "count": True}, {"name": "a", "count": "1"}]
)
def test_an_argument_of_another_kind_is_refused_by_its_name(wrong: dict) -> None:
    with pytest.raises(Invalid) as refused:
        bound(**wrong)
    assert set(refused.value.fields) == {"name" if not isinstance(wrong["name"], str) else "count"}


@pytest.mark.parametrize("value", ["a\x00b", "a\ud800"])
def test_text_that_a_database_cannot_hold_is_refused_however_deep(value: str) -> None:
    with pytest.raises(Invalid):
        bound(value)
    with pytest.raises(Invalid):
        bound("a", extra={"list": [{"key": value}]})
    with pytest.raises(Invalid):
        bound("a", extra={value: 1})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_json_cannot_hold_are_refused_however_deep(value: float) -> None:
    with pytest.raises(Invalid):
        bound("a", extra={"key": [value]})


def test_plain_values_pass_however_they_are_nested() -> None:
    extra = {"a": [1, 2.5, True, None, {"b": "ü"}], "met": datetime(2026, 1, 1, tzinfo=UTC)}
    assert bound("a", extra=extra)["extra"] == extra


@pytest.mark.parametrize("words", [["ü" * 450_001, ["x" * 450_000]], [{"x" * 450_000: "y" * 450_001}]])
def test_too_much_text_is_refused_however_it_is_parted(words: list) -> None:
    with pytest.raises(TooLarge):
        bound("a", words=words)
    assert bound("a", words=["x" * 900_000])


def test_whole_numbers_that_browsers_cannot_hold_are_refused() -> None:
    assert bound("a", words=[2**53, -(2**53), True])
    with pytest.raises(Invalid):
        bound("a", words=["text", [2**53 + 1]])


def test_endless_nesting_is_refused() -> None:
    nested: list = []
    for _ in range(MAX_DEPTH + 1):
        nested = [nested]
    with pytest.raises(Invalid):
        bound("a", words=nested)
