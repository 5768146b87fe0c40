"""The plain text of a mail, for programs and people that want no HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from .email_blocks import BOLD, LINK, SLANTED, Block, Design


def to_text(blocks: Sequence[Block], design: Design) -> str:
    """What the blocks say, with who sends it, why, and how to stop it at its end."""
    parts = [text for block in blocks for text in _texts_of(block, design)]
    who = f"--\n{design.reason}\n{design.business}, {design.address}\n"
    choices = "Choose what you get: {{preferences_url}}\nUnsubscribe: {{unsubscribe_url}}\n"
    return "\n\n".join([*parts, who + choices if design.has_choices else who])


def _texts_of(block: Block, design: Design) -> list[str]:
    kind = block["kind"]
    if kind == "columns":
        return [text for side in ("left", "right") for each in block[side] for text in _texts_of(each, design)]
    if kind == "header":
        return [block["alt"] or design.business]
    if kind == "button":
        return [f"{block['label']}: {block['url']}"]
    if kind == "image":
        words = f"[{block['alt']}]" if block["alt"] else ""
        return [" ".join(filter(None, (words, block.get("link"))))] if words or block.get("link") else []
    if kind in ("product", "booking"):
        link = f"{block['label']}: {block['link']}" if block["label"] and block["link"] else ""
        lines = (block["title"], _plain(block["text"]), block.get("price"), link)
        return ["\n".join(filter(None, lines))]
    if kind == "divider":
        return ["----------"]
    if kind == "html":
        return [block["text"]]
    return [_plain(block["text"])] if kind != "spacer" else []


def _plain(text: str) -> str:
    words = LINK.sub(r"\1 (\2)", text)
    return SLANTED.sub(r"\1", BOLD.sub(r"\1", words))
