"""Form templates: files of an app → JSON-able dicts from which the browser builds forms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import form, handlers, yaml_form

Template = dict[str, Any]


def read_template(path: Path, packages: Mapping[str, str] | None = None) -> Template:
    """Parse ``form_template.html``, ``<Form>.html`` or a YAML template. Raises StartError with file and line.

    ``packages`` maps ids of dependencies to their packages, and "" to the own one, for the ``form:`` names of YAML. The
    dict has ``class_name``, ``file`` and either ``container`` or ``layout``; with what a custom component or a layout
    declares: ``custom_component``, ``custom_component_container``, ``properties``, ``events``.
    """
    class_name = path.parent.name if path.stem == "form_template" else path.stem
    text = path.read_text(encoding="utf-8")
    parsed = yaml_form.parse(text, path, packages or {}) if path.suffix == ".yaml" else form.parse(text, path)
    template = {"class_name": class_name, "file": _shown_name(path), **parsed}
    handlers.check(template, path)
    return template


def _shown_name(path: Path) -> str:
    """The file's name as the app's people know it: from ``client_code`` on."""
    parts = path.parts
    start = parts.index("client_code") if "client_code" in parts else len(parts) - 1
    return "/".join(parts[start:])
