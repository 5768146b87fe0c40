"""The catcher as a process: mail goes in by SMTP and is seen on the page."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from launcher.ports import free_port


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[tuple[int, str]]:
    smtp_port, page_port = free_port(0), free_port(0)
    command = [sys.executable, "-m", "simulator.mail", "--folder", str(tmp_path / "mail")]
    process = subprocess.Popen([*command, "--smtp-port", str(smtp_port), "--port", str(page_port)])
    url = f"http://127.0.0.1:{page_port}"
    try:
        wait_for(url)
        yield smtp_port, url
    finally:
        process.terminate()
        assert process.wait(10) is not None


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the mail catcher did not start")


def test_a_mail_with_html_attachment_and_any_script_arrives_whole(catcher: tuple[int, str]) -> None:
    smtp_port, url = catcher
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "shop@example.com", "李@example.com", "你好 — مرحبا"
    message.set_content("text")
    message.add_alternative("<b>html</b>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="invoice.pdf")
    with smtplib.SMTP("127.0.0.1", smtp_port) as smtp:
        smtp.send_message(message, to_addrs=["li@example.com"])
    (caught,) = httpx.get(f"{url}/mails.json").json()
    assert caught["to"] == "li@example.com"
    assert caught["subject"] == "你好 — مرحبا"
    assert (caught["text"].strip(), caught["html"].strip()) == ("text", "<b>html</b>")
    assert caught["attachments"] == ["invoice.pdf"]
