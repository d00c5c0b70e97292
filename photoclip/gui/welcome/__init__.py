"""The pages of the first start: folders, model, and when to index."""
