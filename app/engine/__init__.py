"""The worker processes: reading and inference, away from the window; and the jobs that use them."""
