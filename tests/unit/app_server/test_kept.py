"""What an earlier start kept is used where nothing has changed, and never where something has."""

from __future__ import annotations

from pathlib import Path

import pytest

from app_server import bundle, kept
from app_server.manifest import load_app
from app_server.rpc import app_modules

KEY, OTHER = kept.key_of(["a", "b"]), kept.key_of(["ab"])


def test_a_value_comes_back_under_its_key_alone(tmp_path: Path) -> None:
    code = compile("1 + 1", "sum.py", "eval")
    kept.keep(tmp_path, "code", KEY, {"sum.py": code})
    assert eval(kept.find(tmp_path, "code", KEY)["sum.py"]) == 2
    assert kept.find(tmp_path, "code", OTHER) is None
    assert kept.find(tmp_path, "other", KEY) is None


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content[:-1] + b"?", lambda _: b""])
def test_a_damaged_file_is_as_none(tmp_path: Path, damage) -> None:
    kept.keep(tmp_path, "code", KEY, ["anything"])
    file = tmp_path / kept.FOLDER / "code"
    file.write_bytes(damage(file.read_bytes()))
    assert kept.find(tmp_path, "code", KEY) is None


def test_without_a_data_folder_nothing_is_kept_and_none_is_made(tmp_path: Path) -> None:
    kept.keep(tmp_path / "none", "code", KEY, 1)
    assert not (tmp_path / "none").exists()


def test_a_bundle_is_packed_again_only_when_something_of_it_changed(tmp_path: Path, monkeypatch) -> None:
    app, data = tmp_path / "shop", tmp_path / "data"
    (app / "client_code" / "Start").mkdir(parents=True)
    data.mkdir()
    (app / "anvil.yaml").write_text("package_name: shop\nstartup_form: Start\n")
    (app / "client_code" / "Start" / "__init__.py").write_text("class Start(StartTemplate): pass\n")
    template = app / "client_code" / "Start" / "form_template.html"
    template.write_text("<anvil-component type='ColumnPanel'></anvil-component>")
    packed = []
    whole = bundle._packed
    monkeypatch.setattr(bundle, "_packed", lambda app: packed.append(1) or whole(app))
    first, second = bundle.make_bundle(load_app(app), data), bundle.make_bundle(load_app(app), data)
    assert (first, len(packed)) == (second, 1)
    template.write_text("<anvil-component type='FlowPanel'></anvil-component>")
    assert bundle.make_bundle(load_app(app), data).path != first.path


def test_server_modules_are_compiled_again_only_when_one_of_them_changed(tmp_path: Path, monkeypatch) -> None:
    def spec(code: str) -> dict:
        return {"dependency_code": {}, "server_modules": [{"path": "shop/prices.py", "code": code}]}

    def refuse(*_args: object) -> None:
        raise AssertionError("compiled again")

    first = app_modules._compiled_server_modules(spec("PRICE = 3"), tmp_path)
    monkeypatch.setattr(app_modules, "compile", refuse, raising=False)
    assert app_modules._compiled_server_modules(spec("PRICE = 3"), tmp_path) == first
    with pytest.raises(AssertionError):
        app_modules._compiled_server_modules(spec("PRICE = 4"), tmp_path)
