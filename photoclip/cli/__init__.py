"""The command line: a thin skin over the library that parses, prints and sets exit codes."""
