"""The review queue: suggestions wait here for a yes or a no."""
