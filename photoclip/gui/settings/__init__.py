"""The settings: their dialog, keys of actions, and what acts at once."""
