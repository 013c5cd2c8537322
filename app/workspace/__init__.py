"""The workspace file: one SQLite database with sources, passages and vectors."""
