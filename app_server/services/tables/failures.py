"""What the database says no to, in the errors of Anvil's library and the words of the stock server."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
from anvil import _server
from anvil.tables._errors import TableError, TransactionConflict
from psycopg import errors

from ...database import NoTransaction, TransactionExpired, TransactionOpen
from ...errors import AnvilError
from ...rpc.registry import private
from .catalogue import catalogue_of, forget
from .values import Unstorable

if TYPE_CHECKING:
    from ...database import Database
    from ...rpc.call import Call

CONFLICT = "Another transaction has changed this data; aborting"
EXPIRED = "This transaction has expired"
UNDONE = "The database returned ROLLBACK, so the transaction cannot be committed."
DISK_FULL = "No space left on device: nothing can be stored until there is room again"
NUL = "unsupported Unicode escape sequence"
HALF_A_CHARACTER = "invalid input syntax for type json"


def table_call(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a private call under ``anvil.private.tables.<name>``; database errors leave it as Anvil's."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        @private(f"tables.{name}")
        @functools.wraps(run)
        def translated(call: Call, *args: Any, **kwargs: Any) -> Any:
            try:
                return run(call, *args, **kwargs)
            except Unstorable as error:
                _check_can_cross(args, kwargs)
                raise TableError(str(error)) from error
            except (psycopg.Error, UnicodeEncodeError, TransactionOpen, NoTransaction, TransactionExpired) as error:
                raise translate(error, call.instance.database) from error

        return translated

    return register


def _check_can_cross(args: Any, kwargs: Any) -> None:
    """Raises SerializationError when no wire could carry the arguments, which a call in process never meets."""
    try:
        _server.fill_out_media({"args": list(args), "kwargs": kwargs}, lambda _media: {}, remote_is_trusted=True)
    except _server.SerializationError as error:
        raise _server.SerializationError(f"Cannot serialize arguments to function. {error}") from error


def translate(error: Exception, database: Database) -> Exception:
    """The library's error for one of the database's."""
    match error:
        case errors.SerializationFailure() | errors.DeadlockDetected():
            return TransactionConflict(CONFLICT)
        case errors.IntegrityError():
            return _violation(error, database)
        case errors.InFailedSqlTransaction() if error.diag.message_primary is None:
            return TableError(f"Internal database error: {UNDONE}")
        case errors.IdleInTransactionSessionTimeout() | TransactionExpired():
            return AnvilError("anvil.tables.TransactionError", EXPIRED)
        case TransactionOpen():
            return TableError(str(error))
        case NoTransaction():
            return AnvilError("anvil.server.AnvilWrappedError", str(error))
        case errors.UndefinedColumn():
            forget(database)  # a column that was created in a transaction that was undone
        case errors.ReadOnlySqlTransaction():
            return TableError(f"Internal database error: ERROR: {DISK_FULL}")
        case errors.ProgramLimitExceeded():
            return TableError("A value is too large for an index of its column")
        case UnicodeEncodeError():
            return TableError(f"Internal database error: ERROR: {HALF_A_CHARACTER}")
    return TableError(f"Internal database error: ERROR: {_sentence(error)}")


def _violation(error: psycopg.Error, database: Database) -> TableError:
    """A rule of ``database.yaml`` forbids the change: its message, and its name as ``error.error_obj["rule"]``."""
    name = error.diag.constraint_name or ""
    message = catalogue_of(database).messages.get(name) or f"The rule {name!r} of this table does not allow the change"
    # The library makes a new exception out of this dict on the way to the code that called.
    return TableError({"type": TableError.registered_type_name, "message": message, "rule": name, "trace": []})


def _sentence(error: Exception) -> str:
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    if isinstance(error, psycopg.DataError) and primary is None and "NUL" in str(error):
        return NUL
    return (primary or str(error)).strip()
