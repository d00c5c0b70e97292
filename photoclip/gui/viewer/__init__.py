"""One photo in the whole window: full picture, filmstrip, slideshow, comparing."""
