"""Brevo and Amazon SES as the simulator plays them: it checks keys, signatures and payloads as they do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.app.conftest import eventually, wait_for_the_queue
from tests.simulator_process import SimulatorProcess, simulator

from .conftest import Post, person

pytestmark = pytest.mark.usefixtures("empty", "awake")


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    with simulator(Path(tmp_path_factory.mktemp("simulator"))) as process:
        yield process


@pytest.mark.parametrize("provider", ["brevo", "ses", "smtp"])
def test_e1_e4_each_service_takes_a_campaigns_mail_once(owner, post: Post, outside, instance, monkeypatch, provider):
    for name, value in outside.secrets.items():
        monkeypatch.setitem(instance.secrets._values, name, value)
    owner.ask("set_mail_provider", "marketing_email", provider)
    names = [f"{provider}{number}" for number in range(3)]
    for name in names:
        person(owner, name)
    post.plan()
    assert post.drain() == {"sent": 3}
    taken = outside.messages(service=provider)
    assert sorted(message["to"] for message in taken) == [f"{name}@example.com" for name in names]
    content = outside.content(taken[0]["number"])
    assert "List-Unsubscribe-Post" in {name for name, _ in content["headers"]}
    if provider == "brevo":
        forget_that_one_was_taken(post)
        assert eventually(lambda: asked_again(post) == {"sent"})


def asked_again(post: Post) -> set[str]:
    """How messages stand after Brevo's log was asked, as it is once a minute: on a busy machine it may not answer."""
    post.run(lambda: post.module("sending_service").reconcile("marketing_email"))
    wait_for_the_queue(post.instance)  # whose own job may have asked at the same moment
    with post.instance.database.connection() as connection:
        return {status for (status,) in connection.execute("SELECT status FROM data.sends").fetchall()}


def forget_that_one_was_taken(post: Post) -> None:
    with post.instance.database.connection() as connection:
        connection.execute(
            "UPDATE data.sends SET status = 'unknown', attempted_at = now() - interval '3 minutes' "
            "WHERE _id = (SELECT min(_id) FROM data.sends)"
        )
