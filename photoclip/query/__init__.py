"""The query language of the one search box."""
