"""The panel of work: what is being done, what was done, and what failed."""
