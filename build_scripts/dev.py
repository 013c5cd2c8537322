"""Set up Counterpoint from a checkout, then open it or check it.

    python3 build_scripts/dev.py run [PATH...]       open the window on files or folders, or the samples
    python3 build_scripts/dev.py test [ARGUMENT...]  run every check; arguments go to pytest

Either command first makes `.venv` with the exact versions of `constraints.txt`. That takes minutes
once and nothing afterwards: a stamp in `.venv` tells that it is complete, and a set-up that was
interrupted has no stamp and is made good. Only the standard library is used here.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"
PYPROJECT = ROOT / "pyproject.toml"
SAMPLES = ROOT / "seeds" / "summit"
REPORT = "report.html"
OLDEST_PYTHON = (3, 11)

# PyTorch's plain Linux build carries several gigabytes of CUDA. The CPU build has a label of its own,
# so asking for the label gets that build or nothing. An index that pip is already set up for may have
# it (a mirror, a folder of wheels); else it is on PyTorch's own CPU index.
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
TORCH_CPU_LABEL = "+cpu"

# What the Qt libraries load from the system, by Debian's package. The first group is needed by any Qt
# program, with or without a screen; the others by the plugin for the kind of screen.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


class SetUpError(Exception):
    """The set-up cannot go on; the message says what happened and what to do."""


def say(line: str) -> None:
    """Tell the person at the terminal, at once and in order with what child processes write."""
    print(line, flush=True)


# What is there


def has_display(environment: Mapping[str, str], system: str = sys.platform) -> bool:
    """Whether a window can be opened."""
    if not system.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def needed_libraries(environment: Mapping[str, str], system: str = sys.platform) -> dict[str, str]:
    """The system libraries Qt needs here, each with the Debian package that has it."""
    if not system.startswith("linux"):
        return {}
    libraries = dict(QT_LIBRARIES)
    if environment.get("DISPLAY"):
        libraries |= X11_LIBRARIES
    if environment.get("WAYLAND_DISPLAY"):
        libraries |= WAYLAND_LIBRARIES
    return libraries


def missing_libraries(libraries: Mapping[str, str]) -> dict[str, str]:
    """Those of `libraries` that the system's loader does not find."""
    return {name: package for name, package in libraries.items() if not _loads(name)}


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def library_in_error(message: str) -> str | None:
    """The name of the shared library that an import error complains of, if it does."""
    found = re.search(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file", message)
    return found.group(1) if found else None


def venv_python(venv: Path, system: str = sys.platform) -> Path:
    """The interpreter of a virtual environment."""
    return venv / "Scripts" / "python.exe" if system == "win32" else venv / "bin" / "python"


# System packages


def administrator() -> list[str] | None:
    """What to put before a command that installs system packages; None where it may not be run."""
    if not shutil.which("apt-get"):
        return None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_system_packages(packages: Sequence[str], reason: str) -> None:
    """Install Debian packages, after saying so.

    Args:
        packages: Names of packages.
        reason: A sentence that says what is missing.

    Raises:
        SetUpError: They cannot be installed from here; it names the command that does.
    """
    command = "apt-get install " + " ".join(packages)
    prefix = administrator()
    if prefix is None:
        raise SetUpError(f"{reason} On Debian and Ubuntu this installs what is missing:\n  sudo {command}")
    say(f"{reason} Installing: {command}")
    # Set through `env`, since sudo clears the environment.
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    if _quiet(install).returncode == 0:
        return
    # A fresh machine has no package lists yet.
    _quiet([*apt, "update"])
    done = _quiet(install)
    if done.returncode != 0:
        raise SetUpError(f"{done.stdout}\napt-get failed. To see for yourself:\n  sudo {command}")


def _quiet(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        check=False,
    )


# The virtual environment


def set_up_key(root: Path, extra: str) -> str:
    """A digest of everything the set-up depends on; another key means: set up again."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes() + b"\0")
    interpreter = (sys.version, platform.machine(), sys.base_prefix)
    digest.update("\0".join((*interpreter, str(root), extra)).encode())
    return digest.hexdigest()


def stamp(venv: Path, extra: str) -> Path:
    """The file that records which set-up is complete; `extra` is "" for what the program itself needs."""
    return venv / f"set-up-{extra or 'program'}"


def is_set_up(root: Path, venv: Path, extra: str) -> bool:
    """Whether the environment is complete for the program and `extra`."""
    try:
        done = stamp(venv, extra).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return done == set_up_key(root, extra) and venv_python(venv).exists()


def record(root: Path, venv: Path, extras: Iterable[str]) -> None:
    """Stamp the environment as complete."""
    for extra in extras:
        stamp(venv, extra).write_text(set_up_key(root, extra), encoding="ascii")


def pinned(constraints: str, package: str) -> str:
    """The version that a constraints file records for a package.

    Raises:
        SetUpError: The file has no exact version of it.
    """
    found = re.search(rf"^{re.escape(package)}==([\w.!]+)\s*$", constraints, re.MULTILINE)
    if found is None:
        raise SetUpError(f"constraints.txt records no exact version of {package}.")
    return found.group(1)


def make_venv() -> None:
    """Make `.venv`, or make it anew where its interpreter does not run."""
    python = venv_python(VENV)
    if python.exists() and _quiet([str(python), "-m", "pip", "--version"]).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_system_packages([f"python{version}-venv"], "Python's venv module is missing.")
    say(f"Making {VENV}")
    done = _quiet([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if done.returncode != 0:
        raise SetUpError(f"{done.stdout}\nPython could not make a virtual environment in {VENV}.")


def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the environment's pip."""
    quietly = ("--quiet", "--no-input", "--disable-pip-version-check")
    return _quiet([str(venv_python(VENV)), "-m", "pip", *quietly, *arguments])


def pip_install(*arguments: str) -> None:
    """Install with the recorded versions.

    Raises:
        SetUpError: pip failed; its output is in the message.
    """
    done = pip("install", "--constraint", str(CONSTRAINTS), *arguments)
    if done.returncode != 0:
        raise SetUpError(f"{done.stdout}\npip could not install the packages. The same command tries again.")


def install_torch() -> None:
    """Install PyTorch's CPU build on Linux; elsewhere the plain build is one, and pip finds it.

    Raises:
        SetUpError: No CPU build can be had.
    """
    version = pinned(CONSTRAINTS.read_text(encoding="utf-8"), "torch")
    if not sys.platform.startswith("linux") or _installed_version("torch").split("+")[0] == version:
        return
    say(f"Installing PyTorch {version}, the CPU build (some 200 MB)")
    requirement = f"torch=={version}{TORCH_CPU_LABEL}"
    if pip("install", "--no-deps", requirement).returncode == 0:
        return
    done = pip("install", "--no-deps", "--index-url", TORCH_CPU_INDEX, "--retries", "1", requirement)
    if done.returncode != 0:
        raise SetUpError(
            f"{done.stdout}\nThe CPU build of PyTorch {version} was found neither where pip looks nor on\n"
            f"{TORCH_CPU_INDEX}. The plain build works as well, but takes several gigabytes. To use it:\n"
            f"  {venv_python(VENV)} -m pip install torch=={version}\nand run the same command again."
        )


def _installed_version(package: str) -> str:
    ask = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
    done = _quiet([str(venv_python(VENV)), "-c", ask, package])
    return done.stdout.strip() if done.returncode == 0 else ""


def set_up(extra: str = "") -> None:
    """Bring `.venv` to the recorded versions; nothing is done where the stamp says that it is there.

    Args:
        extra: "dev" for the tools of the checks, or "".
    """
    if is_set_up(ROOT, VENV, extra):
        return
    say("Setting up Counterpoint. The first time takes a few minutes; later starts are immediate.")
    started = time.monotonic()
    make_venv()
    for name in ("", "dev"):
        stamp(VENV, name).unlink(missing_ok=True)
    install_torch()
    say("Installing the other packages")
    # The build backend is installed by name, so that its version is a recorded one too.
    pip_install("hatchling", "editables")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip_install("--no-build-isolation", "--editable", target)
    record(ROOT, VENV, {"", extra})
    say(f"Set up in {time.monotonic() - started:.0f} s")


def set_up_qt(environment: Mapping[str, str]) -> None:
    """Install the system libraries that Qt needs here, and make sure that it loads.

    Raises:
        SetUpError: Something is missing that cannot be installed from here.
    """
    missing = missing_libraries(needed_libraries(environment))
    if missing:
        reason = f"Qt needs system libraries that are missing: {', '.join(sorted(missing))}."
        install_system_packages(sorted(set(missing.values())), reason)
    done = _quiet([str(venv_python(VENV)), "-c", "import PySide6.QtWidgets"])
    if done.returncode == 0:
        return
    library = library_in_error(done.stdout)
    if library is None:
        raise SetUpError(f"{done.stdout}\nQt does not load.")
    raise SetUpError(f"Qt does not load: install the system package that has the library {library}.")


# The commands


def checks(environment: Mapping[str, str], pytest_arguments: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Each check's name and command, quick ones first."""
    tools = venv_python(VENV).parent
    python = str(venv_python(VENV))
    colour = ["--color=yes"] if sys.stdout.isatty() and not environment.get("NO_COLOR") else []
    return [
        ("ruff check", [python, "-m", "ruff", "check", "--quiet"]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "--quiet"]),
        ("lint-imports", [str(tools / "lint-imports")]),
        ("mypy", [python, "-m", "mypy"]),
        ("pytest", [python, "-m", "pytest", *colour, *pytest_arguments]),
    ]


def run_checks(commands: Sequence[tuple[str, list[str]]], environment: Mapping[str, str]) -> int:
    """Run all checks, one failing or not, and sum up.

    Returns:
        The exit code: 0 if all passed, else 1.
    """
    lines, failed = [], False
    for name, command in commands:
        say(f"\n== {name}")
        started = time.monotonic()
        passed = subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode == 0
        failed |= not passed
        lines.append(f"{'passed' if passed else 'FAILED'}  {name:<13} {time.monotonic() - started:6.1f} s")
    say("\n" + "\n".join(lines))
    return 1 if failed else 0


def test(arguments: Sequence[str]) -> int:
    """Set up, then run every check."""
    set_up("dev")
    environment = dict(os.environ)
    if not has_display(environment):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    set_up_qt(environment)
    return run_checks(checks(environment, arguments), environment)


def run_command(environment: Mapping[str, str], paths: Sequence[str]) -> list[str]:
    """The command that opens the window, or writes the report where there is no display."""
    # -P: a folder named `app` where the command is given must not stand before ours.
    program = [str(venv_python(VENV)), "-P", "-m", "app"]
    paths = list(paths) or [str(SAMPLES)]
    if has_display(environment):
        return [*program, *paths]
    return [*program, "compare", *paths, "--format", "html", "--output", REPORT]


def run(paths: Sequence[str]) -> int:
    """Set up, then open the window, or write the report where there is no display."""
    set_up()
    window = has_display(os.environ)
    if window:
        set_up_qt(os.environ)
        say("Opening the window")
    else:
        say(f"There is no display, so no window: comparing the same files into {REPORT}")
    code = subprocess.run(run_command(os.environ, paths), check=False).returncode
    if not window and code in (0, 1):
        say(f"Wrote {Path(REPORT).resolve()}")
    return code


def main(arguments: Sequence[str]) -> int:
    """Carry out one command; returns the exit code."""
    commands = {"run": run, "test": test}
    if not arguments or arguments[0] not in commands:
        say(__doc__.strip())
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    if sys.version_info < OLDEST_PYTHON:
        say(f"Counterpoint needs Python 3.11 or later; this is {platform.python_version()}.")
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except SetUpError as error:
        say(str(error).strip())
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on from here.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
