"""Flags and environment are cast and checked; secrets never show."""

from __future__ import annotations

from pathlib import Path

import pytest

from app_server import settings
from app_server.errors import StartError
from app_server.settings import Settings, Smtp


def make(**fields: object) -> Settings:
    return Settings(app_dir=Path("app"), data_dir=Path("data"), **fields)  # type: ignore[arg-type]


def test_pairs_are_parsed_at_the_first_equals_sign() -> None:
    assert settings.parse_pairs("--secret", ["A=1", "B=x=y", "C="]) == {"A": "1", "B": "x=y", "C": ""}


@pytest.mark.parametrize("pair", ["A", "=1", ""])
def test_what_is_no_pair_is_refused_without_its_value(pair: str) -> None:
    with pytest.raises(StartError, match=r"^--secret expects NAME=VALUE\.$"):
        settings.parse_pairs("--secret", [pair])


def test_a_file_of_secrets_may_have_comments(tmp_path: Path) -> None:
    path = tmp_path / "secrets"
    path.write_text("# keys\n\nSTRIPE=sk_1\n  BREVO=no\n")
    assert settings.read_secrets_file(path) == {"STRIPE": "sk_1", "BREVO": "no"}
    with pytest.raises(StartError, match="cannot be read"):
        settings.read_secrets_file(tmp_path / "nothing")


def test_secrets_come_by_the_environment() -> None:
    environment = {"ANVIL_SECRET_STRIPE": "1", "ANVIL_ENCRYPTION_KEY_DATA": "2", "HOME": "/"}
    assert settings.secrets_of_environment(environment) == {"STRIPE": "1"}
    assert settings.encryption_keys_of_environment(environment) == {"DATA": "2"}


def test_settings_show_no_secret() -> None:
    shown = repr(
        make(
            database="postgresql://u:pass4711@h/d",
            uplink_key="pass4711",
            client_uplink_key="pass4711",
            secrets={"A": "pass4711"},
            encryption_keys={"A": "pass4711"},
            smtp=Smtp("mail.test", password="pass4711"),
        )
    )
    assert "pass4711" not in shown


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({}, "http://127.0.0.1:3030"),
        ({"ip": "0.0.0.0", "port": 80}, "http://127.0.0.1:80"),
        ({"ip": "::1"}, "http://[::1]:3030"),
        ({"origin": "https://shop.example/"}, "https://shop.example"),
    ],
)
def test_the_origin_is_what_people_type(fields: dict[str, object], origin: str) -> None:
    assert make(**fields).public_origin == origin
