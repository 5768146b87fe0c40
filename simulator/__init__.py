"""Local stand-ins for the outside world: real servers at another address, never a branch in the code."""
