"""Models: which there are, getting stronger ones, and letting one answer."""
