"""The label studio: label sets, prompts, and what they find while they are being written."""
