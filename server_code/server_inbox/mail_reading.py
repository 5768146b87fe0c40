"""What a mail says: its own words apart from those it quotes, whether a person wrote it, what it answers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..server_shared.html_text import QUOTED

# What mail programs write above the mail that they quote, in one line or two.
_WROTE = re.compile(
    r"(on|am|le|el|op|em|il)\b.{5,200}"
    r"\b(wrote|schrieb|a écrit|écrit|escribió|schreef|skryf|geskryf|escreveu|ha scritto)\b.{0,120}:",
    re.IGNORECASE,
)
_RULE = re.compile(r"-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|"
                   r"oorspronkelijk bericht|forwarded message)\s*-{2,}|_{10,}", re.IGNORECASE)  # fmt: skip
_OUTLOOK = re.compile(r"(from|von|de|van):\s.+", re.IGNORECASE)
_OUTLOOK_NEXT = re.compile(r"(sent|date|gesendet|envoyé|enviado|verzonden|gestuur):\s", re.IGNORECASE)
_AUTOMATIC = re.compile(
    r"(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|abwesenheit|automatische antwort|"
    r"réponse automatique|respuesta automática|automatisch antwoord|resposta automática|buite kantoor)",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_SEND_KEY = re.compile(r"[0-9a-f]{32}")
_KEYED = re.compile(r"(.*\S)\s+([0-9a-f]{32})")


def parted(text: str) -> tuple[str, str]:
    """The words of a mail and the quoted ones. Words that stand among the quoted ones keep them around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    start = next((n for n in range(len(lines)) if _begins_quote(lines, n)), None)
    if start is None:
        return text.strip(), ""
    above, below = lines[:start], lines[start:]
    marked = [n for n, line in enumerate(below) if line.lstrip().startswith(QUOTED)]
    if not marked:
        own, quoted = above, below
    elif any(line.strip() and not line.lstrip().startswith(QUOTED) for line in below[marked[0] : marked[-1]]):
        return text.strip(), ""
    else:
        own, quoted = [*above, *below[marked[-1] + 1 :]], below[: marked[-1] + 1]
    words = "\n".join(own).strip()
    return (words, "\n".join(quoted).strip()) if words else (text.strip(), "")


def _begins_quote(lines: Sequence[str], n: int) -> bool:
    line = lines[n].strip()
    following = lines[n + 1].strip() if n + 1 < len(lines) else ""
    if line.startswith(QUOTED) or _RULE.fullmatch(line):
        return True
    if _OUTLOOK.fullmatch(line) and _OUTLOOK_NEXT.match(following):
        return True
    return bool(_WROTE.fullmatch(line) or (following and _WROTE.fullmatch(f"{line} {following}")))


def is_automatic(headers: Mapping[str, str], subject: str, sender: str) -> bool:
    """Whether no person wrote a mail: RFC 3834, what came before it, and the words of out-of-office notices.

    ``headers`` are by their names in small letters.
    """
    if headers.get("auto-submitted", "no").strip().lower() != "no":
        return True
    if "x-autoreply" in headers or "x-autorespond" in headers:
        return True
    if headers.get("precedence", "").strip().lower() in ("auto_reply", "bulk", "junk", "list"):
        return True
    if sender.partition("@")[0].lower() in ("mailer-daemon", "postmaster"):
        return True
    return bool(_AUTOMATIC.match(subject.strip()))


def message_ids(*values: Any) -> list[str]:
    """The ids ``<…>`` in headers, each once, in order."""
    texts = (value if isinstance(value, str) else " ".join(map(str, value or ())) for value in values)
    return list(dict.fromkeys(each for text in texts for each in _MESSAGE_ID.findall(text)))


def parted_subject(subject: str) -> tuple[str, str]:
    """A subject, and the key of our own message that it ends with, as ``List-Unsubscribe`` has it; or ``""``."""
    keyed = _KEYED.fullmatch(subject)
    return (keyed[1], keyed[2]) if keyed else (subject, "")


def send_keys(ids: Iterable[str], receivers: Iterable[str]) -> list[str]:
    """The keys of our own messages that a mail names: in the ids it answers, or in ``hello+<key>@…``, last first."""
    locals_ = [each.strip("<>").partition("@")[0] for each in reversed(list(ids))]
    plus = [address.partition("@")[0].partition("+")[2] for address in receivers]
    return [key for key in dict.fromkeys([*locals_, *plus]) if _SEND_KEY.fullmatch(key)]
