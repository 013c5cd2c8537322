"""The worker processes (reader, inference) and the jobs that use them."""
