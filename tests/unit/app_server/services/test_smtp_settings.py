"""Where mail goes out, from flags and the environment."""

import pytest

from app_server import cli
from app_server.errors import StartError
from app_server.settings import Smtp


def smtp_of(*flags):
    return cli.settings_of(cli._parser().parse_args(["serve", *flags])).smtp


@pytest.mark.parametrize(
    ("flags", "smtp"),
    [
        ([], None),
        (["--smtp-host", "mail.test"], Smtp("mail.test", 25)),
        (["--smtp-host", "mail.test", "--smtp-encryption", "starttls"], Smtp("mail.test", 587, encryption="starttls")),
        (["--smtp-host", "mail.test", "--smtp-encryption", "ssl"], Smtp("mail.test", 465, encryption="ssl")),
        (
            [
                "--smtp-host",
                "m",
                "--smtp-port",
                "2525",
                "--smtp-username",
                "u",
                "--smtp-password",
                "p",
                "--smtp-from",
                "a@b.test",
            ],
            Smtp("m", 2525, "u", "p", "none", "a@b.test"),
        ),
    ],
)
def test_flags_are_spelled_like_the_stock_servers(flags, smtp):
    assert smtp_of(*flags) == smtp


def test_the_environment_says_what_flags_do_not(monkeypatch):
    monkeypatch.setenv("ANVIL_SMTP_HOST", "mail.test")
    monkeypatch.setenv("ANVIL_SMTP_PORT", "26")
    monkeypatch.setenv("ANVIL_SMTP_PASSWORD", "secret")
    assert smtp_of("--smtp-port", "27") == Smtp("mail.test", 27, password="secret")
    monkeypatch.setenv("ANVIL_SMTP_ENCRYPTION", "rot13")
    with pytest.raises(StartError, match="ANVIL_SMTP_ENCRYPTION"):
        smtp_of()


def test_a_password_is_not_shown():
    assert "secret" not in repr(Smtp("mail.test", password="secret"))
