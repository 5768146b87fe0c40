"""Tables, rows and searches that leave the server, and come back."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from anvil.server import AnvilWrappedError
from anvil.tables import NoSuchColumnError
from anvil.tables import query as q

from app_server.rpc import wire
from app_server.rpc.signing import Signer

BROWSER = Signer(b"key", "session-1.0")
OTHER_BROWSER = Signer(b"key", "session-2.0")


def to_browser(value: Any) -> dict[str, Any]:
    """The message in which a browser gets a value."""
    return orjson.loads(orjson.dumps(wire.encode({"response": value}, BROWSER, remote_is_trusted=False)[0]))


def from_browser(message: dict[str, Any], signer: Signer = BROWSER) -> Any:
    """What the server makes of a value that a browser sends back as it got it."""
    return wire.decode(message, {}, signer, remote_is_trusted=False)["response"]


@pytest.fixture
def row(app_tables: Any) -> Any:
    return app_tables.shown.add_row(name="Ann", secret="s3cret", person=app_tables.people.add_row(name="Ann", age=5))


def test_hidden_columns_do_not_leave(app_tables: Any, row: Any) -> None:
    for value in (row, app_tables.shown.search(), [*app_tables.shown.search()], app_tables.shown.get(name="Ann")):
        text = str(to_browser(value))
        assert "Ann" in text
        assert "secret" not in text
        assert "s3cret" not in text


def test_a_row_comes_back_as_itself_and_still_without_hidden_columns(
    app_tables: Any, row: Any, as_browser: Any
) -> None:
    back = from_browser(to_browser(app_tables.shown.get(name="Ann")))
    assert back == row
    with as_browser():
        assert dict(back)["name"] == "Ann"
        with pytest.raises(NoSuchColumnError):
            back["secret"]
    back.refresh()
    assert back["secret"] == "s3cret"


def test_a_search_goes_on_where_it_was(app_tables: Any, as_browser: Any) -> None:
    app_tables.shown.add_rows([{"name": str(number), "secret": "x"} for number in range(250)])
    back = from_browser(to_browser(app_tables.shown.search(q.page_size(100), q.none_of(secret="y"))))
    with as_browser():
        assert [row["name"] for row in back] == [str(number) for number in range(250)]
        assert len(back) == 250


def test_nobody_else_can_use_what_one_browser_got(app_tables: Any, row: Any) -> None:
    for value in (app_tables.shown, row, app_tables.shown.search(), app_tables.shown.client_readable()):
        with pytest.raises(AnvilWrappedError):
            from_browser(to_browser(value), OTHER_BROWSER)


def test_a_forged_row_id_is_refused(app_tables: Any, row: Any) -> None:
    message = to_browser(app_tables.shown.get(name="Ann"))
    for described in message["objects"]:
        if described["type"] == ["Capability"]:
            described["scope"][3]["r"] += 1
    with pytest.raises(AnvilWrappedError):
        from_browser(message)


def test_what_the_private_calls_answer_can_be_sent(app_tables: Any, row: Any, as_browser: Any) -> None:
    import anvil.server

    people = app_tables.shown.client_writable()
    row["person"]["friends"] = [row["person"]]
    with as_browser():
        for name, arguments in {
            "get_app_tables": (),
            "table.search": (people._cap, (), {}),
            "table.list_columns": (people._cap,),
            "table.add_row": (people._cap, {"name": "x"}),
            "table.add_rows": (people._cap, [{"name": "y"}, {}]),
            "row.fetch": (row._anvil.cap, None),
        }.items():
            answer = anvil.server.call(f"anvil.private.tables.v2.{name}", *arguments)
            assert "secret" not in str(to_browser(answer))
