"""The rows of the users table, read and written as trusted server code through Anvil's own table library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ...errors import AnvilError, misuse
from ...rpc import call as calls
from .config import UsersConfig, read_users_config

if TYPE_CHECKING:
    from ...rpc.call import Call

SECRET_COLUMNS = frozenset(
    {"password_hash", "n_password_failures", "remembered_logins", "mfa", "email_confirmation_key"}
)
LIKE_CHARACTERS = str.maketrans({character: "\\" + character for character in "%_\\"})


class Accounts:
    """The users of one call's app. Columns that the table lacks read as None and are left out of writes."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.config: UsersConfig = read_users_config(call.instance.app.services)
        schema = call.instance.app.tables.get(self.config.user_table)
        if schema is None:
            raise misuse(
                f"Users service is configured with user table '{self.config.user_table}', "
                "but no table with that name was found."
            )
        self.columns = {column["name"] for column in schema.get("columns") or []}

    def find_by_email(self, email: str | None, fetch: Any = None) -> Any:
        """The row of that address in any case, or None."""
        from anvil.tables import query as q

        if not isinstance(email, str):
            return None
        wanted = email.strip()
        with self._table(fetch) as (table, fetches):
            row = table.get(*fetches, email=wanted.lower()) or table.get(*fetches, email=wanted)
            if row is None:
                alike = table.search(*fetches, email=q.ilike(wanted.translate(LIKE_CHARACTERS)))
                row = next(iter(alike), None)
        return row

    def find_enabled_by_email(self, email: str | None, fetch: Any = None) -> Any:
        """The same; ``anvil.users.AccountIsNotEnabled`` when the account is not."""
        row = self.find_by_email(email, fetch)
        if row is not None and not self.value(row, "enabled"):
            raise AnvilError("anvil.users.AccountIsNotEnabled", "This account has not been enabled by an administrator")
        return row

    def find_by_id(self, row_id: str | None, fetch: Any = None) -> Any:
        """The row with that id, or None when there is none any more."""
        if row_id is None:
            return None
        with self._table(fetch) as (table, fetches):
            return table.get_by_id(row_id, *fetches)

    def find_by_reference(self, reference: Any, fetch: Any = None) -> Any:
        """The row that a caller passed, or None when it is no row of the users table."""
        scope: Any = getattr(getattr(reference, "cap", None), "scope", None)
        try:
            _, _, table, row = scope
            row_id = row["r"]
        except (TypeError, ValueError, KeyError):
            return None
        with self._table(None) as (users, _fetches):
            return self.find_by_id(str(row_id), fetch) if str(table["id"]) == users._id else None

    def add(self, values: dict[str, Any], fetch: Any = None) -> Any:
        """A new user's row."""
        with self._table(None) as (table, _):
            row = table.add_row(**self._known(values))
        return row if fetch is None else self.find_by_id(row.get_id(), fetch)

    def value(self, row: Any, column: str) -> Any:
        """What the row holds in a column that the table may not have."""
        if column not in self.columns:
            return None
        with trusted(self.call):
            return row[column]

    def update(self, row: Any, **values: Any) -> None:
        """Write what the table has columns for."""
        known = self._known(values)
        if known:
            with trusted(self.call):
                row.update(**known)

    def atomically(self, change: Callable[[], Any]) -> Any:
        """Run a change that reads and then writes, alone: in the call's open transaction or in one of its own."""
        import anvil.tables

        with trusted(self.call):
            if self.call.instance.database.in_transaction():
                return change()
            return anvil.tables.in_transaction(change)()

    def for_caller(self, row: Any) -> Any:
        """The row as its caller may see it: a browser's holds nothing secret and cannot be written."""
        if row is None or self.call.trusted:
            return row
        from anvil.tables import query as q

        with self._table(None) as (table, _):
            shown = table.client_readable(q.only_cols(*sorted(self.columns - SECRET_COLUMNS)))
            return shown.get_by_id(row.get_id())

    def _known(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.columns}

    @contextmanager
    def _table(self, fetch: Any) -> Iterator[tuple[Any, list[Any]]]:
        from anvil.tables import app_tables

        with trusted(self.call):
            yield getattr(app_tables, self.config.user_table), [] if fetch is None else [fetch]


@contextmanager
def trusted(call: Call) -> Iterator[None]:
    """Inside, Anvil's library is called as by a server module."""
    token = calls.enter(call.of_server_code())
    try:
        yield
    finally:
        calls.leave(token)
