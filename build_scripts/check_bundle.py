"""Check what was built as a user's machine would meet it.

    python build_scripts/check_bundle.py quick [BUNDLE]   seconds: the bundle's commands, without a network
    python build_scripts/check_bundle.py full [DEB]       minutes, as root: see below

`full` makes a fresh Debian (debootstrap; kept in build/root for the next time), installs the package in it,
and starts it on a display of its own as a person who has nothing else, without any network. By keys alone
it opens the sample documents, walks through them, copies a match and quits. It fails if no matches or
relations appear; on a line of output that is not expected; if a socket to an internet is opened; on a write
outside the person's data folders; or if the package, once removed, leaves more than the person's data. A
picture of the window goes to build/check.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from build_scripts.installers import archives, bundle, deb, display, proof  # noqa: E402
from build_scripts.installers.bundle import PackagingError  # noqa: E402
from build_scripts.installers.contents import BUILD  # noqa: E402
from build_scripts.installers.display import Display  # noqa: E402

OUTPUT = BUILD / "check"
PACKAGE = "/var/cache/counterpoint.deb"
SAMPLES = "/opt/counterpoint/_internal/seeds/summit"
LEAST_MATCHES = 300
LEAST_CALLS = 100
PAGE = """<!DOCTYPE html><html><head><title>A page</title></head><body><article>
<p>The meeting was held online on December 9 and 10, with the United States as its host.</p>
<p>Leaders of about one hundred countries spoke, and no common declaration was signed at its end.</p>
</article></body></html>"""
PATIENCE = 300.0
STARTS = 5
NAMED = ("agrees", "contradicts", "repeats", "related")


def main(arguments: Sequence[str]) -> int:
    """Run one of the checks; 0 if all is well, 1 if not, 2 for bad usage."""
    known: dict[str, tuple[Callable[[Path], None], Path]] = {
        "quick": (quick, bundle.FOLDER),
        "full": (full, archives.OUTPUT / deb.file_name()),
    }
    if len(arguments) not in (1, 2) or arguments[0] not in known:
        print(__doc__)
        return 2
    check, usual = known[arguments[0]]
    started = time.monotonic()
    try:
        check(Path(arguments[1]) if arguments[1:] else usual)
    except PackagingError as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    print(f"all well, in {time.monotonic() - started:.0f} s")
    return 0


def say(text: str) -> None:
    """Tell what was found."""
    print(f"ok  {text}", flush=True)


def hold(is_so: object, otherwise: str) -> None:
    """Fail with a sentence if something is not so."""
    if not is_so:
        raise PackagingError(otherwise)


# The quick part


def quick(folder: Path) -> None:
    """Run the bundle's commands in an empty home, without a network where this system lets us cut it off."""
    with tempfile.TemporaryDirectory() as home:
        cut = ["unshare", "--map-root-user", "--net"]
        can_cut = (
            sys.platform.startswith("linux") and not subprocess.run([*cut, "true"], check=False).returncode
        )
        program = [*(cut if can_cut else []), str(folder / "counterpoint")]
        settings = {"HOME": home, "USERPROFILE": home, "COUNTERPOINT_HOME": home, "PATH": os.environ["PATH"]}
        settings |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}

        def run(*words: str) -> str:
            done = subprocess.run(
                [*program, *words],
                env=settings,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            hold(
                done.returncode == 0, f"{words[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
            hold(not done.stderr, f"{words[0]} wrote:\n{done.stderr}")
            return done.stdout

        examine_doctor(run("doctor"))
        samples = folder / "_internal" / "seeds" / "summit"
        examine_comparison(run("compare", str(samples), "--format", "json"))
    say("without a network" if can_cut else "(the network could not be cut off here)")


def examine_doctor(told: str) -> None:
    """Look at what doctor says."""
    lines = told.splitlines()
    hold(bool(lines) and all(line.startswith("ok ") for line in lines), f"doctor finds faults:\n{told}")
    for line in lines:
        if line.split()[1] in ("counterpoint", "engine", "relation"):
            say(f"doctor: {' '.join(line.split()[1:])}")


def examine_comparison(text: str) -> None:
    """Look at a comparison of the sample documents: matches, and relations of every kind."""
    comparison = json.loads(text)
    kinds = [match["relation"] for match in comparison["matches"]]
    counts = {name: kinds.count(name) for name in NAMED}
    say(f"compare: {len(comparison['sources'])} sources, {len(kinds)} matches, {counts}")
    hold(len(comparison["sources"]) == 8, "compare did not read the eight sample documents.")
    hold(
        len(kinds) >= LEAST_MATCHES,
        f"compare found {len(kinds)} matches; at least {LEAST_MATCHES} were expected.",
    )
    hold(all(counts.values()), f"compare found no {', '.join(name for name in NAMED if not counts[name])}.")


# The whole


def full(package: Path) -> None:
    """Install, use and remove the package in a fresh root."""
    missing = [
        name for name in ("Xvfb", "openbox", "xdotool", "import", "xclip", "strace") if not shutil.which(name)
    ]
    hold(os.geteuid() == 0, "A fresh root is made and entered by its administrator only: run this as root.")
    hold(not missing, f"Missing here: {', '.join(missing)}.")
    hold(package.is_file(), f"{package} is not there; make it first.")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    root = proof.make_root(BUILD / "root")
    say(f"a fresh root: {root.run('cat', '/etc/debian_version').stdout.strip()}")
    with prepared(root, package) as before:
        root.run("dpkg", "--install", PACKAGE)
        listed = root.run("dpkg", "-L", "counterpoint").stdout.splitlines()
        say(f"installed {package.name}, {len(listed)} files and folders")
        installed = root.state()
        examine_desktop(root)
        use(root)
        hold(
            not proof.changes(installed, root.state()),
            f"Changed in use: {proof.changes(installed, root.state())[:9]}",
        )
        say("in use, nothing outside the person's home has changed")
        root.run("dpkg", "--purge", "counterpoint")
        left = proof.changes(before, root.state())
        hold(not left, f"Left behind by the package: {left[:9]}")
        kept = root.at(proof.DATA_FOLDERS[0]).rglob("*.counterpoint")
        hold(any(kept), "The person's workspace is gone.")
        say("removed; what is left is the person's own")


@contextmanager
def prepared(root: proof.Root, package: Path) -> Iterator[dict[str, str]]:
    """A root with all that the package depends on, and its state before the package; emptied again after."""
    shutil.rmtree(root.at(proof.HOME), ignore_errors=True)
    root.run("cp", "-r", "/etc/skel", proof.HOME)
    root.run("chown", "-R", f"{proof.USER}:{proof.USER}", proof.HOME)
    root.run("dpkg", "--purge", "counterpoint", check=False)
    shutil.copyfile(package, root.at(PACKAGE))
    fields = subprocess.run(
        ["dpkg-deb", "--field", str(package), "Depends", "Recommends"],
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = [
        name.split()[0]
        for line in fields.stdout.splitlines()
        for name in line.split(":", maxsplit=1)[1].split(",")
    ]
    root.run("apt-get", "update")
    root.run("apt-get", "install", "--yes", "--no-install-recommends", *wanted)
    mounts = [("devtmpfs", "/dev"), ("proc", "/proc"), (display.SOCKETS, display.SOCKETS)]
    for folder in (root.at(display.SOCKETS), Path(display.SOCKETS)):
        folder.mkdir(parents=True, exist_ok=True)
    mounted: list[str] = []
    try:
        for what, place in mounts:
            how = ["--bind", what] if what.startswith("/") else ["-t", what, what]
            subprocess.run(["mount", *how, str(root.at(place))], check=True)
            mounted.append(str(root.at(place)))
        yield root.state()
    finally:
        for place in reversed(mounted):
            subprocess.run(["umount", "--lazy", place], check=True)


def examine_desktop(root: proof.Root) -> None:
    """Look at what makes a desktop know the program."""
    types = root.at("/usr/share/mime/globs2").read_text(encoding="utf-8")
    programs = root.at("/usr/share/applications/mimeinfo.cache").read_text(encoding="utf-8")
    hold("application/x-counterpoint:*.counterpoint" in types, "The file type .counterpoint is not known.")
    hold("application/x-counterpoint=counterpoint.desktop" in programs, "Workspaces open with nothing.")
    say("desktop entry and file type are known")


def use(root: proof.Root) -> None:
    """Use the program as a person does: its commands, its starts, then the window by keys."""
    done = subprocess.run(root.inside("counterpoint", "doctor"), capture_output=True, text=True, check=False)
    hold(done.returncode == 0 and not done.stderr, f"doctor:\n{done.stdout}{done.stderr}")
    examine_doctor(done.stdout)
    with display.opened() as screen:
        tell_first_paint(root, screen)
    with display.opened(window_manager=True) as screen:
        drive(root, screen)
    examine_comparison(traced(root, "counterpoint", "compare", SAMPLES, "--format", "json"))
    page = root.at(proof.HOME) / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    pages = traced(root, "counterpoint", "compare", f"{proof.HOME}/page.html", SAMPLES, "--format", "json")
    hold(len(json.loads(pages)["sources"]) == 9, "The web page was not read.")
    say("a web page was read beside the samples")


def traced(root: proof.Root, *words: str) -> str:
    """What a command writes that keeps its promises; see `hold_promises`."""
    log = OUTPUT / "calls.txt"
    done = subprocess.run(
        [*proof.trace(log), *root.inside(*words)], capture_output=True, text=True, check=False
    )
    hold(done.returncode == 0, f"{words[1]} ended with {done.returncode}:\n{done.stderr}")
    hold_promises(done.stderr, log)
    return done.stdout


def hold_promises(streams: str, log: Path) -> None:
    """Fail on unexpected output, internet sockets and writes outside the data folders."""
    lines = proof.unexpected(streams)
    hold(not lines, f"Unexpected output: {lines[:9]}")
    calls = log.read_text(encoding="utf-8", errors="replace").splitlines()
    hold(len(calls) > LEAST_CALLS, "The calls were not traced.")
    hold(not proof.internet_sockets(calls), f"Sockets were opened: {proof.internet_sockets(calls)[:9]}")
    elsewhere = proof.writes_elsewhere(calls)
    hold(not elsewhere, f"Written outside the data folders: {elsewhere[:20]}")
    say(f"no unexpected output, no internet socket, no write outside the data folders ({len(calls)} calls)")


def tell_first_paint(root: proof.Root, screen: Display) -> None:
    """Measure starts: from the command to the first picture of the window."""
    command = root.inside("env", f"DISPLAY={screen.name}", "counterpoint")
    times = []
    for _ in range(STARTS):
        screen.clear()
        started = time.monotonic()
        with subprocess.Popen(command) as process:
            hold(screen.wait_for_paint(PATIENCE), "No window was painted.")
            times.append(time.monotonic() - started)
            process.terminate()
    told = ", ".join(f"{seconds:.2f}" for seconds in times)
    say(f"first paint after {statistics.median(times):.2f} s (median of {told})")


def drive(root: proof.Root, screen: Display) -> None:
    """Open the sample documents by keys, wait for relations, copy a match, quit."""
    log, streams = OUTPUT / "calls.txt", OUTPUT / "streams.txt"
    command = [*proof.trace(log), *root.inside("env", f"DISPLAY={screen.name}", "counterpoint")]
    with (
        streams.open("w", encoding="utf-8") as written,
        subprocess.Popen(command, stdout=written, stderr=written, start_new_session=True) as process,
    ):
        try:
            walk(screen)
            code = process.wait(PATIENCE)
        except BaseException as error:
            screen.picture(OUTPUT / "failed.png")
            os.killpg(process.pid, signal.SIGKILL)  # strace and all that it follows
            if isinstance(error, subprocess.TimeoutExpired):
                raise PackagingError("The program did not end by Ctrl+Q.") from None
            raise
    hold(code == 0, f"The program ended with {code}.")
    hold(relations_in(root) > 0, "No relation is kept.")
    say(f"the samples were opened by keys; {relations_in(root)} pairs have a relation")
    hold_promises(streams.read_text(encoding="utf-8"), log)


def walk(screen: Display) -> None:
    """Open the sample documents by keys, go to a contradiction once one is found, copy a match, quit."""
    window = screen.wait_for_window("Counterpoint", PATIENCE)
    screen.press("ctrl+k")
    wait_until(lambda: screen.active() != window, "The list of commands did not open")
    screen.type("sample documents")
    screen.press("Return")
    wait_until(lambda: screen.active() == window, "The list of commands did not close")
    wait_until(lambda: copied(screen) != "", "No passage could be copied")
    first = copied(screen)
    wait_until(lambda: copied(screen, "n") != first, "No contradiction was found")
    passage = copied(screen)
    say(f"a passage that something contradicts was reached by n and copied ({len(passage)} characters)")
    screen.picture(OUTPUT / "window.png")
    wait_until(lambda: copied(screen, "F6", "Down") not in ("", passage), "No match could be copied")
    say(f"a match was copied ({len(screen.clipboard())} characters)")
    screen.press("question")
    wait_until(lambda: screen.active() != window, "The sheet of keys did not open")
    screen.picture(OUTPUT / "keys.png")
    screen.press("Escape")
    wait_until(lambda: screen.active() == window, "The sheet of keys did not close")
    screen.press("ctrl+q")


def copied(screen: Display, *keys: str) -> str:
    """What Ctrl+C copies after some keys."""
    screen.press(*keys, "ctrl+c")
    return screen.clipboard()


def relations_in(root: proof.Root) -> int:
    """How many pairs the person's workspace, closed, holds a relation of."""
    (path,) = root.at(proof.DATA_FOLDERS[0]).rglob("*.counterpoint")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM findings").fetchone()[0])


def wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    """Wait for something on screen or in the workspace.

    Raises:
        PackagingError: It did not come in time.
    """
    end = time.monotonic() + PATIENCE
    while not condition():
        hold(time.monotonic() < end, f"{otherwise} within {PATIENCE:.0f} s.")
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
