"""Models that turn pictures and sentences into vectors. The only room that imports torch."""
