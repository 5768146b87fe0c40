from __future__ import annotations

import itertools
import re

import pytest

from server_code.server_shared.permissions import PERMISSIONS, ROLE_PERMISSIONS, ROLES, permissions_of

NAMED_BY_THE_SPECIFICATION = {
    *("bookings.view", "bookings.manage", "products.view", "products.manage", "customers.view", "customers.manage"),
    *("settings.view", "settings.manage", "analytics.view"),
}


def test_permissions_are_one_sorted_list_of_area_and_deed() -> None:
    assert list(PERMISSIONS) == sorted(set(PERMISSIONS))
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", name) for name in PERMISSIONS)
    assert set(PERMISSIONS) >= NAMED_BY_THE_SPECIFICATION


def test_every_role_has_its_permissions_and_none_that_does_not_exist() -> None:
    assert set(ROLE_PERMISSIONS) == set(ROLES)
    assert all(granted <= set(PERMISSIONS) for granted in ROLE_PERMISSIONS.values())


def test_a_higher_role_may_whatever_the_next_one_may() -> None:
    for higher, lower in itertools.pairwise(ROLES):
        assert ROLE_PERMISSIONS[higher] > ROLE_PERMISSIONS[lower]


def test_a_permission_can_be_given_to_one_person_and_taken_from_one() -> None:
    granted = permissions_of("staff", {"data.import": True, "customers.manage": False})
    assert "data.import" in granted
    assert "customers.manage" not in granted


@pytest.mark.parametrize("overrides", [None, [], "all", {"data.import": "yes"}, {"data.import": 1}, {"*": True}])
def test_overrides_that_make_no_sense_grant_nothing(overrides: object) -> None:
    assert permissions_of("staff", overrides) == ROLE_PERMISSIONS["staff"]


def test_nobody_without_a_role_may_anything_and_a_customer_is_never_staff() -> None:
    assert not permissions_of(None, {"customers.view": True})
    assert not permissions_of("boss", None)
    assert not permissions_of("customer", {"customers.view": True})


def test_an_owner_cannot_be_locked_out_by_an_override() -> None:
    assert permissions_of("owner", {"settings.manage": False}) == set(PERMISSIONS)
