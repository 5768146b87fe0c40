"""The embedded App Server: serves any Anvil app folder with Anvil's own Python library, in this process."""

# Anvil ships two libraries called `anvil`; the server's is found inside this package, and whoever imports it first
# decides which one `import anvil` means in this process.
import anvil_downlink_worker  # noqa: F401
