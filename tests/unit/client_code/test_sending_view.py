"""How mail is sent, between what the server tells and what the page shows."""

import pytest

DOMAIN = {"domain": "kestrel.test", "provider": "smtp", "stays_here": False, "checked_at": None, "records": []}


@pytest.fixture
def view(client):
    return client("settings.mail_view")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"domain": ""}, "No sender yet"),
        ({"stays_here": True, "is_verified": None}, "Not needed"),
        ({"is_verified": True}, "Verified"),
        ({"is_verified": False}, "Not verified"),
        ({"is_verified": None}, "Not checked"),
    ],
)
def test_a_domain_is_told_by_a_word_and_a_sentence(view, change, word):
    said, _, text = view.domain_state({**DOMAIN, **change})
    assert said == word
    assert "{}" not in text


def test_a_record_without_a_key_asks_for_one_and_cannot_be_copied(view):
    record = {"what": "DKIM", "kind": "TXT", "name": "mybizz._domainkey.kestrel.test", "state": "missing"}
    row = view.record_row({**record, "value": "", "text": "There is no key yet to sign mails with."})
    assert (row["title"], row["can_copy"], row["state"]) == ("DKIM · TXT record", False, "Missing")
    assert view.record_row({**record, "value": "p=x", "text": ""})["can_copy"]


def test_reports_are_counted_in_words(view):
    assert view.reports_said({"total": 0, "counts": {"waiting": 0}}).startswith("Everything")
    said = view.reports_said({"total": 1, "counts": {"waiting": 2}})
    assert said == "1 report could not be read. 2 reports to be read shortly."
    assert (view.replayed(1), view.replayed(2)) == ("It is read again.", "2 are read again.")
