"""Long work as generators of progress, and the runner that drives them."""
