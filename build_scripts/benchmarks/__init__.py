"""What `bench.py` measures, one subject a module; each has a `measure` that gives its figures."""
