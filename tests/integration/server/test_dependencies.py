"""An app that depends on another at a pinned version: fetched from a tag, checked at every start, and run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from app_server.bundle import make_bundle, theme_parameters
from app_server.database import create_database
from app_server.dependencies import LOCK_FILE, fetch, read_lock
from app_server.errors import StartError
from app_server.instance import open_instance
from app_server.manifest import load_app
from app_server.settings import Settings
from app_server.theme import style_sheet
from tests.integration.services.conftest import Server
from tests.server_process import ROOT

DEP_ID = "SHOP000000000001"
APP_PARTS = ("anvil.yaml", "database.yaml", "client_code", "server_code", "theme")
SHOP = {
    "anvil.yaml": """
name: Shop
package_name: shop
config_schema: {client: {greeting: {default_value: Hello}, colour: {default_value: red}}}
db_schema:
  goods: {title: Goods, client: none, server: full, columns: [{name: name, type: string}]}
""",
    "database.yaml": "goods: {unique: [{name: one_of_a_name, columns: [name], message: There is one of that name.}]}\n",
    "server_code/selling.py": """
import anvil.server
from anvil.tables import app_tables
from .prices import price_of

@anvil.server.callable
def sell(name):
    app_tables.goods.add_row(name=name)
    return price_of(name)
""",
    "server_code/prices.py": "def price_of(name):\n    return len(name)\n",
    "client_code/texts.py": "TITLE = 'Shop'\n",
    "theme/parameters.yaml": "color_scheme: {colors: [{name: Primary, color: '#111'}, {name: Error, color: '#222'}]}\n",
    "theme/assets/theme.css": "body{color:black}",
    "theme/assets/logo.svg": "<svg/>",
}
BRANCH = {
    "anvil.yaml": f"""
name: Branch
package_name: branch
startup: {{type: module, module: startup}}
dependencies:
  - dep_id: {DEP_ID}
    version: {{version_tag: v1}}
    config: {{client: {{greeting: {{value: Moin}}}}}}
services: [{{source: /runtime/services/tables.yml, client_config: {{enable_v2: true}}}}]
""",
    "client_code/startup.py": "from shop import texts\n",
    "theme/parameters.yaml": "color_scheme: {colors: [{name: Primary, color: '#abc'}]}\n",
    "theme/assets/theme.css": "body{color:green}",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    return folder


def git(folder: Path, *arguments: str) -> None:
    identity = (
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@t.test",
        "-c",
        "tag.gpgsign=false",
        "-c",
        "commit.gpgsign=false",
    )
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def tagged(folder: Path, tag: str) -> None:
    if not (folder / ".git").is_dir():
        git(folder, "init", "--quiet")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", tag)
    git(folder, "tag", tag)


@pytest.fixture
def repository(tmp_path) -> Path:
    folder = write(tmp_path / "shop-repository", SHOP)
    tagged(folder, "v1")
    (folder / "server_code" / "prices.py").write_text("def price_of(name):\n    return 100\n")
    tagged(folder, "v2")
    return folder


@pytest.fixture
def branch(tmp_path, repository) -> Path:
    return write(tmp_path / "apps" / "branch", BRANCH)


def serve_instance(app: Path, url: str, tmp_path: Path) -> Iterator[Server]:
    instance = open_instance(Settings(app, tmp_path / "data", database=url))
    try:
        yield Server(instance)
    finally:
        instance.close()


def new_database(postgres_server, name: str) -> str:
    create_database(postgres_server.url("postgres"), name)
    return postgres_server.url(name)


def test_the_lock_says_what_was_fetched(branch, repository):
    pinned = fetch(branch, DEP_ID, f"{repository}@v1", None)
    assert (pinned.name, pinned.tag, len(pinned.commit)) == ("shop", "v1", 40)
    assert read_lock(branch) == {DEP_ID: pinned}
    assert not (branch.parent / "shop" / ".git").exists()


def test_the_app_runs_with_the_pinned_version_on_the_dependency_s_tables(branch, repository, postgres_server, tmp_path):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    for server in serve_instance(branch, new_database(postgres_server, "branch_v1"), tmp_path):
        assert server.as_browser("sell", "tea") == 3
        with pytest.raises(Exception, match="There is one of that name"):
            server.as_browser("sell", "tea")


def test_another_version_is_another_fetch(branch, repository, postgres_server, tmp_path):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    fetch(branch, DEP_ID, f"{repository}@v2", None, replace=True)
    for server in serve_instance(branch, new_database(postgres_server, "branch_v2"), tmp_path):
        assert server.as_browser("sell", "tea") == 100


def test_a_copy_that_was_changed_is_refused(branch, repository):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    (branch.parent / "shop" / "server_code" / "prices.py").write_text("def price_of(name):\n    return 0\n")
    with pytest.raises(StartError, match="is no longer shop v1 as it was fetched"):
        load_app(branch)
    fetch(branch, DEP_ID, f"{repository}@v1", None, replace=True)
    assert load_app(branch).dependencies[DEP_ID].package_name == "shop"


@pytest.mark.parametrize("extra", ["server_code/more.py", "theme/assets/more.css"])
def test_a_file_that_was_added_is_noticed(branch, repository, extra):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    (branch.parent / "shop" / extra).write_text("")
    with pytest.raises(StartError, match="no longer"):
        load_app(branch)


def test_running_a_copy_does_not_change_it(branch, repository):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    cache = branch.parent / "shop" / "server_code" / "__pycache__"
    cache.mkdir()
    (cache / "prices.pyc").write_bytes(b"x")
    load_app(branch)


def test_a_tag_that_was_moved_is_noticed(branch, repository):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    git(repository, "tag", "--force", "v1", "v2")
    with pytest.raises(StartError, match="Tag v1 named commit"):
        fetch(branch, DEP_ID, f"{repository}@v1", None)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{repository}", "Say which version"),
        ("{repository}@v9", "could not be fetched"),
        ("{repository}@master", "could not be fetched"),
        ("{repository}-gone@v1", "could not be fetched"),
        ("--upload-pack=touch /tmp/x@v1", "could not be fetched"),
    ],
)
def test_what_is_no_tag_of_a_repository_is_refused(branch, repository, source, said):
    with pytest.raises(StartError, match=said):
        fetch(branch, DEP_ID, source.format(repository=repository), None)
    assert not (branch / LOCK_FILE).exists()


def test_a_dependency_that_nobody_fetched_is_named(branch):
    with pytest.raises(StartError, match=f"depends on {DEP_ID}; fetch it"):
        load_app(branch)


def test_theme_and_config_are_the_app_s_own_over_the_dependency_s(branch, repository):
    fetch(branch, DEP_ID, f"{repository}@v1", None)
    app = load_app(branch)
    colors = {color["name"]: color["color"] for color in theme_parameters(app)["color_scheme"]["colors"]}
    assert colors == {"Primary": "#abc", "Error": "#222"}
    assert style_sheet(app.themes) == "body{color:black}body{color:green}"
    package = orjson.loads(make_bundle(app).content)["dependencies"][0]
    assert package["client_config"] == {"greeting": "Moin", "colour": "red"}


def test_mybizz_itself_runs_as_a_dependency(tmp_path, postgres_server):
    copy = tmp_path / "mybizz"
    copy.mkdir()
    for part in APP_PARTS:
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, copy / part)
    tagged(copy, "v1.0")
    thin = write(
        tmp_path / "apps" / "salon",
        {
            "anvil.yaml": BRANCH["anvil.yaml"].replace("branch", "salon").replace(
                "services: [", "services: [{source: /runtime/services/anvil/users.yml,"
                " server_config: {user_table: users}, client_config: {use_email: true}}, "
            ),
            "client_code/startup.py": "from master_template import startup\n",
        },
    )  # fmt: skip
    fetch(thin, DEP_ID, f"{copy}@v1.0", None)
    for server in serve_instance(thin, new_database(postgres_server, "salon"), tmp_path):
        answer = server.as_browser("get_app_context")
        assert answer["success"] is True, answer
