"""An instance's folder, keys and lock."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from launcher.instance import Instance, choose
from launcher.problems import Problem


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance("demo", tmp_path / "demo")
    made.folder.mkdir()
    return made


def test_keys_are_made_once_and_only_their_owner_may_read_them(instance: Instance) -> None:
    keys = instance.keys()
    assert instance.keys() == keys
    assert len(set(keys.values())) == 3
    assert stat.S_IMODE((instance.folder / "keys.json").stat().st_mode) == 0o600


def test_the_app_has_a_key_of_its_own_that_stays(instance: Instance) -> None:
    secret = instance.secrets()["encryption_key"]
    assert Fernet(secret).decrypt(Fernet(secret).encrypt(b"words")) == b"words"
    assert instance.secrets()["encryption_key"] == secret
    assert secret not in instance.keys().values()


def test_a_demo_stays_a_demo(instance: Instance) -> None:
    instance.begin(demo=True)
    with pytest.raises(Problem, match="choose another name"):
        instance.begin(demo=False)


def test_an_empty_business_is_not_filled_with_demo_data_later(instance: Instance) -> None:
    instance.begin(demo=False)
    instance.begin(demo=True)
    assert instance.is_demo is False


def test_an_instance_is_prepared_only_after_the_last_step(instance: Instance) -> None:
    instance.begin(demo=True)
    assert not instance.is_prepared
    instance.finish()
    assert instance.is_prepared
    assert instance.is_demo


def test_a_second_launcher_is_told_where_the_first_one_serves(instance: Instance) -> None:
    second = pytest.raises(Problem, match=r"http://127\.0\.0\.1:3030")
    with instance.claimed(3030, 3032), second, instance.claimed(3031, 3033):
        pass


def test_an_instance_can_be_run_again_after_it_stopped(instance: Instance) -> None:
    for port in (3030, 3031):
        with instance.claimed(port, 3032):
            assert instance.running()["port"] == port


def test_an_instance_that_nobody_runs_says_how_to_start_it(instance: Instance) -> None:
    with pytest.raises(Problem, match="start it with"):
        instance.running()


@pytest.mark.parametrize("name", ["", "../etc", "Demo", "a b", "x" * 41, "-x"])
def test_a_name_that_is_no_good_folder_is_refused(name: str) -> None:
    with pytest.raises(Problem):
        choose(name, None)
