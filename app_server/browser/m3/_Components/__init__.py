"""The M3 components, one module each, named as in Anvil's own theme."""
