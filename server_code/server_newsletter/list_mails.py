"""The two mails of a mailing list: the one that asks to confirm, and the one that welcomes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import anvil.server

from ..server_messaging import link_service, outbox_service
from ..server_messaging.outbox_service import NewSend
from ..server_shared.config import get_config
from ..server_templates.words_service import Block, design_for, new_content

CONFIRM = "confirm"
TRANSACTIONAL = "transactional"
SOON = 9


def ask_to_confirm(contact: Any, mailing_list: Any, nonce: str) -> None:
    """Mail the link that confirms a subscription. Needs a transaction."""
    token = link_service.sign(CONFIRM, int(contact["contact_number"]), mailing_list["list_id"], nonce)
    _put(
        NewSend(
            contact=contact,
            channel="email",
            purpose=TRANSACTIONAL,
            cause=f"confirm:{mailing_list['list_id']}:{hashlib.sha256(nonce.encode()).hexdigest()[:16]}",
            content=mailing_list["confirmation"],
            values={"confirm_url": f"{anvil.server.get_app_origin()}/email/{CONFIRM}/{token}"},
            priority=SOON,
        )
    )


def welcome(contact: Any, mailing_list: Any, moment: str) -> None:
    """Mail the words of welcome, where the list has any. Needs a transaction."""
    if mailing_list["welcome"] is not None:
        _put(
            NewSend(
                contact=contact,
                channel="email",
                purpose=mailing_list["purpose"],
                cause=f"welcome:{mailing_list['list_id']}:{moment}",
                content=mailing_list["welcome"],
                list_id=mailing_list["list_id"],
                is_important=True,
                priority=SOON,
                cap_waits=True,
            )
        )


def write_mails(mailing_list: Any) -> None:
    """Make both mails anew from what a list says now; those under way keep their words. Needs a transaction."""
    name, business = mailing_list["name"], get_config()["business_name"]
    ask: list[Block] = [
        {"kind": "heading", "text": "One more click"},
        {
            "kind": "text",
            "text": f"Hello {{{{first_name|there}}}},\n\nsomebody, we hope you, asked {business} to send {name} to "
            f"this address. Please confirm it:\n\n{mailing_list['consent_text']}",
        },
        {"kind": "button", "label": "Yes, subscribe me", "url": "{{confirm_url}}"},
        {
            "kind": "text",
            "text": "The link works once, for seven days. If it was not you, do nothing: you will get nothing more.",
        },
    ]
    design = design_for(mailing_list["purpose"])
    question = replace(design, reason="You get this once, because of a sign-up with this address.", has_choices=False)
    mailing_list["confirmation"] = new_content(f"Please confirm: {name}", ask, question)
    mailing_list["welcome"] = None
    if mailing_list["welcome_text"]:
        greet: list[Block] = [{"kind": "text", "text": mailing_list["welcome_text"]}]
        subject = mailing_list["welcome_subject"] or f"Welcome to {name}"
        subscribed = replace(design, reason=f"You get this because you subscribed to {name}.")
        mailing_list["welcome"] = new_content(subject, greet, subscribed)


def _put(message: NewSend) -> None:
    outbox_service.plan([message])
