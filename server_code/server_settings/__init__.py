"""Settings: the business itself, what it uses of Mybizz, how it looks, its locations, tokens and integrations."""
