"""Errors that a person can act on.

A fault of the surroundings (a file, a place, a model) is a `CounterpointError`: it carries one
sentence for what happened and one for what to do, and whoever shows it adds nothing. Everything else
is a fault of ours and keeps its traceback for the log.
"""

from __future__ import annotations


class CounterpointError(Exception):
    """A fault with a clear cause outside the program.

    Attributes:
        happened: One sentence: what went wrong, naming the file or place.
        remedy: One sentence: what the person can do; may be empty.
    """

    def __init__(self, happened: str, remedy: str = "") -> None:
        super().__init__(happened, remedy)
        self.happened = happened
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.happened} {self.remedy}".strip()


class UnreadableFileError(CounterpointError):
    """A file that cannot become a source: missing, empty, binary, of an unknown kind."""


class UnreachableFileError(UnreadableFileError):
    """A file that cannot be got at just now: gone, forbidden, being written. It may be at another time."""


class PasswordNeededError(UnreadableFileError):
    """A file that opens only with a password, or another one than was given."""


class OcrMissingError(UnreadableFileError):
    """A file of pictures, which only the recognition of text could read."""


class LimitExceededError(UnreadableFileError):
    """A file that takes more memory or time than the settings allow."""


class WorkspaceError(CounterpointError):
    """A workspace file that cannot be used: damaged, newer, foreign or read-only."""


class ModelError(CounterpointError):
    """A model that is missing or cannot be loaded."""


class WorkerDiedError(CounterpointError):
    """A worker process ended in the middle of a request."""


def fault() -> CounterpointError:
    """What a person is told of a fault of ours; its traceback goes to the log."""
    return CounterpointError("Something went wrong inside Counterpoint.", "The log has the details.")
