"""The command line: what goes to stdout, what to stderr, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import __version__, paths
from app.cli import DONE, FAILED, SOME_SKIPPED, main
from app.engine.process import WorkerProcess
from app.paths import HOME_VARIABLE, bundle_root
from tests.conftest import FolderMaker, SharedEngine

HARBOUR = """The Frozen Harbour

By Ines Calloway
January 5, 1921

The harbour froze in the first week of January, and for two months no
ship could leave it. The pilots said that they had seen nothing like
it in their lives.

The town council met three times to speak of bread.
"""
ICE = """# Ice

In early January ice closed the harbour, so that ships could not leave for two months.

- Bread grew dear, and the council of the town met about it.

https://example.org/ice
"""

Capture = pytest.CaptureFixture[str]
Shape = dict[str, Any] | list[Any] | tuple[Any, ...] | type | None

CUE: Shape = {"type": str, "span": [int], "other_span": [int]}
EVIDENCE: Shape = {
    "text": str,
    "other_text": str,
    "entailment": float,
    "neutral": float,
    "contradiction": float,
    "cues": [CUE],
    "attribution": ({"kind": str, "speaker": (str, None)}, None),
}
PROBABILITIES = ("entailment", "neutral", "contradiction")
FINDING: Shape = {
    "relation": str,
    **dict.fromkeys(PROBABILITIES, (float, None)),
    "note": (str, None),
    "evidence": [EVIDENCE],
}
MATCH = {
    "other": int,
    "rank": int,
    "similarity": float,
    "percentile": int,
    "origin": int,
    "relation": str,
    "note": (str, None),
    "evidence": [EVIDENCE],
}
HEAD = {
    "schema": int,
    "generator": {"name": str, "version": str, "embedding_model": str, "relation_model": (str, None)},
    "sources": [
        {
            "id": int,
            "path": str,
            "title": str,
            "author": (str, None),
            "date": (str, None),
            "format": str,
            "sha256": str,
            "passages": int,
        }
    ],
    "skipped": [{"path": str, "reason": str}],
}
PASSAGES = {
    "passages": [
        {
            "id": int,
            "source": int,
            "section": str,
            "position": int,
            "paragraph": int,
            "part": int,
            "kind": str,
            "locator": str,
            "page": (int, None),
            "spans": [[int]],
            "text": str,
        }
    ]
}
COMPARE: Shape = {**HEAD, **PASSAGES, "matches": [{"passage": int, **MATCH}]}
CHECK: Shape = {
    **HEAD,
    "claims": [{"id": int, "text": str}],
    **PASSAGES,
    "matches": [{"claim": int, **MATCH}],
}


def misfits(value: object, shape: Shape, where: str = "$") -> list[str]:
    """Where a JSON value departs from schema 1: keys, their order aside, and types."""
    if isinstance(shape, tuple):
        tried = [misfits(value, one, where) for one in shape]
        return [] if [] in tried else tried[0]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{where} is no object"]
        wrong = [f"{where}: keys {sorted(set(value) ^ set(shape))}"] if set(value) != set(shape) else []
        return wrong + [
            fault
            for key in shape.keys() & value.keys()
            for fault in misfits(value[key], shape[key], f"{where}.{key}")
        ]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [
            fault
            for number, item in enumerate(value)
            for fault in misfits(item, shape[0], f"{where}[{number}]")
        ]
    fits = value is None if shape is None else type(value) is shape
    return [] if fits else [f"{where} is {value!r}"]


@dataclass(frozen=True)
class Run:
    """One run of the real command in a process of its own."""

    folder: Path
    home: Path
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`compare` on a folder of two documents and one that cannot be read, on a machine new to it."""
    folder, home = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("cli-home")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "ice.md").write_text(ICE, encoding="utf-8")
    (folder / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    done = subprocess.run(
        [sys.executable, "-m", "app", "compare", str(folder), "--format", "json"],
        cwd=bundle_root(),
        env={**os.environ, HOME_VARIABLE: str(home)},
        capture_output=True,
        check=False,
    )
    return Run(folder, home, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@pytest.fixture
def again(first: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same folder once more: all is known, and no worker may start."""

    def refuse(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setenv(HOME_VARIABLE, str(first.home))
    monkeypatch.setattr(WorkerProcess, "__init__", refuse)
    return first


@pytest.fixture
def running(engine: SharedEngine, monkeypatch: pytest.MonkeyPatch) -> SharedEngine:
    """The command line on the engine that runs already."""
    monkeypatch.setattr("app.cli.Engine", lambda *_, **__: engine)
    return engine


# compare


def test_compare_writes_schema_1_and_nothing_else_to_stdout(first: Run) -> None:
    result = json.loads(first.out)
    assert misfits(result, COMPARE) == []
    assert list(result) == ["schema", "generator", "sources", "skipped", "passages", "matches"]
    assert result["schema"] == 1
    assert result["generator"]["name"] == "counterpoint"
    assert result["generator"]["version"] == __version__


def test_compare_tells_what_it_skipped_on_stderr_and_by_its_exit_code(first: Run) -> None:
    assert first.code == SOME_SKIPPED
    (skipped,) = json.loads(first.out)["skipped"]
    assert skipped["path"] == str(first.folder / "film.mp4")
    assert first.err == f"skipped {skipped['path']}: {skipped['reason']}\n"


def test_compare_tells_of_sources_what_the_files_tell(first: Run) -> None:
    harbour, ice = json.loads(first.out)["sources"]
    assert (harbour["title"], harbour["author"], harbour["date"]) == (
        "The Frozen Harbour",
        "Ines Calloway",
        "1921-01-05",
    )
    assert (harbour["format"], ice["format"]) == ("text", "markdown")
    assert (ice["title"], ice["author"], ice["date"]) == ("Ice", None, None)
    assert (harbour["passages"], ice["passages"]) == (2, 2)
    assert re.fullmatch("[0-9a-f]{64}", harbour["sha256"])


def test_passages_are_whole_and_their_spans_stand_in_the_file(first: Run) -> None:
    passages = [p for p in json.loads(first.out)["passages"] if p["source"] == 1]
    assert [passage["position"] for passage in passages] == list(range(1, len(passages) + 1))
    for passage in passages:
        spanned = " ".join(HARBOUR[start:end] for start, end in passage["spans"])
        assert spanned.split() == passage["text"].split()
    kinds = [passage["kind"] for passage in json.loads(first.out)["passages"]]
    assert {"heading", "paragraph", "list", "furniture"} == set(kinds)


def test_matches_point_from_matched_passages_to_other_sources_in_order(first: Run) -> None:
    result = json.loads(first.out)
    passages = {passage["id"]: passage for passage in result["passages"]}
    kinds, pairs = {"paragraph", "list", "quote", "table"}, []
    for match in result["matches"]:
        one, other = passages[match["passage"]], passages[match["other"]]
        assert one["source"] != other["source"]
        assert {one["kind"], other["kind"]} <= kinds
        assert 0 <= match["percentile"] <= 100
        assert match["relation"] in ("agrees", "contradicts", "repeats", "related")
        pairs.append((match["passage"], match["rank"]))
    matched = [passage["id"] for passage in result["passages"] if passage["kind"] in kinds]
    assert pairs == [(passage, rank) for passage in matched for rank in (1, 2)]
    best = {match["passage"]: passages[match["other"]]["text"] for match in result["matches"][::2]}
    assert [text[:12] for text in best.values()] == [
        "In early Jan",
        "Bread grew d",
        "The harbour ",
        "The town cou",
    ]


def test_compare_again_gives_the_same_and_starts_no_worker(again: Run, capfd: Capture) -> None:
    assert main(["compare", str(again.folder), "--format", "json"]) == SOME_SKIPPED
    assert capfd.readouterr().out == again.out


@pytest.mark.parametrize(
    ("chosen", "begins"),
    [
        ([], "# "),
        (["--format", "md"], "# "),
        (["--format", "html"], "<!doctype html>"),
        (["--format", "csv"], ""),
    ],
)
def test_compare_writes_every_format(again: Run, capfd: Capture, chosen: list[str], begins: str) -> None:
    assert main(["compare", str(again.folder), *chosen]) == SOME_SKIPPED
    out = capfd.readouterr().out
    assert out.casefold().removeprefix("\ufeff").startswith(begins)
    assert "no ship could leave it" in " ".join(out.split()) or "could not leave" in out


def test_csv_has_a_row_a_match(again: Run, capfd: Capture) -> None:
    main(["compare", str(again.folder), "--format", "csv"])
    rows = list(csv.reader(io.StringIO(capfd.readouterr().out)))
    assert len(rows) == 1 + len(json.loads(again.out)["matches"])
    assert len({len(row) for row in rows}) == 1


def test_top_limits_the_matches_of_a_passage(again: Run, capfd: Capture) -> None:
    main(["compare", str(again.folder), "--format", "json", "--top", "1"])
    assert {match["rank"] for match in json.loads(capfd.readouterr().out)["matches"]} == {1}


def test_output_goes_to_the_file_that_is_named_and_nothing_to_stdout(
    again: Run, tmp_path: Path, capfd: Capture
) -> None:
    place = tmp_path / "report.json"
    named = ["compare", str(again.folder), "--format", "json", "--output", str(place)]
    assert main(named) == SOME_SKIPPED
    assert place.read_text(encoding="utf-8") == again.out
    assert capfd.readouterr().out == ""


def test_an_output_that_cannot_be_written_is_said(again: Run, tmp_path: Path, capfd: Capture) -> None:
    place = tmp_path / "no such folder" / "report.md"
    assert main(["compare", str(again.folder), "--output", str(place)]) == FAILED
    told = capfd.readouterr()
    assert told.out == ""
    assert str(place) in told.err
    assert "--output" in told.err


@pytest.mark.usefixtures("running")
def test_all_read_is_exit_code_0_and_a_quiet_stderr(
    folder: FolderMaker,
    capfd: Capture,
) -> None:
    place = folder({"harbour.txt": HARBOUR, "ice.md": ICE})
    assert main(["compare", str(place), "--format", "json"]) == DONE
    told = capfd.readouterr()
    assert json.loads(told.out)["skipped"] == []
    assert told.err == ""
    assert {path.name for path in place.iterdir()} == {"harbour.txt", "ice.md"}, "documents lie alone"


@pytest.mark.usefixtures("running")
def test_one_document_has_nothing_to_be_compared_with(
    folder: FolderMaker,
    capfd: Capture,
) -> None:
    assert main(["compare", str(folder({"ice.md": ICE}) / "ice.md"), "--format", "json"]) == DONE
    result = json.loads(capfd.readouterr().out)
    assert misfits(result, COMPARE) == []
    assert result["matches"] == []


@pytest.mark.usefixtures("running")
def test_a_file_that_is_gone_from_the_folder_is_gone_from_the_comparison(
    folder: FolderMaker,
    capfd: Capture,
) -> None:
    place = folder({"harbour.txt": HARBOUR, "ice.md": ICE})
    main(["compare", str(place), "--format", "json"])
    capfd.readouterr()
    (place / "ice.md").unlink()
    main(["compare", str(place), "--format", "json"])
    result = json.loads(capfd.readouterr().out)
    assert [source["title"] for source in result["sources"]] == ["The Frozen Harbour"]
    assert result["matches"] == []


def test_a_workspace_file_is_compared_as_it_is(again: Run, capfd: Capture) -> None:
    (stored,) = (again.home / "data" / "workspaces").iterdir()
    assert main(["compare", str(stored), "--format", "json"]) in (DONE, SOME_SKIPPED)
    result = json.loads(capfd.readouterr().out)
    assert result["matches"] == json.loads(again.out)["matches"]
    assert str(stored) not in {skipped["path"] for skipped in result["skipped"]}


# check


@pytest.mark.usefixtures("running")
def test_check_finds_the_passages_closest_to_a_claim(
    folder: FolderMaker,
    capfd: Capture,
) -> None:
    place = folder({"harbour.txt": HARBOUR, "ice.md": ICE})
    claim = "Ships were locked in the harbour by ice for two months."
    assert main(["check", claim, str(place), "--format", "json", "--top", "3"]) == DONE
    result = json.loads(capfd.readouterr().out)
    assert misfits(result, CHECK) == []
    assert list(result) == ["schema", "generator", "sources", "skipped", "claims", "passages", "matches"]
    assert result["claims"] == [{"id": 1, "text": claim}]
    assert [match["rank"] for match in result["matches"]] == [1, 2, 3]
    texts = {passage["id"]: passage["text"] for passage in result["passages"]}
    closest = [texts[match["other"]] for match in result["matches"][:2]]
    assert all("harbour" in text for text in closest), closest


# relate


@pytest.mark.usefixtures("running")
def test_relate_writes_a_line_a_pair(tmp_path: Path, capfd: Capture) -> None:
    given = tmp_path / "pairs.jsonl"
    rose, fell = "Exports rose by 5 percent last year.", "Exports fell by 5 percent last year."
    given.write_text("".join(json.dumps({"a": rose, "b": other}) + "\n" for other in (fell, rose, "")))
    assert main(["relate", str(given)]) == DONE
    told = capfd.readouterr()
    assert told.err == ""
    opposed, copied, empty = (json.loads(line) for line in told.out.splitlines())
    assert misfits(opposed, FINDING) == []
    assert opposed["relation"] == "contradicts"
    assert opposed["evidence"][0]["other_text"] == fell
    assert [opposed[name] for name in PROBABILITIES] == [
        opposed["evidence"][0][name] for name in PROBABILITIES
    ]
    assert copied == {"relation": "repeats", "note": None, "evidence": [], **dict.fromkeys(PROBABILITIES)}
    assert (empty["relation"], empty["note"]) == ("related", "Not labelled: one of the passages is empty.")


def test_relate_says_which_line_is_no_pair(tmp_path: Path, capfd: Capture) -> None:
    given = tmp_path / "pairs.jsonl"
    given.write_text('{"a": "X"}\n')
    assert main(["relate", str(given)]) == FAILED
    told = capfd.readouterr()
    assert told.out == ""
    assert f"Line 1 of {given} holds no pair" in told.err


# What goes wrong


@pytest.mark.usefixtures("running")
def test_nothing_readable_is_exit_code_2(
    folder: FolderMaker,
    capfd: Capture,
) -> None:
    place = folder({"empty.txt": "", "film.mp4": b"\0\0\0\x18ftypmp42"})
    assert main(["compare", str(place), str(place / "gone.txt")]) == FAILED
    told = capfd.readouterr()
    assert told.out == ""
    for name in ("empty.txt", "film.mp4", "gone.txt"):
        assert f"skipped {place / name}: " in told.err


@pytest.mark.parametrize(
    "given",
    [
        ["compare"],
        ["check", "a claim"],
        ["compare", "x", "--top", "0"],
        ["compare", "x", "--top", "many"],
        ["compare", "x", "--format", "odt"],
        ["compare", "x", "--colour"],
        ["--nonsense"],
    ],
)
def test_bad_usage_is_exit_code_2_and_says_how_it_is_used(given: list[str], capfd: Capture) -> None:
    with pytest.raises(SystemExit) as end:
        main(given)
    assert end.value.code == FAILED
    told = capfd.readouterr()
    assert told.out == ""
    assert "usage: counterpoint" in told.err


def test_a_damaged_workspace_is_said_in_a_sentence_and_left_alone(tmp_path: Path, capfd: Capture) -> None:
    place = tmp_path / "desk.counterpoint"
    place.write_bytes(b"SQLite format 3\x00 and no more")
    assert main(["compare", str(place)]) == FAILED
    told = capfd.readouterr()
    assert told.out == ""
    assert told.err.startswith("counterpoint: The workspace “desk.counterpoint” is damaged")
    assert place.read_bytes() == b"SQLite format 3\x00 and no more"


def test_a_missing_model_says_where_one_goes(
    folder: FolderMaker, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setattr("app.embedding.models._PACKAGE", "no_such_package")
    assert main(["compare", str(folder({"ice.md": ICE}))]) == FAILED
    told = capfd.readouterr()
    assert told.out == ""
    assert "embedding model is missing" in told.err
    assert str(paths.resource("models", "embedding")) in told.err


def test_ctrl_c_ends_with_a_word(
    folder: FolderMaker, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.cli.run_to_end", interrupt)
    assert main(["compare", str(folder({"ice.md": ICE}))]) == FAILED
    assert capfd.readouterr().err == "counterpoint: cancelled.\n"


def test_logs_hold_no_document_text(first: Run) -> None:
    logs = "".join(path.read_text(encoding="utf-8") for path in (first.home / "log").iterdir())
    for text in (HARBOUR, ICE):
        assert not any(line.strip() and line.strip() in logs for line in text.splitlines())


@pytest.mark.usefixtures("running")
def test_a_docx_goes_into_a_file_or_a_pipe_but_not_onto_a_terminal(
    folder: FolderMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    place, output = str(folder({"harbour.txt": HARBOUR, "ice.md": ICE})), tmp_path / "result.docx"
    assert main(["compare", place, "--format", "docx", "--output", str(output)]) == DONE
    assert zipfile.is_zipfile(output)
    capfdbinary.readouterr()
    assert main(["check", "The harbour froze.", place, "--format", "docx"]) == DONE
    assert zipfile.is_zipfile(io.BytesIO(capfdbinary.readouterr().out))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["compare", place, "--format", "docx"]) == FAILED
    told = capfdbinary.readouterr()
    assert told.out == b""
    assert b"--output" in told.err


# doctor, delete-data, version


def test_doctor_finds_this_installation_sound(capfd: Capture) -> None:
    assert main(["doctor"]) == DONE
    lines = capfd.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    told = "\n".join(lines)
    for part in (__version__, "torch", "all-MiniLM-L6-v2", "fonts", str(paths.data_folder())):
        assert part in told


def test_doctor_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    monkeypatch.setattr("app.embedding.models._PACKAGE", "no_such_package")
    assert main(["doctor"]) == 1
    (bad,) = (line for line in capfd.readouterr().out.splitlines() if line.startswith("BAD"))
    assert "embedding model" in bad


def fill_home() -> list[Path]:
    kept = [folder / "something" for folder in paths.stored_folders()]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return kept


@pytest.mark.usefixtures("running")
def test_delete_data_deletes_all_that_is_stored_and_no_document(
    folder: FolderMaker,
    home: Path,
    capfd: Capture,
) -> None:
    place = folder({"ice.md": ICE})
    main(["compare", str(place)])
    fill_home()
    assert main(["delete-data", "--yes"]) == DONE
    assert not any(stored.exists() for stored in paths.stored_folders())
    assert list((home / "counterpoint").iterdir()) == []
    assert (place / "ice.md").read_text() == ICE
    assert "Deleted" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("answer", "code", "left"), [("no", FAILED, True), ("", FAILED, True), (" YES ", DONE, False)]
)
def test_delete_data_asks_first(
    monkeypatch: pytest.MonkeyPatch, capfd: Capture, answer: str, code: int, left: bool
) -> None:
    kept = fill_home()
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert main(["delete-data"]) == code
    assert all(path.exists() == left for path in kept)
    told = capfd.readouterr().err
    assert all(str(folder) in told for folder in paths.stored_folders())


def test_the_version_is_told_by_python_m_app_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--version"], cwd=bundle_root(), capture_output=True, check=True
    )
    assert done.stdout.decode().split() == ["counterpoint", __version__]


def test_help_names_every_command(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == DONE
    told = capsys.readouterr().out
    for command in ("compare", "check", "doctor", "delete-data"):
        assert command in told


# Files that are gone, moved or locked


LOCKED = bundle_root() / "tests" / "reading" / "pdf" / "locked.pdf"
PASSWORD = "north star"  # noqa: S105 - of a fixture


@pytest.mark.usefixtures("running")
def test_a_file_that_is_gone_is_left_out_and_said(folder: FolderMaker, capfd: Capture) -> None:
    place = folder({"harbour.txt": HARBOUR, "ice.md": ICE})
    assert main(["check", "Ice closed the harbour.", str(place), "--format", "json"]) == DONE
    capfd.readouterr()
    (place / "ice.md").unlink()
    assert main(["check", "Ice closed the harbour.", str(place), "--format", "json"]) == DONE
    said = capfd.readouterr()
    assert [source["title"] for source in json.loads(said.out)["sources"]] == ["The Frozen Harbour"]
    assert said.err == f"left out {place / 'ice.md'}: its file is not there any more.\n"


@pytest.mark.usefixtures("running")
def test_a_moved_folder_keeps_its_workspace(folder: FolderMaker, tmp_path: Path, capfd: Capture) -> None:
    place = folder({"harbour.txt": HARBOUR, "ice.md": ICE})
    folder({"harbour.txt": "Another file of the same name."}, "another")
    assert main(["compare", str(tmp_path / "another"), "--format", "json"]) == DONE
    capfd.readouterr()
    assert main(["compare", str(place), "--format", "json"]) == DONE
    before = json.loads(capfd.readouterr().out)
    workspaces = paths.data_folder() / "workspaces"
    assert len(list(workspaces.iterdir())) == 2
    moved = place.rename(tmp_path / "moved")
    assert main(["compare", str(moved), "--format", "json"]) == DONE
    after = json.loads(capfd.readouterr().out)
    assert len(list(workspaces.iterdir())) == 2
    for source in before["sources"]:
        source["path"] = source["path"].replace(str(place), str(moved))
    assert after == before


@pytest.mark.usefixtures("running")
def test_a_password_is_asked_for_on_a_terminal_until_it_fits(
    folder: FolderMaker, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder({"harbour.txt": HARBOUR, "locked.pdf": LOCKED.read_bytes(), "b.pdf": LOCKED.read_bytes()})
    command = ["check", "The night train.", str(place), "--format", "json"]
    assert main(command) == SOME_SKIPPED
    assert "needs a password" in capfd.readouterr().err
    asked: list[str] = []
    answers = iter(["", "south star", PASSWORD])

    def answer(prompt: str, _: object) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", answer)
    assert main(command) == SOME_SKIPPED
    assert [prompt.partition("(")[0] for prompt in asked] == [
        "Password of b.pdf ",
        "Password of locked.pdf ",
        "That password does not fit. Password of locked.pdf ",
    ]
    result = json.loads(capfd.readouterr().out)
    assert [Path(source["path"]).name for source in result["sources"]] == ["harbour.txt", "locked.pdf"]
    assert [Path(file["path"]).name for file in result["skipped"]] == ["b.pdf"]
