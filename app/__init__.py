"""Counterpoint: read one document beside what the others say about the same matter."""

__version__ = "0.1.0"
