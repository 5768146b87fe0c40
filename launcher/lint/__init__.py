"""The house rules that a program can check; `python -m launcher.lint` runs them, inside .venv."""
