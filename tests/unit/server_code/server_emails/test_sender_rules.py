"""Which DNS records will do, and what is told where they will not."""

from __future__ import annotations

import pytest

from server_code.server_emails import sender_rules as rules

D = "kestrel.test"


@pytest.mark.parametrize(
    ("service", "found", "state", "value"),
    [
        ("ses", [], "missing", "v=spf1 include:amazonses.com ~all"),
        ("smtp", [], "missing", "v=spf1 mx ~all"),
        ("smtp", ["v=spf1 ip4:192.0.2.1 -all"], "ok", "v=spf1 ip4:192.0.2.1 -all"),
        ("smtp", ["v=spf1 -all"], "wrong", "v=spf1 mx ~all"),
        ("ses", ["V=SPF1 include:amazonses.com -all"], "ok", "V=SPF1 include:amazonses.com -all"),
        ("zoho", ["v=spf1 include:zoho.eu ~all"], "ok", "v=spf1 include:zoho.eu ~all"),
        ("brevo", ["v=spf1 mx ~all"], "wrong", "v=spf1 include:spf.brevo.com mx ~all"),
        ("brevo", ["v=spf10 include:spf.brevo.com"], "missing", "v=spf1 include:spf.brevo.com ~all"),
    ],
)
def test_c15_spf_names_who_sends(service, found, state, value):
    record = rules.spf(D, service, found)
    assert (record.state, record.value) == (state, value)


@pytest.mark.parametrize(
    ("key", "found", "state"),
    [
        ("", [], "missing"),
        ("MIIB", [], "missing"),
        ("MIIB", ["v=DKIM1; k=rsa; p=MIIB"], "ok"),
        ("MIIB", ["v=DKIM1;k=rsa;p=MI IB"], "ok"),
        ("MIIB", ["v=DKIM1; p=other"], "wrong"),
        ("MIIB", ["v=DKIM1; p="], "wrong"),
        ("MIIB", ["v=DKIM1; p=MIIB", "v=DKIM1; p=other"], "wrong"),
    ],
)
def test_c15_the_key_in_the_domain_is_the_one_that_signs(key, found, state):
    assert rules.dkim_key(D, "mybizz", key, found).state == state


def test_c15_a_policy_of_the_organisation_holds_for_its_parts():
    assert rules.organisation("news.kestrel.test") == D
    assert rules.organisation(D) == ""
    assert rules.dmarc("news.kestrel.test", "a@b.test", [], ["v=DMARC1; p=none"]).state == "ok"
    assert rules.dmarc(D, "a@b.test", []).value == "v=DMARC1; p=none; rua=mailto:a@b.test"
    assert rules.dmarc(D, "a@b.test", ["v=DMARC1; p=none", "v=DMARC1; p=reject"]).state == "wrong"
