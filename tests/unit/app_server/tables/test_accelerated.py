"""Data tables are always accelerated ones."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app_server.manifest import Service
from app_server.services.app_info import TABLES_SERVICE, get_client_config


@pytest.mark.parametrize(
    "service", [None, Service(TABLES_SERVICE, {}, {}), Service(TABLES_SERVICE, {"enable_v2": False}, {})]
)
def test_an_app_need_not_ask_for_accelerated_tables(service: Service | None) -> None:
    call: Any = SimpleNamespace(instance=SimpleNamespace(app=SimpleNamespace(service=lambda _source: service)))
    assert get_client_config(call, TABLES_SERVICE) == {"enable_v2": True}


def test_other_services_are_as_the_manifest_says() -> None:
    service = Service("/runtime/services/anvil/users.yml", {"use_email": True}, {})
    call: Any = SimpleNamespace(instance=SimpleNamespace(app=SimpleNamespace(service=lambda _source: service)))
    assert get_client_config(call, service.source) == {"use_email": True}
