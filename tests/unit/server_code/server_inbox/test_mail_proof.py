"""Which mails the business's own mail server found genuine."""

from __future__ import annotations

import pytest

from server_code.server_inbox.mail_proof import is_proved

ANN, OURS = "ann@mail.example.com", "mx.kestrel.test"


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=mail.example.com",
        "DMARC=pass (p=none) header.from=Mail.Example.com",
        "spf=fail smtp.mailfrom=x.test; dkim=pass header.d=example.com header.s=k1",
        "spf=pass smtp.mailfrom=bounce@example.com",
    ],
)
def test_a_pass_for_the_senders_domain_proves_it(results: str) -> None:
    assert is_proved(ANN, [f"{OURS} 1;\r\n {results}", "other.test; dmarc=fail header.from=mail.example.com"], OURS)


@pytest.mark.parametrize(
    "header",
    [
        f"{OURS}; none",
        f"{OURS}; dmarc=fail header.from=mail.example.com",
        f"{OURS}; dkim=pass header.d=attacker.test",
        f"{OURS}; dkim=pass header.d=ample.com",
        f"{OURS}; dkim=pass header.d=com",
        f"{OURS}; dkim=pass header.d=other.mail.example.com",
        f"{OURS}; dkim=pass header.i=mail.example.com",
        f"{OURS}; dkim=pass header.d=example.com header.d=attacker.test",
        f"{OURS}; iprev=pass policy.iprev=192.0.2.1",
        f"attacker.test ({OURS}); dmarc=pass header.from=mail.example.com",
        f"{OURS}.attacker.test; dmarc=pass header.from=mail.example.com",
        "",
        "(" * 1500,
        f"{OURS}; dmarc=",
    ],
)
def test_anything_else_proves_nothing(header: str) -> None:
    assert not is_proved(ANN, [header], OURS)


def test_nobody_is_believed_who_speaks_twice_or_where_no_server_is_named() -> None:
    header = f"{OURS}; dmarc=pass header.from=mail.example.com"
    assert is_proved(ANN, [header], OURS.upper())
    assert not is_proved(ANN, [header, header], OURS)
    assert not is_proved(ANN, [header], "")
    assert not is_proved("", [header], OURS)
