"""The one table of actions: menus, shortcuts, the palette, the key sheet and the help derive from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from app.analysis.finding_list import FindingBook
from app.relations.relation import Relation
from app.ui import commands, outside
from app.ui import findings_commands as findings
from app.ui import judging_commands as deciding
from app.ui.views import View
from app.workspace.judgements import Verdict

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


class Menu(Enum):
    """The menu an action stands in."""

    FILE = "&File"
    VIEW = "&View"
    JUDGE = "&Judge"
    GO = "&Go"
    HELP = "&Help"


class Context(Enum):
    """Where an action's keys work."""

    WINDOW = "everywhere"
    READING = "while reading"
    READER = "in the text"
    PANES = "in the panes"
    PAIRS = "in the text and the matches"
    STRIP = "in the judgement strip"
    COMPARING = "side by side"
    MAP = "on the map"
    FINDINGS = "in the findings list"

    @property
    def is_apart(self) -> bool:
        """Whether its keys live only there, and no other key does while it is open."""
        return self in (Context.STRIP, Context.FINDINGS)

    @property
    def view(self) -> View | None:
        """The view it belongs to; None for every one."""
        return _VIEWS.get(self, View.READING)


_VIEWS = {
    Context.WINDOW: None,
    Context.STRIP: None,
    Context.FINDINGS: None,
    Context.COMPARING: View.COMPARING,
    Context.MAP: View.MAP,
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the analyst can do.

    Attributes:
        id: Stable name, as used in key bindings.
        title: What it does, as menus and the palette say it.
        keys: Qt's portable names of its keys; the first is the one shown.
        menu: Where it stands.
        handler: Does it.
        context: Where its keys work.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    menu: Menu
    handler: Callable[[MainWindow], None]
    context: Context = Context.WINDOW


def _in_findings(name: str, title: str, key: str, handler: Callable[[MainWindow], None]) -> Action:
    return Action(f"findings.{name}", title, (key,), Menu.JUDGE, handler, Context.FINDINGS)


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
    _in_findings("first", "Go to the first", "Return", partial(findings.jump, to_second=False)),
    _in_findings("second", "Go to the second", "Shift+Return", partial(findings.jump, to_second=True)),
    _in_findings("attach", "Attach to the selected passage", "R", findings.attach),
    _in_findings("delete", "Delete", "Del", findings.delete),
    _in_findings("undo", "Take back", "Ctrl+Z", deciding.undo),
    _in_findings("redo", "Do again", "Ctrl+Shift+Z", deciding.redo),
    _in_findings("export", "Report", "E", findings.export_listed),
    _in_findings("close", "Close", "Esc", findings.close),
)

ACTIONS: tuple[Action, ...] = (
    Action("file.open-folder", "Open a folder…", ("Ctrl+O",), Menu.FILE, commands.open_folder),
    Action("file.open", "Open files…", ("Ctrl+Shift+O",), Menu.FILE, commands.open_files),
    Action("file.recent", "Open recent…", ("Ctrl+R",), Menu.FILE, commands.open_recent),
    Action("file.samples", "Open the sample documents", (), Menu.FILE, commands.open_samples),
    Action("file.add", "Add files to this workspace…", ("Ctrl+Shift+A",), Menu.FILE, commands.add_files),
    Action("file.save-as", "Save workspace as…", ("Ctrl+Shift+S",), Menu.FILE, commands.save_as),
    Action("file.remove", "Remove this source", ("Ctrl+Backspace",), Menu.FILE, commands.remove_source),
    Action("file.skipped", "Files not read…", ("Ctrl+Shift+E",), Menu.FILE, commands.show_skipped),
    Action("file.cancel", "Cancel what is running", ("Ctrl+.",), Menu.FILE, commands.cancel),
    Action(
        "file.outside",
        "Open the original in its own program",
        ("Shift+O",),
        Menu.FILE,
        outside.open_outside,
    ),
    Action("file.quit", "Quit", ("Ctrl+Q",), Menu.FILE, commands.quit_program),
    Action(
        "view.furniture",
        "Fold or show furniture",
        ("F",),
        Menu.VIEW,
        commands.toggle_furniture,
        Context.READING,
    ),
    Action(
        "view.turn",
        "Turn text into furniture, or back",
        ("X",),
        Menu.VIEW,
        commands.turn_furniture,
        Context.READING,
    ),
    Action(
        "view.original",
        "Show the original page, or text",
        ("O",),
        Menu.VIEW,
        commands.toggle_original,
        Context.READING,
    ),
    Action(
        "view.split",
        "Count sections as sources of their own",
        ("S",),
        Menu.VIEW,
        commands.toggle_split,
        Context.READING,
    ),
    Action(
        "view.pin", "Pin these matches while reading on", ("P",), Menu.VIEW, commands.pin, Context.READING
    ),
    Action(
        "view.follow",
        "Follow the selected passage again",
        ("Esc",),
        Menu.VIEW,
        commands.follow,
        Context.PANES,
    ),
    Action(
        "view.relation",
        "Show one relation after the other",
        ("R",),
        Menu.VIEW,
        commands.choose_relation,
        Context.READING,
    ),
    Action("view.zoom-in", "Larger text", ("Ctrl++", "Ctrl+="), Menu.VIEW, partial(commands.zoom, by=10)),
    Action("view.zoom-out", "Smaller text", ("Ctrl+-",), Menu.VIEW, partial(commands.zoom, by=-10)),
    Action("view.zoom-reset", "Text at 100%", ("Ctrl+0",), Menu.VIEW, partial(commands.zoom, by=0)),
    Action(
        "view.theme",
        "Switch theme: light or dark",
        ("Ctrl+Shift+L",),
        Menu.VIEW,
        commands.switch_theme,
    ),
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
    Action("verdict.clear", "Clear", ("Backspace",), Menu.JUDGE, deciding.clear, Context.STRIP),
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
    Action("go.next-passage", "Next passage", ("J",), Menu.GO, partial(commands.walk, by=1), Context.READING),
    Action(
        "go.previous-passage",
        "Previous passage",
        ("K",),
        Menu.GO,
        partial(commands.walk, by=-1),
        Context.READING,
    ),
    Action("go.down", "Next passage", ("Down",), Menu.GO, partial(commands.walk, by=1), Context.READER),
    Action("go.up", "Previous passage", ("Up",), Menu.GO, partial(commands.walk, by=-1), Context.READER),
    Action("go.first", "First passage", ("Home", "G, G"), Menu.GO, commands.first_passage, Context.READER),
    Action("go.last", "Last passage", ("End", "Shift+G"), Menu.GO, commands.last_passage, Context.READER),
    Action(
        "go.next-source",
        "Next source",
        ("Shift+J",),
        Menu.GO,
        partial(commands.walk_sources, by=1),
        Context.READING,
    ),
    Action(
        "go.previous-source",
        "Previous source",
        ("Shift+K",),
        Menu.GO,
        partial(commands.walk_sources, by=-1),
        Context.READING,
    ),
    *(
        Action(
            f"go.match-{number}",
            f"Open match {number} in its own source",
            (str(number),),
            Menu.GO,
            partial(commands.open_match, number=number),
            Context.READING,
        )
        for number in range(1, 10)
    ),
    Action(
        "go.match",
        "Open the match in focus in its own source",
        ("Ctrl+Enter", "Ctrl+Return"),
        Menu.GO,
        deciding.open_match_in_focus,
        Context.PAIRS,
    ),
    *(
        Action(
            f"go.{word}-{name}",
            f"{word.capitalize()} {name}",
            (key,),
            Menu.GO,
            partial(commands.walk_relation, by=by, relation=relation),
            Context.READING,
        )
        for relation, name, letter in (
            (Relation.CONTRADICTS, "contradiction", "N"),
            (Relation.AGREES, "agreement", "A"),
        )
        for word, key, by in (("next", letter, 1), ("previous", f"Shift+{letter}", -1))
    ),
    Action(
        "go.next-uncorroborated",
        "Next passage with no counterpart",
        ("U",),
        Menu.GO,
        partial(commands.walk_uncorroborated, by=1),
        Context.READING,
    ),
    Action(
        "go.previous-uncorroborated",
        "Previous passage with no counterpart",
        ("Shift+U",),
        Menu.GO,
        partial(commands.walk_uncorroborated, by=-1),
        Context.READING,
    ),
    Action("go.compare", "Compare the two sources side by side", ("C",), Menu.GO, commands.compare),
    Action("compare.read", "Back to reading", ("Esc",), Menu.GO, commands.read, Context.COMPARING),
    *(
        Action(id_, title, keys, Menu.GO, partial(commands.walk_links, by=by), Context.COMPARING)
        for id_, title, keys, by in (
            ("compare.next", "Next pair", ("J", "Down"), 1),
            ("compare.previous", "Previous pair", ("K", "Up"), -1),
        )
    ),
    *(
        Action(
            f"compare.{word}-{name}",
            f"{word.capitalize()} {name} of these two",
            (key,),
            Menu.GO,
            partial(commands.walk_links, by=by, relation=relation),
            Context.COMPARING,
        )
        for relation, name, letter in (
            (Relation.CONTRADICTS, "contradiction", "N"),
            (Relation.AGREES, "agreement", "A"),
        )
        for word, key, by in (("next", letter, 1), ("previous", f"Shift+{letter}", -1))
    ),
    *(
        Action(
            f"compare.{word}-source",
            f"{word.capitalize()} source on the right",
            (key,),
            Menu.GO,
            partial(commands.walk_parties, by=by),
            Context.COMPARING,
        )
        for word, key, by in (("next", "}", 1), ("previous", "{", -1))
    ),
    *(
        Action(
            f"compare.read-{word}",
            f"Read on in the source on the {word}",
            (key,),
            Menu.GO,
            partial(commands.read_side, side=side),
            Context.COMPARING,
        )
        for word, key, side in (("left", "1", 0), ("right", "2", 1))
    ),
    Action(
        "compare.lock",
        "Scroll both texts together",
        ("S",),
        Menu.VIEW,
        commands.lock_scrolling,
        Context.COMPARING,
    ),
    Action("go.ask", "Ask: a claim, a paragraph, quoted words", ("/",), Menu.GO, commands.ask),
    Action("go.back", "Back", ("Alt+Left",), Menu.GO, commands.back, Context.READING),
    Action("go.forward", "Forward", ("Alt+Right",), Menu.GO, commands.forward, Context.READING),
    Action("go.next-pane", "Next pane", ("F6",), Menu.GO, partial(commands.cycle_panes, by=1)),
    Action("go.previous-pane", "Previous pane", ("Shift+F6",), Menu.GO, partial(commands.cycle_panes, by=-1)),
    Action("go.find", "Find in this source", ("Ctrl+F",), Menu.GO, commands.find, Context.READING),
    Action(
        "go.find-next",
        "Next occurrence",
        ("F3",),
        Menu.GO,
        partial(commands.find_again, by=1),
        Context.READING,
    ),
    Action(
        "go.find-previous",
        "Previous occurrence",
        ("Shift+F3",),
        Menu.GO,
        partial(commands.find_again, by=-1),
        Context.READING,
    ),
    Action(
        "go.copy",
        "Copy the passage with its place",
        ("Ctrl+C",),
        Menu.GO,
        commands.copy_quote,
        Context.READING,
    ),
    Action("help.palette", "All commands…", ("Ctrl+K",), Menu.HELP, commands.show_palette),
    Action("help.keys", "All keys", ("?",), Menu.HELP, commands.show_keys),
    Action("help.about", "About Counterpoint", (), Menu.HELP, commands.show_about),
)


def shown_key(key: str) -> str:
    """A key as a person reads it: "J" is the key j, "Shift+J" is J, "Ctrl+O" is Ctrl O."""
    if ", " in key:
        return " ".join(shown_key(part) for part in key.split(", "))
    if len(key) == 1:
        return key.lower()
    if key.startswith("Shift+") and len(key) == len("Shift+") + 1:
        return key[-1].upper()
    if key.endswith("++"):
        return key[:-2].replace("+", " ") + " +"
    return key.replace("+", " ")
