"""Whether a tuned model is better and has forgotten nothing, and the report that says so."""
