"""Large imports by programs of the business, which connect with its server key."""
