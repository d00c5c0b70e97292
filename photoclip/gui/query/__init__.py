"""The query box: typing, completion, error marks, hints and help."""
