"""A whole run in processes of its own, watched: what they import and which sockets they open."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WATCH = """
import multiprocessing, os, socket, sys

def watch(event, given):
    if event == "import" and given[0] in {"torch", "transformers", "sentence_transformers"}:
        note("import " + given[0])
    elif event == "socket.__new__" and given[1] in (socket.AF_INET, socket.AF_INET6):
        note("socket")
    elif event == "socket.getaddrinfo":
        note("lookup")

def note(what):
    with open(os.environ["WATCH_FILE"], "a") as file:
        file.write(f"{multiprocessing.current_process().name}: {what}\\n")

sys.addaudithook(watch)
"""

RUN = """
import sys
from pathlib import Path
from app.engine.engine import Engine
from app.engine.jobs import run_to_end
from app.engine.requests import EncodeTexts, ReadFile, RelatePairs

if __name__ == "__main__":
    with Engine() as engine:
        run_to_end(engine, engine.call(ReadFile(Path(sys.argv[2]))))
        document = run_to_end(engine, engine.call(ReadFile(Path(sys.argv[1])))).parts[0].document
        texts = tuple(passage.text for passage in document.passages)
        print(run_to_end(engine, engine.call(EncodeTexts(texts))).vectors.shape[0])
        run_to_end(engine, engine.call(RelatePairs(((texts[0], texts[1]),))))
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python processes note what they import and open."""
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    (tmp_path / "watched.txt").touch()
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT))),
        "WATCH_FILE": str(tmp_path / "watched.txt"),
    }


def test_the_watch_sees_a_socket(watched: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", "import socket; socket.socket()"], env=watched, check=True)
    assert Path(watched["WATCH_FILE"]).read_text() == "MainProcess: socket\n"


def strace_to(trace: Path) -> list[str]:
    """What runs a command watched from outside, compiled code included; nothing where that cannot be done."""
    strace = shutil.which("strace")
    if strace is None:
        return []
    prefix = [strace, "-f", "--seccomp-bpf", "-e", "trace=socket,socketpair", "-o", str(trace)]
    return (
        prefix if subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0 else []
    )


def test_only_the_inference_process_loads_torch_and_none_opens_an_internet_socket(
    watched: dict[str, str], tmp_path: Path
) -> None:
    run, note, trace = tmp_path / "run.py", tmp_path / "note.txt", tmp_path / "trace.txt"
    run.write_text(RUN)
    note.write_text("The summit was held in December.\n\nBread is baked from flour and water.\n")
    page = tmp_path / "page.html"
    page.write_text("<html><body><article><p>The summit was held in December.</p></article></body></html>")
    command = [sys.executable, str(run), str(note), str(page)]
    strace = strace_to(trace)
    command = [*strace, *command]
    done = subprocess.run(command, env=watched, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")
    seen = set(Path(watched["WATCH_FILE"]).read_text().splitlines())
    heavy = ("torch", "transformers", "sentence_transformers")
    assert seen == {f"counterpoint-inference: import {name}" for name in heavy}
    if strace:
        assert "AF_UNIX" in trace.read_text()
        assert not re.search(r"AF_INET6?\b", trace.read_text())
