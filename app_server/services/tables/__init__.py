"""Data tables on PostgreSQL: one SQL table per data table, a typed column per column."""

from . import older_calls, row_calls, table_calls, view_calls
from .catalogue import SCHEMA_SQL

__all__ = ["SCHEMA_SQL", "older_calls", "row_calls", "table_calls", "view_calls"]
