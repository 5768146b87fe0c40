"""Files that people sent: a line for each in a panel, downloaded by a click, or what became of it."""

import anvil
import anvil.media
from m3.components import Button, Link, Text

from . import clock, file_words, texts
from .server_calls import CallFailed, call


def show_files(panel, files, may_fetch=False):
    """Show the files of a message in a `LinearPanel`; `may_fetch`: those that did not come can be asked for again."""
    panel.visible = bool(files)
    for file in files:
        panel.add_component(_line(file))
        if may_fetch and file.get("status") == file_words.FAILED:
            panel.add_component(_again(file["file_key"]))


def _line(file):
    words = file_words.words_of(file, clock)
    if not file_words.is_kept(file):
        return Text(text=words, icon="mi:attach_file", role="quiet")
    link = Link(text=words, icon="mi:download")
    link.add_event_handler("click", lambda **event_args: _download(file["file_key"]))
    return link


def _again(file_key):
    button = Button(text=texts.FILE_AGAIN, icon="mi:refresh", appearance="text")
    button.add_event_handler("click", lambda **event_args: _fetch_again(file_key))
    return button


def _download(file_key):
    try:
        anvil.media.download(call("get_inbound_file", file_key)["file"])
    except CallFailed as problem:
        anvil.Notification(problem.text, timeout=6).show()


def _fetch_again(file_key):
    call("fetch_inbound_file", file_key)
    anvil.Notification(texts.FILE_ASKED, timeout=4).show()
