"""The thumbnail grid: ids in, pictures out, at any library size."""
