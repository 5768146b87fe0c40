"""The page of a mailing list, where anybody subscribes: without a script, and not for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anvil.server
from anvil.server import HttpResponse

from ..server_newsletter import newsletter_service
from ..server_shared.errors import Invalid
from .bot_traps import count_try, is_bot, new_stamp, read_stamp, visitor_at
from .pages import page
from .subscription_pages import METHODS, evidence, is_post, kindly

NOTHING_TYPED = {"email": "", "first_name": "", "topics": [], "agreed": False}


@anvil.server.route("/newsletter/:slug", methods=METHODS)
def newsletter_page(slug: str, **_form: str) -> HttpResponse:
    """The list's words and a form; a POST subscribes."""

    def answer() -> HttpResponse:
        if not is_post():
            return _form_page(slug, NOTHING_TYPED)
        typed = _typed(anvil.server.request.form_params)
        try:
            return _sign_up(slug, typed, anvil.server.request.form_params)
        except Invalid as error:
            return _form_page(slug, typed, 400, wrong=error.fields, problem="" if error.fields else error.message)

    return kindly(answer)


def _sign_up(slug: str, typed: Mapping[str, Any], form: Mapping[str, Any]) -> HttpResponse:
    count_try(visitor_at(anvil.server.request.remote_address))
    address = str(typed["email"]).strip()
    if is_bot(form):
        found = newsletter_service.look_at(slug)
        return page("signed_up", address=address, name=found["name"], must_confirm=found["double_opt_in"])
    read_stamp(f"newsletter {slug}", form.get("stamp"))
    return page("signed_up", address=address, **newsletter_service.sign_up(slug, typed, evidence()))


def _typed(form: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: form.get(name) if isinstance(form.get(name), str) else "" for name in ("email", "first_name")}
    topics = [name.partition(":")[2] for name in form if name.startswith("topic:")]
    return {**named, "topics": topics, "agreed": "agreed" in form}


def _form_page(
    slug: str,
    typed: Mapping[str, Any],
    status: int = 200,
    *,
    wrong: Mapping[str, str] | None = None,
    problem: str = "",
) -> HttpResponse:
    found = newsletter_service.look_at(slug)
    stamp = new_stamp(f"newsletter {slug}")
    return page("sign_up", status, list=found, typed=typed, wrong=wrong or {}, problem=problem, stamp=stamp)
