"""The office's server, for every test here."""

from tests.wire.office import mailbox, office, post_office, stranger, visitor

__all__ = ["mailbox", "office", "post_office", "stranger", "visitor"]
