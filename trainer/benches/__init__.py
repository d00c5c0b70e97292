"""``python -m trainer bench NAME``: figures, printed."""
