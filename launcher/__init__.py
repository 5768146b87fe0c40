"""The launcher behind ./mybizz: only the standard library, since it runs before anything is installed."""
