"""Any expression is evaluated here, in a server module: what a test asks."""

import anvil.server
from anvil.tables import app_tables

from .evaluating import evaluate


@anvil.server.callable
def ask(text):
    return evaluate(text)
