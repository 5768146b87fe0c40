"""A mail catcher: takes any mail by SMTP on loopback, sends none on, and shows them on a loopback page."""
