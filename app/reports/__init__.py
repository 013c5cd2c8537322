"""Comparisons and findings as JSON, Markdown, CSV, HTML and DOCX."""
