"""What the processes of an instance tell each other of changed tables, so that all know the same columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..notices import Notices
from .catalogue import forget

if TYPE_CHECKING:
    from ...database import Database
    from ...instance import Instance

KIND = "tables"
MIGRATED = "migrated"


def install(instance: Instance) -> None:
    """Read the catalogue anew whenever another process has changed it."""

    def changed(content: Any) -> None:
        forget(instance.database)
        if content == MIGRATED:
            instance.database.forget_plans()

    instance.notices.on(KIND, changed)


def tell_of_column(database: Database) -> None:
    """A column has come into being; inside a transaction, others hear of it when that is committed."""
    Notices(database).tell(KIND)


def tell_of_migration(database: Database) -> None:
    """Tables may have changed in any way."""
    Notices(database).tell(KIND, MIGRATED)
