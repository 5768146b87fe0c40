"""Mail by its own protocols: composing MIME, SMTP, and the providers of mail."""
