"""The API keeps to its description: requests made from it, right and wrong ones, are answered as it says."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from app_server.instance import Instance
from app_server.web import make_web_app

from .conftest import Visitor

EXAMPLES = 8
HOST = {"Host": "127.0.0.1:42600"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]


# The server's own threads use it while a request is being made up.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module")


@pytest.fixture(scope="module")
def described(instance: Instance) -> Iterator[schemathesis.BaseSchema]:
    """The API by its own description, without the limit of calls a minute."""
    rates = sys.modules["master_template.server_api.rates"]
    usual, rates.USES_A_MINUTE = rates.USES_A_MINUTE, 1_000_000
    yield schemathesis.openapi.from_asgi("/_/api/v1/openapi.json", make_web_app(instance), headers=HOST)
    rates.USES_A_MINUTE = usual


@pytest.fixture
def token(owner: Visitor) -> Iterator[str]:
    scopes = ["customers.view", "customers.manage", "campaigns.view", "campaigns.manage", "campaigns.send"]
    yield owner.ask("create_api_token", "Schemathesis", scopes, 1)["token"]
    for each in owner.ask("list_api_tokens")["tokens"]:
        owner.ask("revoke_api_token", each["token_id"])


@pytest.fixture
def known(owner: Visitor) -> dict[str, str]:
    """Parameters of addresses that lead to something."""
    return {
        "contact_id": owner.ask("create_contact", {"first_name": "Emmi"})["contact_id"],
        "campaign_id": owner.ask("create_campaign", {"campaign_name": "Autumn"})["campaign_id"],
        "slug": owner.ask("list_templates")["templates"][0]["slug"],
        "recipient_id": "nobody",
    }


def statuses(api: schemathesis.BaseSchema, mode: GenerationMode, token: str, known: dict[str, str]) -> dict[str, set]:
    """Ask each operation a few times, in the given mode; the statuses of its answers, all checked."""
    headers = {**HOST, "Authorization": f"Bearer {token}"}
    seen: dict[str, set] = {}
    for found in api.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            if mode is GenerationMode.POSITIVE:
                case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
            seen.setdefault(case.operation.definition.raw["operationId"], set()).add(response.status_code)

        ask()
    return seen


def test_requests_that_are_right_are_answered_as_described(
    described: schemathesis.BaseSchema, token: str, known: dict[str, str]
) -> None:
    seen = statuses(described, GenerationMode.POSITIVE, token, known)
    read = {"list_contacts", "get_contact", "list_campaigns", "get_campaign", "get_analytics", "list_recipients"}
    assert read | {"list_templates", "list_recommendations"} <= {name for name, found in seen.items() if 200 in found}
    assert 201 in seen["create_campaign"] & seen["create_from_template"]
    assert seen["launch_campaign"] == {400}  # It has no words yet.


def test_requests_that_are_wrong_are_refused_as_described(
    described: schemathesis.BaseSchema, token: str, known: dict[str, str]
) -> None:
    seen = statuses(described, GenerationMode.NEGATIVE, token, known)
    assert {status for found in seen.values() for status in found} & {400, 404}


def test_no_operation_answers_without_a_token(described: schemathesis.BaseSchema, known: dict[str, str]) -> None:
    for found in described.get_all_operations():
        operation = found.ok()
        answer = operation.Case(path_parameters=dict(known)).call(headers=HOST)
        assert answer.status_code == 401, operation.label
