"""The dependency direction: each rule has an import that it refuses, and one that it allows."""

from __future__ import annotations

import pytest

from launcher.lint.directions import check_directions
from tests.unit.lint.conftest import MakeSource

REFUSED = [
    ("app_server/web.py", "from server_code.server_auth import service"),
    ("app_server/web.py", "import launcher.places"),
    ("server_code/server_auth/service.py", "import app_server.database"),
    ("client_code/startup.py", "from app_server import manifest"),
    ("client_code/startup.py", "from server_code.server_auth import rbac"),
    ("server_code/server_auth/service.py", "from . import callables"),
    ("server_code/server_auth/service.py", "from ..server_customers.callables import get_contact"),
    ("server_code/server_shared/config.py", "from ..server_customers import contact_service"),
    ("server_code/server_customers/rules.py", "from . import queries"),
    ("server_code/server_customers/rules.py", "from ..server_shared.config import get_config"),
    ("server_code/server_customers/rules.py", "from anvil.tables import app_tables"),
    ("server_code/server_auth/service.py", "from ..server_customers.views import contact_card"),
    ("launcher/cli.py", "import psycopg"),
]

ALLOWED = [
    ("app_server/web.py", "import anvil.server"),
    ("server_code/server_auth/callables.py", "from ..server_shared.callables import server_callable"),
    ("server_code/server_auth/service.py", "from ..server_customers import contact_service"),
    ("server_code/server_auth/service.py", "from ..server_customers.contact_service import create_contact"),
    ("server_code/server_customers/rules.py", "from ..server_shared.errors import Invalid"),
    ("server_code/server_customers/import_rules.py", "from .rules import display_name"),
    ("launcher/cli.py", "from .problems import Problem"),
    ("tests/unit/test_x.py", "import app_server.web, server_code.server_auth.callables"),
]


@pytest.mark.parametrize(("path", "statement"), REFUSED)
def test_an_import_against_the_direction_is_found(source: MakeSource, path: str, statement: str) -> None:
    (finding, *_) = check_directions([source(path, f'"""A module."""\n\n{statement}\n')])
    assert finding.line == 3


@pytest.mark.parametrize(("path", "statement"), ALLOWED)
def test_an_import_along_the_direction_passes(source: MakeSource, path: str, statement: str) -> None:
    assert list(check_directions([source(path, statement)])) == []


def test_an_import_inside_a_function_counts(source: MakeSource) -> None:
    text = "def f():\n    from app_server import web\n"
    assert [finding.line for finding in check_directions([source("server_code/a/b.py", text)])][:1] == [2]
