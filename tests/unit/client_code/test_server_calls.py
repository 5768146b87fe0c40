"""The one door to the server: refusals, lost sessions, lost connections."""

import re

import pytest

from .conftest import CLIENT_CODE, ExpiredError, Notice, OfflineError

# The box to answer somebody fetches the whole conversation after every try.
FETCHES_ANEW = {"ReplyComposer"}
# How an editor takes over the version that it was refused for.
GOES_ON = re.compile(r"when_overtaken|answer(\.get\(|\[)\"current\"")


@pytest.fixture
def server_calls(client, monkeypatch):
    calls = client("shared.server_calls")
    monkeypatch.setattr(calls.time, "sleep", lambda seconds: None)
    return calls


def test_an_answer_comes_back(server_calls, server):
    server.answers = [{"success": True, "contact_id": "C-1"}]
    assert server_calls.call("save_contact", {"first_name": "Ann"})["contact_id"] == "C-1"
    assert server.asked == [("save_contact", {"first_name": "Ann"})]


def test_a_refusal_carries_its_code_text_and_fields(server_calls, server):
    server.answers = [{"success": False, "code": "invalid", "error": "No.", "fields": {"email": "Wrong"}}]
    with pytest.raises(server_calls.CallFailed) as refusal:
        server_calls.call("save_contact", {})
    assert (refusal.value.code, refusal.value.text, refusal.value.fields) == ("invalid", "No.", {"email": "Wrong"})


def test_who_was_overtaken_may_try_once_more_and_loses_nothing(server_calls):
    overtaken = server_calls.CallFailed("conflict", "Somebody was quicker.", {"current": {"version": 5}})
    version, text = overtaken.when_overtaken(3)
    assert (version, text.partition("What you wrote is still here")[0]) == (5, "Somebody was quicker. ")
    assert server_calls.CallFailed("invalid", "No.").when_overtaken(3) == (3, "No.")


def test_every_editor_that_sends_a_version_can_save_again_once_it_was_overtaken():
    sends = re.compile(r"call\([^)]*version", re.DOTALL)
    editors = {path: path.read_text() for path in CLIENT_CODE.rglob("__init__.py") if "CallFailed" in path.read_text()}
    stuck = [path.parent.name for path, text in editors.items() if sends.search(text) and not GOES_ON.search(text)]
    assert set(stuck) == FETCHES_ANEW


def test_a_lost_session_is_renewed_and_the_call_repeated(server_calls, server):
    server.answers = [{"success": False, "code": "not_signed_in"}, {"success": True, "count": 1}]
    server_calls.sign_in_with(lambda: True)
    assert server_calls.call("archive_contacts", ["C-1"])["count"] == 1
    assert server.asked == [("archive_contacts", ["C-1"])] * 2


def test_an_expired_session_counts_as_signed_out(server_calls, server):
    server.answers = [ExpiredError(), {"success": True, "count": 1}]
    server_calls.sign_in_with(lambda: True)
    assert server_calls.call("archive_contacts", ["C-1"])["count"] == 1


def test_who_does_not_sign_in_again_is_told(server_calls, server):
    server.answers = [{"success": False, "code": "not_signed_in"}]
    server_calls.sign_in_with(lambda: False)
    with pytest.raises(server_calls.CallFailed) as refusal:
        server_calls.call("archive_contacts", ["C-1"])
    assert refusal.value.code == "not_signed_in"


def test_reading_is_tried_again_while_the_server_is_away(server_calls, server):
    server.answers = [OfflineError(), OfflineError(), {"success": True, "total": 3}]
    assert server_calls.call("get_all_contacts")["total"] == 3


def test_writing_is_never_repeated_by_itself(server_calls, server):
    server.answers = [OfflineError(), {"success": True}]
    with pytest.raises(server_calls.CallFailed) as refusal:
        server_calls.call("save_contact", {})
    assert refusal.value.code == "offline"
    assert len(server.asked) == 1


def test_a_file_is_sent_once_and_who_stops_it_is_told_so(server_calls, server):
    stopped = type("UploadCancelledError", (OfflineError,), {})()
    for failure, code in ((stopped, "cancelled"), (OfflineError(), "offline")):
        server.answers, server.asked = [failure], []
        with pytest.raises(server_calls.CallFailed) as refusal:
            server_calls.call("inspect_import", "a file")
        assert (refusal.value.code, len(server.asked)) == (code, 1)


def test_an_unknown_error_is_told_without_its_insides(server_calls):
    server_calls.show_error(KeyError("secret"))
    assert "secret" not in "".join(Notice.said)
    assert len(Notice.said) == 1
