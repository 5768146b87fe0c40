"""Server code sees Anvil's library as the server has it: the worker's, which must be imported before the uplink's."""

import anvil_downlink_worker  # noqa: F401 - importing it makes `anvil` its own
