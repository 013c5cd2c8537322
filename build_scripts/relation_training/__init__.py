"""Training, evaluation and export of the relation model (inference and stance from one shared encoder)."""
