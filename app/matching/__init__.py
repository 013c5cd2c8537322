"""Vectors to the closest passages of other sources; copies grouped into origins."""
