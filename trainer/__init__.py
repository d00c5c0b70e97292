"""Training of models: the command line that photoclip starts as a process of its own."""
