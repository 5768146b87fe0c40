"""A folder becomes an App, or a sentence that names the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app_server.errors import StartError
from app_server.manifest import Startup, load_app


def app(root: Path, manifest: str = "package_name: shop", files: dict[str, str] | None = None) -> Path:
    root.mkdir(exist_ok=True)
    (root / "anvil.yaml").write_text(manifest)
    for name, text in (files or {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_modules_forms_and_packages_are_told_apart(tmp_path: Path) -> None:
    files = {
        "client_code/startup.py": "",
        "client_code/orders/__init__.py": "",
        "client_code/orders/OrderForm/__init__.py": "class OrderForm: pass",
        "client_code/orders/OrderForm/form_template.html": "<anvil-form></anvil-form>",
        "client_code/Small.py": "",
        "client_code/Small.html": "",
        "client_code/__pycache__/x.py": "",
        "server_code/jobs/nightly.py": "",
    }
    loaded = load_app(app(tmp_path, files=files))
    assert [(module.name, module.is_package) for module in loaded.client_modules] == [
        ("orders", True),
        ("startup", False),
    ]
    assert [(form.name, form.is_package, form.template.name) for form in loaded.forms] == [
        ("Small", False, "Small.html"),
        ("orders.OrderForm", True, "form_template.html"),
    ]
    assert [module.name for module in loaded.server_modules] == ["jobs.nightly"]


def test_the_startup_may_be_named_either_way(tmp_path: Path) -> None:
    assert load_app(app(tmp_path, "startup: {type: module, module: begin}")).startup == Startup("module", "begin")
    assert load_app(app(tmp_path, "startup_form: Main")).startup == Startup("form", "Main")
    assert load_app(app(tmp_path, "name: X")).startup is None


def test_the_theme_is_built_in_and_others_must_be_named(tmp_path: Path) -> None:
    main = app(tmp_path / "main", "dependencies: [{dep_id: 4UK6WHQ6UX7AKELK}, {dep_id: ABC}]")
    with pytest.raises(
        StartError, match=r"anvil\.yaml depends on ABC; fetch it, or say which folder it is in with --dep-id ABC=NAME"
    ):
        load_app(main)
    app(tmp_path / "parts", "package_name: parts_package", {"server_code/tool.py": "x = 1"})
    loaded = load_app(main, {"ABC": "parts"})
    assert loaded.dependencies["ABC"].server_modules[0].name == "tool"
    assert loaded.spec()["dependency_code"]["ABC"]["package_name"] == "parts_package"
    assert loaded.packages == {"main", "parts_package", "anvil"}


@pytest.mark.parametrize(
    ("manifest", "said"), [("{", r"anvil\.yaml is not valid YAML"), ("- 1", r"anvil\.yaml should hold a mapping")]
)
def test_a_faulty_manifest_is_named(tmp_path: Path, manifest: str, said: str) -> None:
    with pytest.raises(StartError, match=said):
        load_app(app(tmp_path, manifest))


def test_a_folder_without_an_app_is_named(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"There is no Anvil app in .*: it has no anvil\.yaml"):
        load_app(tmp_path)


def test_a_module_that_is_not_text_is_named(tmp_path: Path) -> None:
    folder = app(tmp_path)
    (folder / "server_code").mkdir()
    (folder / "server_code" / "broken.py").write_bytes(b"\xff\xfe")
    with pytest.raises(StartError, match=r"broken\.py is not UTF-8"):
        load_app(folder)
