"""The words of mails: blocks, what they become, and the library of templates."""
