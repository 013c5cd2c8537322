"""Deleting all that the program has stored on its own account."""

from __future__ import annotations

import logging
import shutil

from app import paths
from app.errors import CounterpointError


def delete_stored_data() -> None:
    """Delete unnamed workspaces, settings and logs; documents and saved workspaces stay.

    Raises:
        CounterpointError: A folder could not be deleted.
    """
    logging.shutdown()
    for folder in paths.stored_folders():
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise CounterpointError(
                f"{folder} could not be deleted: {error.strerror}.",
                "Close every window of Counterpoint and try again.",
            ) from error
