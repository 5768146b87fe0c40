"""What the operator runs once: ``python -m app_server launch NAME``."""

from __future__ import annotations

import anvil.server

from ..server_customers.segment_service import make_built_in_segments
from ..server_shared.actors import SYSTEM
from . import demo_business, instance_service


@anvil.server.background_task
def prepare_instance() -> None:
    instance_service.prepare_instance()
    make_built_in_segments(SYSTEM)


@anvil.server.background_task
def create_owner(email: str, name: str) -> str:
    return instance_service.create_owner(email, name)


@anvil.server.background_task
def load_demo_business() -> dict[str, int]:
    instance_service.prepare_instance()
    return demo_business.load_demo_business()
