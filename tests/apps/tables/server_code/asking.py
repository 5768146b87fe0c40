"""Any lines are evaluated here, in a server module: what a test asks."""

import anvil.server

from .evaluating import evaluate


@anvil.server.callable
def ask(text):
    return evaluate(text)
