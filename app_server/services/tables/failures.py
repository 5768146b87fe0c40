"""What the database says no to, in the errors of Anvil's library."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
from anvil.tables._errors import TableError, TransactionConflict
from psycopg import errors

from ...database import NoTransaction, TransactionOpen
from ...rpc.registry import private
from .catalogue import catalogue_of

if TYPE_CHECKING:
    from ...database import Database
    from ...rpc.call import Call


def table_call(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a private call under ``anvil.private.tables.<name>``; database errors leave it as Anvil's."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        @private(f"tables.{name}")
        @functools.wraps(run)
        def translated(call: Call, *args: Any, **kwargs: Any) -> Any:
            try:
                return run(call, *args, **kwargs)
            except (psycopg.Error, UnicodeEncodeError, TransactionOpen, NoTransaction) as error:
                raise translate(error, call.instance.database) from error

        return translated

    return register


def translate(error: Exception, database: Database) -> TableError:
    """The library's error for one of the database's."""
    match error:
        case errors.SerializationFailure() | errors.DeadlockDetected():
            return TransactionConflict("Another transaction has changed this data; aborting")
        case errors.IntegrityError():
            return _violation(error, database)
        case errors.InFailedSqlTransaction():
            return TableError("An earlier error has ended this transaction; nothing more can be done in it")
        case errors.IdleInTransactionSessionTimeout():
            return TableError("This transaction has expired")
        case errors.ProgramLimitExceeded():
            return TableError("A value is too large for an index of its column")
        case UnicodeEncodeError():
            return TableError("A text has characters that cannot be stored")
        case psycopg.OperationalError():
            return TableError(f"The database cannot be reached: {_sentence(error)}")
    return TableError(_sentence(error))


def _violation(error: psycopg.Error, database: Database) -> TableError:
    """A rule of ``database.yaml`` forbids the change: its message, and its name as ``error.error_obj["rule"]``."""
    name = error.diag.constraint_name or ""
    message = catalogue_of(database).messages.get(name) or f"The rule {name!r} of this table does not allow the change"
    # The library makes a new exception out of this dict on the way to the code that called.
    return TableError({"type": TableError.registered_type_name, "message": message, "rule": name, "trace": []})


def _sentence(error: Exception) -> str:
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return (primary or str(error)).strip()
