"""The one table of actions: menus, shortcuts, the palette, the key sheet and the help derive from it."""

from __future__ import annotations

from functools import partial

from app.relations.relation import Relation
from app.ui import commands, dialogs, outside
from app.ui import judging_commands as deciding
from app.ui import view_commands as views
from app.ui.action import Action, Context, Menu, shown_key
from app.ui.judging_actions import JUDGING_ACTIONS

__all__ = ["ACTIONS", "Action", "Context", "Menu", "shown_key"]

ACTIONS: tuple[Action, ...] = (
    Action("file.open-folder", "Open a folder…", ("Ctrl+O",), Menu.FILE, commands.open_folder),
    Action("file.open", "Open files…", ("Ctrl+Shift+O",), Menu.FILE, commands.open_files),
    Action("file.recent", "Open recent…", ("Ctrl+R",), Menu.FILE, dialogs.open_recent),
    Action("file.samples", "Open the sample documents", (), Menu.FILE, commands.open_samples),
    Action("file.add", "Add files to this workspace…", ("Ctrl+Shift+A",), Menu.FILE, commands.add_files),
    Action("file.save-as", "Save workspace as…", ("Ctrl+Shift+S",), Menu.FILE, commands.save_as),
    Action("file.remove", "Remove this source", ("Ctrl+Backspace",), Menu.FILE, commands.remove_source),
    Action("file.reread", "Read what has changed on disk", ("F5",), Menu.FILE, commands.reread),
    Action("file.unlock", "Give passwords of locked files…", ("Ctrl+Shift+U",), Menu.FILE, commands.unlock),
    Action("file.skipped", "Files not read…", ("Ctrl+Shift+E",), Menu.FILE, dialogs.show_skipped),
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
    *(
        Action(f"view.{name}", title, (key,), Menu.VIEW, handler, Context.READING)
        for name, title, key, handler in (
            ("copies", "Show copies one by one, or as one match", "Z", commands.fold_copies),
            ("source", "Show one source's matches after the other's", "Y", commands.choose_source),
            ("kind", "Show one kind of passage after the other", "Shift+Y", commands.choose_kind),
            ("closer", "Show only closer matches", "+", partial(commands.choose_closer, by=1)),
            ("farther", "Show matches from farther off", "-", partial(commands.choose_closer, by=-1)),
        )
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
    *JUDGING_ACTIONS,
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
    Action("go.compare", "Compare the two sources side by side", ("C",), Menu.GO, views.compare),
    Action(
        "compare.leave",
        "Back from side by side",
        ("Esc",),
        Menu.GO,
        views.leave_compare,
        Context.COMPARING,
    ),
    Action("go.map", "Map of all sources", ("M",), Menu.GO, views.show_map),
    Action("map.leave", "Back to reading", ("Esc",), Menu.GO, views.read, Context.MAP),
    *(
        Action(id_, title, (key,), Menu.GO, partial(views.walk_alone, by=by), Context.MAP)
        for id_, title, key, by in (
            ("map.next-alone", "Next passage said by one source alone", "U", 1),
            ("map.previous-alone", "Previous passage said by one source alone", "Shift+U", -1),
        )
    ),
    Action("map.export", "Export the map as a picture…", ("X",), Menu.FILE, views.export_map, Context.MAP),
    *(
        Action(id_, title, keys, Menu.GO, partial(views.walk_links, by=by), Context.COMPARING)
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
            partial(views.walk_links, by=by, relation=relation),
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
            partial(views.walk_parties, by=by),
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
            partial(views.read_side, side=side),
            Context.COMPARING,
        )
        for word, key, side in (("left", "1", 0), ("right", "2", 1))
    ),
    Action(
        "compare.lock",
        "Scroll both texts together",
        ("S",),
        Menu.VIEW,
        views.lock_scrolling,
        Context.COMPARING,
    ),
    Action("go.ask", "Ask: a claim, a paragraph, quoted words", ("/",), Menu.GO, commands.ask),
    Action(
        "go.ask-passage",
        "Ask with the words of this passage",
        ("Q",),
        Menu.GO,
        commands.ask_passage,
        Context.READING,
    ),
    Action(
        "go.ask-sentence",
        "Ask the next sentence of this passage",
        (".",),
        Menu.GO,
        commands.ask_sentence,
        Context.READING,
    ),
    Action("go.trail", "Where you have been…", ("T",), Menu.GO, dialogs.show_trail, Context.READING),
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
    Action("help.palette", "All commands…", ("Ctrl+K",), Menu.HELP, dialogs.show_palette),
    Action("help.keys", "All keys", ("?",), Menu.HELP, dialogs.show_keys),
    Action("help.licences", "Licences…", (), Menu.HELP, dialogs.show_licences),
    Action("help.help", "How to work with Counterpoint", ("F1",), Menu.HELP, dialogs.show_help),
    Action("help.change-keys", "Change keys…", (), Menu.HELP, dialogs.change_keys),
    Action("help.about", "About Counterpoint", (), Menu.HELP, dialogs.show_about),
)
