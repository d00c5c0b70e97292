"""Search: from a query vector to ranked photos with bands of relevance."""
