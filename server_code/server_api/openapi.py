"""The description of the API in the OpenAPI format, 3.1: made of the operations that are declared, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import anvil.server
import msgspec

from ..server_shared.errors import NotFound
from . import campaigns_api, contacts_api, events_api, recipients_api  # noqa: F401 (they declare the operations)
from .answering import Answer, WrongMethod, refuse
from .operations import METHODS, Operation, operations

REFS = "#/components/schemas/{name}"
REFUSALS = {
    400: "Something that was given is wrong.",
    401: "No token, or one that is unknown, revoked or has run out.",
    403: "The token, or whoever made it, may not do this; or the feature is switched off.",
    404: "There is no such thing.",
    409: "Somebody else changed it meanwhile.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many calls with this token; Retry-After says how many seconds to wait.",
    500: "Our fault; the message has a reference that is in the log.",
}
ID = {"type": "string", "pattern": "^[A-Za-z0-9-]{1,100}$"}
Schemas = Mapping[Any, dict[str, Any]]


@anvil.server.http_endpoint("/v1/openapi.json", methods=list(METHODS))
def describe_api(**_: Any) -> anvil.server.HttpResponse:
    """``GET /_/api/v1/openapi.json``: open to everybody, since it holds nothing of the business."""
    if anvil.server.request.method != "GET":
        return refuse(WrongMethod("This address takes GET."), ["GET"])
    headers = {"Content-Type": "application/json", "Cache-Control": "max-age=300"}
    return anvil.server.HttpResponse(200, json.dumps(description()), headers)


@anvil.server.http_endpoint("/v1/.*", methods=list(METHODS))
def answer_nothing(**_: Any) -> anvil.server.HttpResponse:
    """What fits none of the addresses above, which were declared before."""
    return refuse(NotFound("There is nothing at this address."))


def description() -> dict[str, Any]:
    """The whole document."""
    declared = [each for methods in operations.values() for each in methods.values()]
    kinds = list({Answer: None, **{kind: None for each in declared for kind in (each.gives, each.body) if kind}})
    schemas, components = msgspec.json.schema_components(kinds, ref_template=REFS)
    schema_of = dict(zip(kinds, schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mybizz", "version": "1", "description": "For the business's own programs."},
        "servers": [{"url": "/_/api"}],
        "security": [{"token": []}],
        "paths": {
            re.sub(":([^/]+)", r"{\1}", path): {
                method.lower(): _described(each, schema_of) for method, each in methods.items()
            }
            for path, methods in operations.items()
        },
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _described(each: Operation, schema_of: Schemas) -> dict[str, Any]:
    own = [{"name": name, "in": "path", "required": True, "schema": ID} for name in each.parameters]
    about: dict[str, Any] = {
        "operationId": each.run.__name__,
        "summary": each.summary,
        "description": f"Asks for the permission {each.permission}.",
        "parameters": own + _query_parameters(each),
        "responses": _responses(each, schema_of),
    }
    if each.body:
        about["requestBody"] = {"required": True, "content": _json(schema_of[each.body])}
    return about


def _query_parameters(each: Operation) -> list[dict[str, Any]]:
    if each.query is None:
        return []
    shape = msgspec.json.schema_components([each.query])[1][each.query.__name__]
    return [{"name": name, "in": "query", "schema": schema} for name, schema in shape["properties"].items()]


def _responses(each: Operation, schema_of: Schemas) -> dict[str, Any]:
    told = {"success": {"const": True}, "data": schema_of[each.gives], "message": {"type": "string"}}
    good = {"type": "object", "properties": told, "required": list(told)}
    refusals = {
        str(status): {"description": text, "content": _json(schema_of[Answer])} for status, text in REFUSALS.items()
    }
    return {str(each.status): {"description": each.summary, "content": _json(good)}, **refusals}


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
