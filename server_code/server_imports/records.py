"""Storing rows that are companies or places: one after the other, by the services that screens use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..server_customers import company_service
from ..server_settings import location_service
from ..server_shared.actors import Actor
from ..server_shared.errors import Duplicate, Invalid
from ..server_shared.validators import fold
from .rows import CREATED, REFUSED, SKIPPED, UPDATED, Batch, Outcome, first_values

Save = Callable[[dict[str, Any], str | None], None]


def store_companies(actor: Actor, batch: Batch) -> list[Outcome]:
    """Make companies, or fill in those of the same name; an empty cell takes nothing away."""
    names = [row_values.get("name", "") for row_values in _values(batch)]
    known = company_service.ids_by_name(names)

    def save(values: dict[str, Any], company_id: str | None) -> None:
        given = {**values, "company_id": company_id} if company_id else values
        known[fold(values["name"])] = company_service.save_company(actor, given)

    return _store(batch, known, save)


def store_locations(actor: Actor, batch: Batch) -> list[Outcome]:
    """Make places, or fill in those of the same name; an empty cell takes nothing away."""
    here = {fold(place["name"]): place for place in location_service.list_locations(actor)}
    known = {name: place["location_id"] for name, place in here.items()}

    def save(values: dict[str, Any], location_id: str | None) -> None:
        name = fold(values["name"])
        before = {**here.get(name, {}), "location_id": location_id}
        known[name] = location_service.save_location(actor, {**before, **values})
        here[name] = {**before, **values}

    return _store(batch, known, save)


def _store(batch: Batch, known: dict[str, str], save: Save) -> list[Outcome]:
    outcomes = []
    for row, values in zip(batch.rows, _values(batch), strict=True):
        if row.fault:
            outcomes.append(Outcome(REFUSED, row.fault))
            continue
        record_id = known.get(fold(values.get("name", "")))
        if record_id and not batch.plan.update_existing:
            outcomes.append(Outcome(SKIPPED, "There is one of this name already."))
            continue
        try:
            save({"name": "", **values}, record_id)
            outcomes.append(Outcome(UPDATED if record_id else CREATED))
        except (Invalid, Duplicate) as error:
            outcomes.append(Outcome(REFUSED, error.message))
    return outcomes


def _values(batch: Batch) -> list[dict[str, Any]]:
    return [first_values(batch.values(row)) for row in batch.rows]
