"""What a line says of a file that somebody sent."""

from __future__ import annotations

from typing import Any

import pytest

from client_code.shared import file_words


class Clock:
    @staticmethod
    def exact(moment: Any) -> str:
        return f"at {moment}"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({"name": "a.pdf"}, "a.pdf"),
        ({"name": "a.pdf", "size": 2_400_000, "status": "kept"}, "a.pdf (2.4 MB)"),
        ({"name": "a.pdf", "size": 90, "status": "waiting"}, "a.pdf (1 KB) · Being fetched"),
        (
            {"name": "a.pdf", "status": "waiting", "reason": "The line was cut.", "due_at": "nine"},
            "a.pdf · The line was cut. Next try: at nine.",
        ),
        ({"name": "a.exe", "status": "refused", "reason": "Not kept."}, "a.exe · Not kept."),
    ],
)
def test_a_line_names_the_file_and_why_it_is_not_there(file: dict[str, Any], words: str) -> None:
    assert file_words.words_of(file, Clock) == words
