"""Labeling: from a user's own words to suggested tags."""
