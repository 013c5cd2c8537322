"""A pair of passages to its relation and the evidence for it."""
