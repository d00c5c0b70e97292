"""Vector indexes: exact search as the reference, HNSW as the accelerator."""
