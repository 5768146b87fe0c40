"""Which files that people send are kept."""

from __future__ import annotations

import pytest

from server_code.server_messaging.inbound_file_rules import MEGABYTE, judged, named


@pytest.mark.parametrize(
    ("name", "content_type", "shown"),
    [
        ("../../etc/passwd.txt", "text/plain", "passwd.txt"),
        ("C:\\Users\\ann\\plan.pdf", "application/pdf", "plan.pdf"),
        ("gpj.\u202eexe.pdf", "application/pdf", "gpj.exe.pdf"),
        (None, "image/jpeg", "photo.jpg"),
        ("", "audio/ogg; codecs=opus", "voice.ogg"),
        ("", "application/x-nobody-knows", "file"),
        ("a" * 300 + ".pdf", "application/pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_file_has_a_name_without_folders_and_tricks(name: str | None, content_type: str, shown: str) -> None:
    assert named(name, content_type) == shown


@pytest.mark.parametrize("ending", ["exe", "js", "html", "svg", "zip", "docm", "lnk", "iso"])
def test_what_runs_or_holds_what_does_is_refused_by_name(ending: str) -> None:
    [file] = judged([{"name": f"invoice.pdf.{ending}", "content_type": "application/pdf", "size": 10}])
    assert file["refusal"] == f"Not kept: files of the kind “{ending}” can do harm."


def test_the_type_of_a_kept_file_follows_from_its_name_and_not_from_what_was_said_of_it() -> None:
    [file] = judged([{"name": "photo.PNG", "content_type": "text/html", "size": 10}])
    assert (file["content_type"], file["refusal"]) == ("image/png", "")


def test_files_of_a_message_have_room_together_and_the_small_ones_after_a_large_one_still_fit() -> None:
    sizes = (9, 9, 9, 2)
    found = judged([{"name": f"{n}.pdf", "size": size * MEGABYTE} for n, size in enumerate(sizes)])
    assert [bool(each["refusal"]) for each in found] == [False, False, True, False]
    assert found[2]["refusal"] == "Not kept: the files of this message are larger than 25 MB together."
