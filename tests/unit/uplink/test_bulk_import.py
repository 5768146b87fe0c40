"""What leaves this computer for an import, and what does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from uplink.bulk_import import _without_what_nobody_takes, ahead
from uplink.source_files import BadFile


def test_cells_that_no_field_takes_stay_at_home_and_surplus_ones_are_told() -> None:
    rows = iter([(2, ["Emmi", "secret", "e@demo.test"]), (3, ["Sam", "more", "", "surplus"])])
    sent = list(_without_what_nobody_takes(rows, [True, False, True]))
    assert sent == [(2, ["Emmi", "", "e@demo.test"]), (3, ["Sam", "", "", "surplus"])]


def test_a_batch_is_read_while_the_one_before_it_is_with_the_server() -> None:
    second_was_read = threading.Event()

    def batches() -> Iterator[list[list[Any]]]:
        yield [[2, ["Emmi"]]]
        second_was_read.set()
        yield [[3, ["Sam"]]]

    sent = ahead(batches())
    assert next(sent) == [[2, ["Emmi"]]]
    assert second_was_read.wait(10)
    assert list(sent) == [[[3, ["Sam"]]]]


def test_what_is_wrong_with_a_file_is_told_where_its_rows_are_sent() -> None:
    def batches() -> Iterator[list[list[Any]]]:
        yield [[2, ["Emmi"]]]
        raise BadFile("line 3")

    sent = ahead(batches())
    assert next(sent)
    with pytest.raises(BadFile, match="line 3"):
        next(sent)
