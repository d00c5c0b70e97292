"""What may change in a model: adapter, heads, LoRA, last blocks, or all of it."""
