"""Nightly work on segments, and emptying fields that were removed."""

from __future__ import annotations

import anvil.server

from . import custom_field_purging, segment_service


@anvil.server.background_task
def update_segment_counts() -> dict[str, int]:
    return segment_service.update_segment_counts()


@anvil.server.background_task
def empty_custom_field(key: str) -> None:
    custom_field_purging.purge_custom_field(key)
