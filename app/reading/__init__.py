"""A file on disk to a Document: blocks, passages and where they stand."""
