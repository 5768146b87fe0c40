"""Every form template can be read by the server's own parser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .sources import LEFT_OUT, Finding


def check_templates(root: Path, *folders: str) -> Iterator[Finding]:
    """The templates that the server would refuse, each with the parser's sentence (it names the line)."""
    # Not at the top: what else is checked needs only the standard library.
    from app_server.errors import StartError
    from app_server.templates import read_template

    for folder in folders:
        for path in sorted((root / folder).rglob("form_template.html")):
            if LEFT_OUT.intersection(path.relative_to(root).parts):
                continue
            try:
                read_template(path)
            except StartError as error:
                yield Finding(path.relative_to(root), 1, str(error))
