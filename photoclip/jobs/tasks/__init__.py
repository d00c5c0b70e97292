"""The long work of a library, one module a kind, each a generator of progress."""
