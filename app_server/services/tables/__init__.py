"""Data tables on PostgreSQL: one SQL table per data table, a typed column per column."""

from . import rpc
from .catalogue import SCHEMA_SQL

__all__ = ["SCHEMA_SQL", "rpc"]
