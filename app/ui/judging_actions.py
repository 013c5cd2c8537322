"""The actions of deciding: the judgement strip, the findings list, bookmarks, review."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.analysis.finding_list import FindingBook
from app.ui import findings_commands as findings
from app.ui import judging_commands as deciding
from app.ui.action import Action, Context, Menu
from app.workspace.judgements import Verdict

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


def _in_findings(name: str, title: str, keys: str, handler: Callable[[MainWindow], None]) -> Action:
    return Action(f"findings.{name}", title, tuple(keys.split()), Menu.JUDGE, handler, Context.FINDINGS)


FINDINGS_ACTIONS = (
    _in_findings("next", "Next finding", "J", partial(findings.move, by=1)),
    _in_findings("previous", "Previous finding", "K", partial(findings.move, by=-1)),
    _in_findings(
        "verdict", "Next verdict only", "V", partial(findings.change, step=FindingBook.step_verdict)
    ),
    _in_findings("label", "Next label only", "L", partial(findings.change, step=FindingBook.step_label)),
    _in_findings("source", "Next source only", "S", partial(findings.change, step=FindingBook.step_title)),
    _in_findings("order", "Sort in the next way", "O", partial(findings.change, step=FindingBook.step_order)),
    _in_findings("filter", "Filter by words", "/", findings.filter_by_words),
    _in_findings("tray", "Orphan tray", "T", findings.toggle_tray),
    _in_findings("first", "Go to the first", "Enter Return", partial(findings.jump, to_second=False)),
    _in_findings(
        "second", "Go to the second", "Shift+Enter Shift+Return", partial(findings.jump, to_second=True)
    ),
    _in_findings("attach", "Attach to the selected passage", "R", findings.attach),
    _in_findings("delete", "Delete", "Del Backspace", findings.delete),
    _in_findings("undo", "Take back", "Ctrl+Z", deciding.undo),
    _in_findings("redo", "Do again", "Ctrl+Shift+Z Ctrl+Y", deciding.redo),
    _in_findings("export", "Report", "E", findings.export_listed),
    _in_findings("close", "Close", "Esc", findings.close),
)

JUDGING_ACTIONS: tuple[Action, ...] = (
    Action("judge.open", "Judge this pair…", ("Enter", "Return"), Menu.JUDGE, deciding.judge, Context.PAIRS),
    Action(
        "compare.judge",
        "Judge the pair side by side…",
        ("Enter", "Return"),
        Menu.JUDGE,
        deciding.judge_link,
        Context.COMPARING,
    ),
    *(
        Action(
            f"verdict.{verdict.name.lower()}",
            verdict.value.capitalize(),
            (letter,),
            Menu.JUDGE,
            partial(deciding.decide, verdict=verdict),
            Context.STRIP,
        )
        for verdict, letter in zip(Verdict, "ACQRNU", strict=True)
    ),
    Action("verdict.note", "Note", ("M",), Menu.JUDGE, deciding.write_note, Context.STRIP),
    Action("verdict.label", "Label", ("L",), Menu.JUDGE, deciding.label_pair, Context.STRIP),
    Action("verdict.keep", "Keep for report", ("K",), Menu.JUDGE, deciding.keep, Context.STRIP),
    Action("verdict.dismiss", "Dismiss label", ("D",), Menu.JUDGE, deciding.dismiss, Context.STRIP),
    Action("verdict.clear", "Clear", ("Del", "Backspace"), Menu.JUDGE, deciding.clear, Context.STRIP),
    Action("verdict.close", "Close", ("Esc",), Menu.JUDGE, deciding.close_strip, Context.STRIP),
    Action("judge.undo", "Take back the last decision", ("Ctrl+Z",), Menu.JUDGE, deciding.undo),
    Action(
        "judge.redo",
        "Decide again what was taken back",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        Menu.JUDGE,
        deciding.redo,
    ),
    Action("judge.bookmark", "Bookmark this passage", ("B",), Menu.JUDGE, deciding.bookmark, Context.READING),
    *(
        Action(
            f"go.{word}-{name}",
            f"{word.capitalize()} {title}",
            (key,),
            Menu.JUDGE,
            partial(handler, by=by),
            Context.READING,
        )
        for name, title, handler, keys in (
            ("bookmark", "bookmark", deciding.walk_bookmarks, "]["),
            ("new", "passage new since the last review", deciding.walk_new, "W"),
        )
        for word, key, by in (("next", keys[0], 1), ("previous", keys[1:] or "Shift+W", -1))
    ),
    Action(
        "judge.correct",
        "Correct what is said of this source…",
        ("I",),
        Menu.JUDGE,
        deciding.correct,
        Context.READING,
    ),
    Action("judge.label", "Label this passage…", ("L",), Menu.JUDGE, deciding.label_passage, Context.READING),
    Action("judge.findings", "Findings…", ("D",), Menu.JUDGE, findings.show_findings),
    Action("judge.export", "Write a report of the findings…", ("Ctrl+E",), Menu.JUDGE, findings.export_all),
    *FINDINGS_ACTIONS,
    Action("judge.reviewed", "Review done", ("Ctrl+Shift+R",), Menu.JUDGE, deciding.finish_review),
)
