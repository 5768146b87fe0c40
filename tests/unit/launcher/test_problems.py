"""What went wrong is said in one sentence that tells what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from launcher.problems import DISK_FULL, DOWNLOAD_BROKE, explain, of_os_error

LOG = Path("pip.log")

BROKEN_DOWNLOADS = [
    "ERROR: Could not install packages: HTTPSConnectionPool(...): Max retries exceeded with url: /simple/",
    "Temporary failure in name resolution",
    "npm error code ENOTFOUND",
    "pip._vendor.urllib3.exceptions.ProtocolError: IncompleteRead(10 bytes read)",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
    "npm error code EINTEGRITY",
]


@pytest.mark.parametrize("output", BROKEN_DOWNLOADS)
def test_a_broken_download_says_to_check_the_connection(output: str) -> None:
    assert DOWNLOAD_BROKE in str(explain("installing Python packages", output, LOG))


@pytest.mark.parametrize("output", ["OSError: [Errno 28] No space left on device", "npm error ENOSPC"])
def test_a_full_disk_says_to_free_space(output: str) -> None:
    assert DISK_FULL in str(explain("building", output, LOG))


def test_anything_else_is_told_by_its_last_line_and_its_log() -> None:
    sentence = str(explain("building the browser files", "one\n\nesbuild: no such file\n\n", LOG))
    assert sentence == "Building the browser files failed: esbuild: no such file (Details in pip.log.)"


def test_a_missing_module_is_no_broken_download() -> None:
    assert "No module named 'nh3'" in str(explain("loading", "ModuleNotFoundError: No module named 'nh3'", LOG))


def test_a_command_that_said_nothing_still_has_a_sentence() -> None:
    assert "it printed nothing" in str(explain("building", "", LOG))


def test_the_launchers_own_write_on_a_full_disk_is_understood() -> None:
    assert str(of_os_error(OSError(errno.ENOSPC, "No space left on device"))) == DISK_FULL


def test_words_inside_minified_code_mean_nothing() -> None:
    output = "failed: no such module\n" + "x=1;" * 100 + 'errors["ENOSPC"]=51'
    assert "failed: no such module" in str(explain("building", output, LOG))
