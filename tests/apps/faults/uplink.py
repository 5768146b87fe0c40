"""The uplink of the app: keeps what it is asked to through the server, until it is killed."""

import sys
import time

import anvil.server


@anvil.server.callable
def keep_from_uplink(key):
    time.sleep(0.02)
    return anvil.server.call("keep_for_uplink", key)


anvil.server.connect(sys.argv[2], url=sys.argv[1], quiet=True)
anvil.server.wait_forever()
