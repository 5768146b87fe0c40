"""The business's own fields all the way: editor, list, file, import, and back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app_server.instance import Instance

from .conftest import Visitor
from .importing import ended, run

OPTIONS = ["Red", "Blue, dark", "=Green", "Été"]
SEVERAL = ["Tea", "Coffee", "Water; still"]
KINDS = ("text", "long_text", "number", "date", "yes_no", "choice", "choices", "link", "email", "phone")
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
VALUES = {
    "text": st.text(LETTERS, max_size=80) | st.sampled_from(["=1+1", "'=x", "-5", "+27", "a\tb", 'say "hi"; then, go']),
    "long_text": st.lists(st.text(LETTERS, max_size=30), max_size=4).map("\n".join),
    "number": st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda each: round(each, 4)),
    "date": st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    "yes_no": st.booleans(),
    "choice": st.sampled_from(OPTIONS),
    "choices": st.lists(st.sampled_from(SEVERAL), unique=True),
    "link": st.sampled_from(["https://example.com/a?b=c,d", "example.org"]),
    "email": st.sampled_from(["ann@example.com", "B@Example.COM"]),
    "phone": st.sampled_from(["082 555 0101", "+44 20 7946 0958"]),
}


def define(owner: Visitor, kind: str, **more: Any) -> str:
    options = {"choice": OPTIONS, "choices": SEVERAL}.get(kind)
    return owner.ask("create_custom_field", {"label": f"Own {kind}", "kind": kind, "options": options, **more})["key"]


def custom(owner: Visitor, contact_id: str) -> dict[str, Any]:
    return owner.ask("get_contact_by_id", contact_id)["contact"]["custom"]


@pytest.fixture(scope="module")
def keys(instance: Instance, sign_in: Any) -> dict[str, str]:
    with instance.database.connection() as connection:
        connection.execute("TRUNCATE data.contacts, data.contact_fields, data.companies")
    return {kind: define(sign_in("owner"), kind) for kind in KINDS}


@pytest.fixture(scope="module")
def contact_id(keys: dict[str, str], sign_in: Any) -> str:
    return sign_in("owner").ask("create_contact", {"email": "round@example.com"})["contact_id"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_values=st.fixed_dictionaries({}, optional=VALUES), file_format=st.sampled_from(["csv", "xlsx"]))
def test_every_kind_of_field_comes_back_from_a_file_as_it_was_typed(
    owner: Visitor, keys: dict[str, str], contact_id: str, given_values: dict[str, Any], file_format: str
) -> None:
    nothing = dict.fromkeys(keys.values())
    typed = {**nothing, **{keys[kind]: value for kind, value in given_values.items()}}
    owner.ask("update_contact", contact_id, {"custom": typed})
    stored = custom(owner, contact_id)
    content = owner.bytes_of(owner.ask("export_contacts", {}, file_format)["file"])
    owner.ask("update_contact", contact_id, {"custom": nothing})
    assert custom(owner, contact_id) == {}
    number = run(owner, content)["import_number"]
    assert custom(owner, contact_id) == stored
    owner.ask("undo_import", number)
    assert ended(owner, number)["kept_count"] == 0
    assert custom(owner, contact_id) == {}
