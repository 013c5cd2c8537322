"""The workspace file: one SQLite database with sources, passages and vectors."""

from app.workspace.records import (
    SkippedFile,
    StoredPassage,
    StoredSection,
    StoredSource,
    WorkspaceInUseError,
    content_hash,
)
from app.workspace.workspace import Workspace

__all__ = [
    "SkippedFile",
    "StoredPassage",
    "StoredSection",
    "StoredSource",
    "Workspace",
    "WorkspaceInUseError",
    "content_hash",
]
