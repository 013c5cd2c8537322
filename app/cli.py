"""The command line: the window by default, and the same work without one."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app import __version__, paths
from app.analysis.attempts import locked_files
from app.analysis.compare import check, compare
from app.analysis.matches import Matcher
from app.analysis.moved import workspace_of
from app.analysis.opening import Opened, open_paths
from app.analysis.pairs import read_pairs, relate_pairs
from app.analysis.stored_data import delete_stored_data
from app.embedding.models import embedding_model_id
from app.engine.engine import Engine
from app.engine.jobs import Progress, Steps, run_to_end
from app.engine.limits import Limits
from app.errors import CounterpointError
from app.log import start_log
from app.reports.as_json import render_finding
from app.reports.comparison import Comparison
from app.reports.render import FORMATS, render
from app.settings import Settings
from app.workspace.records import StoredSource
from app.workspace.workspace import Workspace

DONE, SOME_SKIPPED, FAILED = 0, 1, 2
COMMANDS = ("compare", "check", "relate", "doctor", "delete-data")
DEFAULT_TOP = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit code: 0 done, 1 done but some files were skipped, 2 bad usage or nothing readable.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    start_log()
    try:
        if given and given[0] in COMMANDS:
            return _run(_parser().parse_args(given))
        if given and given[0] in ("-h", "--help", "--version"):
            _parser().parse_args(given)
        return _window(given)
    except CounterpointError as error:
        _say(f"counterpoint: {error}")
        return FAILED
    except KeyboardInterrupt:
        _say("counterpoint: cancelled.")
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="counterpoint",
        usage="counterpoint [PATH...] | counterpoint COMMAND ...",
        description="Read one document beside what the others say about the same matter. "
        "Without a command, opens the window on files, folders or a .counterpoint file.",
    )
    parser.add_argument("--version", action="version", version=f"counterpoint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    compare = commands.add_parser("compare", help="the closest passages of other sources, for every passage")
    check = commands.add_parser("check", help="the passages closest to a claim")
    check.add_argument("claim", help="the claim, in quotation marks")
    for command in (compare, check):
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
        command.add_argument("--top", type=_positive, default=DEFAULT_TOP, help="matches a passage (10)")
        command.add_argument("--format", choices=tuple(FORMATS), default="md", help="form of the result (md)")
        command.add_argument("--output", type=Path, metavar="FILE", help="where it goes; stdout without")
    relate = commands.add_parser("relate", help='the relation of given pairs: {"a": text, "b": text} a line')
    relate.add_argument("pairs", type=Path, metavar="PAIRS.jsonl", help="a file of JSON lines")
    relate.add_argument("--output", type=Path, metavar="FILE", help="where it goes; stdout without")
    commands.add_parser("doctor", help="versions, models, resources, offline state")
    delete = commands.add_parser("delete-data", help="delete all that the program has stored")
    delete.add_argument("--yes", action="store_true", help="without asking")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _run(options: argparse.Namespace) -> int:
    if options.command == "doctor":
        from app.analysis.doctor import examine  # noqa: PLC0415 - what it asks for takes the window's time

        return examine(sys.stdout)
    if options.command == "delete-data":
        return _delete_data(ask=not options.yes)
    if options.command == "relate":
        return _relate(options)
    return _report(options)


def _window(given: list[str]) -> int:
    unknown = [word for word in given if word.startswith("-")]
    if unknown:
        _parser().error(f"unknown option {unknown[0]}")
    from app.ui.application import run  # noqa: PLC0415 - the other commands work without Qt

    return run([Path(word) for word in given])


def _report(options: argparse.Namespace) -> int:
    """Compare or check, and write the result."""
    if options.format == "docx" and options.output is None and sys.stdout.isatty():
        raise CounterpointError("A DOCX file is nothing to read in a terminal.", "Name a file with --output.")
    settings = Settings.load(paths.config_folder())
    model_id = embedding_model_id(settings.model_folder)
    teller = _Teller(sys.stderr)
    limits = Limits.of(settings)
    left_out: list[StoredSource] = []
    with workspace_of(options.paths) as workspace, Engine(settings.model_folder, limits=limits) as engine:

        def work() -> Steps[Comparison]:
            named = [path for path in options.paths if path.resolve() != workspace.path]
            opened = yield from _open(
                workspace, engine, model_id, named, largest=settings.largest_file, teller=teller
            )
            if named:
                left_out.extend(source for source in workspace.sources() if source.id in opened.gone)
            matcher = Matcher(workspace, model_id, opened.sources if named else None)
            if options.command == "check":
                return (yield from check(workspace, matcher, engine, [options.claim], options.top))
            return (yield from compare(workspace, matcher, engine, options.top))

        comparison = run_to_end(engine, work(), teller.tell)
        teller.clear()
    for source in left_out:
        _say(f"left out {paths.shown_name(str(source.path))}: its file is not there any more.")
    for skipped in comparison.skipped:
        _say(f"skipped {paths.shown_name(skipped.path)}: {skipped.reason}")
    if not comparison.sources:
        _say("counterpoint: nothing could be read.")
        return FAILED
    _write(render(comparison, options.format), options.output)
    return SOME_SKIPPED if comparison.skipped else DONE


def _open(
    workspace: Workspace, engine: Engine, model_id: str, named: list[Path], *, largest: int, teller: _Teller
) -> Steps[Opened]:
    """Open files, and ask on the terminal, where there is one, for the passwords that they need."""
    passwords: dict[Path, str] = {}
    while True:
        steps = open_paths(workspace, engine, model_id, named, largest=largest, passwords=passwords)
        opened = yield from steps
        wrong, passwords = passwords, {}
        if not named or workspace.read_only or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return opened
        teller.clear()
        for path in locked_files(workspace):
            if path in wrong or not wrong:
                password = _ask_password(path, is_again=path in wrong)
                passwords.update({path: password} if password else {})
        if not passwords:
            return opened


def _ask_password(path: Path, *, is_again: bool) -> str:
    """What is typed, unseen; empty to leave the file out."""
    told = "That password does not fit. " if is_again else ""
    name = paths.shown_name(path.name)
    try:
        return getpass.getpass(f"{told}Password of {name} (Enter leaves the file out): ", sys.stderr)
    except EOFError:
        return ""


def _relate(options: argparse.Namespace) -> int:
    """Relate given pairs, and write a line for each."""
    pairs = read_pairs(options.pairs)
    teller = _Teller(sys.stderr)
    with Engine(Settings.load(paths.config_folder()).model_folder) as engine:
        findings = run_to_end(engine, relate_pairs(engine, pairs), teller.tell)
        teller.clear()
    _write("".join(render_finding(finding) for finding in findings).encode(), options.output)
    return DONE


def _write(result: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(result)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(result)
    except OSError as error:
        raise CounterpointError(
            f"{output} could not be written: {error.strerror}.", "Choose another place with --output."
        ) from error


def _delete_data(*, ask: bool) -> int:
    folders = [folder for folder in paths.stored_folders() if folder.exists()]
    if not folders:
        _say("Nothing is stored.")
        return DONE
    _say("This deletes workspaces without a name of their own, settings and logs:")
    for folder in folders:
        _say(f"  {folder}")
    if ask and input("Type yes to delete: ").strip().lower() != "yes":
        _say("Nothing was deleted.")
        return FAILED
    delete_stored_data()
    _say("Deleted. Your documents and the workspaces you saved yourself are untouched.")
    return DONE


def _say(text: str) -> None:
    """A message for the person; stdout is for results alone."""
    sys.stderr.write(text + "\n")


class _Teller:
    """Tells progress on a terminal in one line that is written over; says nothing elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._width = 0

    def tell(self, progress: Progress) -> None:
        text = f"{progress.stage} {progress.done} of {progress.total} {progress.detail}".rstrip()
        if self._stream.isatty():
            self._stream.write("\r" + text.ljust(self._width))
            self._stream.flush()
            self._width = len(text)

    def clear(self) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
