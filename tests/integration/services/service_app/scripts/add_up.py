"""A script of the app: a background task of its own."""

import sys

import anvil.script

anvil.script.return_value = sum(sys.argv[1:])
