"""Comparisons and findings as JSON, Markdown, CSV and HTML."""
