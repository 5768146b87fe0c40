"""How often one visitor may send a public form."""

import pytest

from server_code.server_public import bot_traps


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(bot_traps, "_tries", {})


def test_a_visitor_is_stopped_though_crowds_come_in_between():
    for _ in range(bot_traps.TRIES):
        bot_traps.count_try("eve", 0)
    for number in range(bot_traps.MOST_KNOWN - 1):
        bot_traps.count_try(f"v{number}", 1)
    with pytest.raises(bot_traps.TooManyTries):
        bot_traps.count_try("eve", 2)
    for number in range(bot_traps.MOST_KNOWN - 1):
        bot_traps.count_try(f"w{number}", 3)
    with pytest.raises(bot_traps.TooManyTries):
        bot_traps.count_try("eve", 4)
    assert len(bot_traps._tries) == bot_traps.MOST_KNOWN
    bot_traps.count_try("eve", bot_traps.WINDOW_SECONDS)


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        (None, "None"),
    ],
)
def test_a_network_of_ipv6_is_one_visitor(address, visitor):
    assert bot_traps.visitor_at(address) == visitor
