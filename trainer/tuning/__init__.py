"""Fine-tuning any dual encoder: the loop, its losses, and what keeps it alive."""
