"""What the source list shows of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from app.analysis.overview import Cell
from app.analysis.reviewing import Progress
from app.relations.relation import Relation
from app.ui.sources_model import SourceRow
from app.ui.wording import counted
from app.workspace.records import StoredSection, StoredSource

COUNTED = (Relation.CONTRADICTS, Relation.AGREES)
"""The relations that a source's row counts."""


def source_rows(
    sources: Iterable[StoredSource],
    embedded: Mapping[int, int],
    current: int | None,
    sections: Sequence[StoredSection],
    section: int | None,
    *,
    progress_of: Callable[[int], Progress],
    gone: Collection[int] = (),
    told: Mapping[int, Cell] = MappingProxyType({}),
) -> tuple[SourceRow, ...]:
    """The rows: every source, and under the one being read its sections.

    Args:
        sources: All sources.
        embedded: How many passages of each source have their vector.
        current: Id of the source being read.
        sections: Its sections.
        section: Index of the section the selected passage stands in.
        progress_of: How far each source is reviewed, by its id.
        gone: Ids of the sources whose file is not there any more.
        told: How many pairs of each relation have a side in each source, by its id.
    """
    rows: list[SourceRow] = []
    for source in sources:
        done = embedded.get(source.id, 0)
        if done < source.passages:
            detail = f"embedding… {done} of {source.passages}"
        else:
            detail = _seen(source, progress_of(source.id))
        if source.is_split:
            detail += " · sections apart"
        is_gone = source.id in gone
        if is_gone:
            detail = f"file gone · {detail}"
        is_current = source.id == current
        progress = done / source.passages if source.passages else 1.0
        found = told.get(source.id, Cell())
        rows.append(
            SourceRow(
                source.id,
                None,
                source.title,
                detail,
                progress,
                is_current,
                is_gone=is_gone,
                told=tuple((relation, found[relation]) for relation in COUNTED if found[relation]),
            )
        )
        if is_current:
            rows.extend(
                SourceRow(
                    source.id, part.index, part.title, is_current=part.index == section, level=part.level
                )
                for part in sections
                if part.title and part.title != source.title
            )
    return tuple(rows)


def _seen(source: StoredSource, progress: Progress) -> str:
    """How many passages there are, how many were seen, and what is new since the last review."""
    said = counted(source.passages, "passage")
    if progress.seen:
        said = f"{progress.seen} of {counted(source.passages, 'passage')} seen"
    return f"{said} · {progress.new} new" if progress.new else said
