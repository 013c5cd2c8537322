"""What the actions of deciding do, each a plain function on the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.ui.correction_dialog import CorrectionDialog
from app.workspace.judgements import Verdict

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def judge(window: MainWindow) -> None:
    """Open the judgement strip on the match in focus, else the first."""
    window.judging.judge(window.matches_view.match_in_focus())


def judge_link(window: MainWindow) -> None:
    """Open the judgement strip on the pair in focus side by side."""
    comparing = window.comparing
    if comparing.passages is not None and comparing.current is not None:
        window.judging.judge_passages(*comparing.passages, comparing.current.finding)


def open_match_in_focus(window: MainWindow) -> None:
    """Go to the match in focus, else the first, in its own source."""
    match = window.matches_view.match_in_focus()
    if match is not None:
        window.reading.open_match(window.reading.matching.matches.matches.index(match))


def decide(window: MainWindow, verdict: Verdict) -> None:
    """Give the pair in the strip a verdict."""
    window.judging.decide(verdict)


def write_note(window: MainWindow) -> None:
    """Write a note on the pair in the strip."""
    window.strip.open_note()


def label_pair(window: MainWindow) -> None:
    """Label the pair in the strip."""
    window.strip.open_labels()


def keep(window: MainWindow) -> None:
    """Pin the pair in the strip for the report, or let it go."""
    window.judging.keep()


def dismiss(window: MainWindow) -> None:
    """Dismiss the program's label of the pair in the strip, or take that back."""
    window.judging.dismiss()


def clear(window: MainWindow) -> None:
    """Forget everything decided about the pair in the strip."""
    window.judging.clear()


def close_strip(window: MainWindow) -> None:
    """Close the strip."""
    window.judging.close()


def undo(window: MainWindow) -> None:
    """Take back the last decision."""
    window.judging.undo()


def redo(window: MainWindow) -> None:
    """Decide again what was taken back last."""
    window.judging.redo()


def bookmark(window: MainWindow) -> None:
    """Bookmark the selected passage, or take the bookmark away."""
    window.judging.bookmark()


def label_passage(window: MainWindow) -> None:
    """Label the selected passage."""
    window.judging.label_passage()


def finish_review(window: MainWindow) -> None:
    """Note that all that is there now was reviewed."""
    window.judging.finish_review()


def walk_bookmarks(window: MainWindow, by: int) -> None:
    """Go to the next or previous bookmark."""
    if not window.judging.walk_bookmarks(by):
        window.foot_bar.say("No further bookmark." if by > 0 else "No bookmark before this passage.")


def walk_new(window: MainWindow, by: int) -> None:
    """Go to the next or previous passage that came after the last review."""
    decisions = window.desk.decisions
    if decisions is None or window.judging.walk_new(by):
        return
    if decisions.last_review is None:
        window.foot_bar.say("No review is done yet: Ctrl Shift R marks all that is here as reviewed.")
    else:
        where = "further on" if by > 0 else "before this passage"
        window.foot_bar.say(f"Nothing new {where} since the review of {decisions.last_review[:10]}.")


def correct(window: MainWindow) -> None:
    """Correct title, author, date and speaking party of the source being read."""
    workspace, source = window.desk.workspace, window.reading.source
    if workspace is not None and source is not None:
        read, known = workspace.as_read(source.path), workspace.correction(source.path)
        dialog = CorrectionDialog(window, read, known, window.look[1])
        dialog.corrected.connect(
            lambda correction: window.guard(partial(window.desk.correct, source, correction))
        )
        dialog.open()
