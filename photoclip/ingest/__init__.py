"""Ingest: from folders on disk to photo rows, and from photo rows to vectors."""
