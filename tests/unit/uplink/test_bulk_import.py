"""What leaves this computer for an import, and what does not."""

from __future__ import annotations

from uplink.bulk_import import _without_what_nobody_takes


def test_cells_that_no_field_takes_stay_at_home_and_surplus_ones_are_told() -> None:
    rows = iter([(2, ["Emmi", "secret", "e@demo.test"]), (3, ["Sam", "more", "", "surplus"])])
    sent = list(_without_what_nobody_takes(rows, [True, False, True]))
    assert sent == [(2, ["Emmi", "", "e@demo.test"]), (3, ["Sam", "", "", "surplus"])]
