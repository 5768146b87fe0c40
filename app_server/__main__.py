"""``python -m app_server``."""

import logging
import os
import sys

from .cli import main

code = main()
logging.shutdown()
sys.stdout.flush()
sys.stderr.flush()
# A call of the app that never ends holds its thread, and must not hold the process.
os._exit(code)
