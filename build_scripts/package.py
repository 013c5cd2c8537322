"""Make the installers.

    python build_scripts/package.py COMMAND...

Commands, carried out in the order given:

    environment   the light environment the bundle is made in (build/environment)
    bundle        the program in one folder (build/dist/counterpoint), and its ten largest parts
    tar           the portable archive                       (Linux)
    run           the archive that installs itself           (Linux)
    deb           the Debian package                         (Debian, Ubuntu)
    windows       the installer for Windows, with makensis   (a bundle made on Windows)
    macos         the disk image                             (macOS)
    sbom, sums    the bill of materials, and SHA-256 sums of everything in build/installers
    linux         all of these that are for Linux
    compare A B   whether two builds are alike: two folders or archives; alone
    twice         make the bundle, the archive and the package a second time, and compare

Run it with the interpreter of a full set-up (`.venv`), which exports the embedding model.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from build_scripts.dev import SetUpError  # noqa: E402
from build_scripts.installers import archives, bundle, deb, environment, macos, trust, windows  # noqa: E402
from build_scripts.installers.bundle import PackagingError  # noqa: E402
from build_scripts.installers.contents import BUILD  # noqa: E402


def make_bundle() -> None:
    """Make the bundle, and tell its size."""
    bundle.make()
    bundle.tell()


def make_tar() -> None:
    """Write the portable archive."""
    _tell(archives.make_tar())


def make_run() -> None:
    """Write the archive that installs itself."""
    _tell(archives.make_self_extracting(archives.OUTPUT / f"{archives.NAME}.tar.xz"))


def make_deb() -> None:
    """Write the Debian package."""
    _tell(deb.make())


def make_windows() -> None:
    """Write the installer for Windows."""
    _tell(windows.make(bundle.FOLDER))


def make_macos() -> None:
    """Write the disk image."""
    _tell(macos.make())


def make_bill() -> None:
    """Write the bill of materials."""
    _tell(trust.write_bill())


def make_sums() -> None:
    """Write the sums."""
    _tell(trust.write_sums())


def make_linux() -> None:
    """Make all that is for Linux."""
    for make in (make_bundle, make_tar, make_run, make_deb, make_bill, make_sums):
        make()


def make_twice() -> None:
    """Make the bundle and what is packed from it again, and compare the two builds."""
    files = [archives.OUTPUT / f"{archives.NAME}.tar.xz", archives.OUTPUT / deb.file_name()]
    first = BUILD / "first"
    shutil.rmtree(first, ignore_errors=True)
    shutil.copytree(bundle.FOLDER, first / "bundle", symlinks=True)
    for file in files:
        shutil.copyfile(file, first / file.name)
    for make in (make_bundle, make_tar, make_deb):
        make()
    compare(first / "bundle", bundle.FOLDER)
    for file in files:
        compare(first / file.name, file)


def compare(one: Path, other: Path) -> None:
    """Compare two builds, file by file.

    Raises:
        PackagingError: They differ in a file that has no reason to.
    """
    found = trust.differences(one, other)
    for difference in found:
        print(f"{'may differ' if difference.reason else 'DIFFERS'}  {difference.place}  {difference.reason}")
    unexplained = sum(not difference.reason for difference in found)
    if unexplained:
        raise PackagingError(f"{one.name}: {unexplained} files differ between two builds.")
    print(f"{one.name}: alike, but for {len(found)} files" if found else f"{one.name}: the same bytes")


COMMANDS: dict[str, Callable[[], object]] = {
    "environment": environment.make,
    "bundle": make_bundle,
    "tar": make_tar,
    "run": make_run,
    "deb": make_deb,
    "windows": make_windows,
    "macos": make_macos,
    "sbom": make_bill,
    "sums": make_sums,
    "linux": make_linux,
    "twice": make_twice,
}


def _tell(path: Path) -> None:
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Carry out the commands; 0 if all was made, 1 if something could not be, 2 for bad usage."""
    if len(arguments) == 3 and arguments[0] == "compare":
        steps: list[tuple[str, Callable[[], object]]] = [
            ("compare", lambda: compare(Path(arguments[1]), Path(arguments[2])))
        ]
    elif arguments and all(name in COMMANDS for name in arguments):
        steps = [(name, COMMANDS[name]) for name in arguments]
    else:
        print(__doc__)
        return 2
    for name, make in steps:
        started = time.monotonic()
        try:
            make()
        except (PackagingError, SetUpError, subprocess.CalledProcessError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
