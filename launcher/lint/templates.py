"""Every form template can be read by the server's own parser, and the names in it lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .sources import LEFT_OUT, Finding
from .template_names import Library, check_names


def check_templates(root: Path, *folders: str) -> Iterator[Finding]:
    """The templates that the server would refuse (its sentence names the line), and names that lead nowhere."""
    # Not at the top: what else is checked needs only the standard library.
    from app_server.errors import StartError
    from app_server.templates import read_template

    library = Library.read(root)
    for folder in folders:
        for path in sorted((root / folder).rglob("form_template.html")):
            if LEFT_OUT.intersection(path.relative_to(root).parts):
                continue
            try:
                template = read_template(path)
            except StartError as error:
                yield Finding(path.relative_to(root), 1, str(error))
                continue
            code = path.with_name("__init__.py").read_text(encoding="utf-8")
            for line, text in check_names(template, code, library):
                yield Finding(path.relative_to(root), line, text)
