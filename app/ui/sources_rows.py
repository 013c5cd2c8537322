"""What the source list shows of a workspace."""

from __future__ import annotations

from app.ui.sources_model import SourceRow
from app.ui.wording import counted
from app.workspace.workspace import Workspace


def source_rows(
    workspace: Workspace, model_id: str, current: int | None, section: int | None
) -> tuple[SourceRow, ...]:
    """The rows: every source; under the one being read, and under split ones, the sections.

    Args:
        workspace: What is open.
        model_id: The model whose vectors count as embedded.
        current: Id of the source being read.
        section: Index of the section the selected passage stands in.
    """
    rows: list[SourceRow] = []
    for source in workspace.sources():
        missing = len(workspace.texts_without_vectors(model_id, source=source.id))
        if missing:
            detail = f"embedding… {source.passages - missing} of {source.passages}"
        else:
            detail = counted(source.passages, "passage")
        if source.is_split:
            detail += " · sections apart"
        is_current = source.id == current
        rows.append(
            SourceRow(
                source.id, None, source.title, detail, 1 - missing / max(1, source.passages), is_current
            )
        )
        if is_current:
            rows.extend(
                SourceRow(
                    source.id,
                    part.index,
                    part.title,
                    is_current=part.index == section,
                    level=part.level,
                )
                for part in workspace.sections(source.id)
                if part.title and part.title != source.title
            )
    return tuple(rows)
