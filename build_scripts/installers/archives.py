"""The portable archive, and the one that installs itself."""

from __future__ import annotations

import hashlib
import lzma
import platform
import tarfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app import __version__
from build_scripts.installers import bundle
from build_scripts.installers.contents import BUILD, FILES

OUTPUT = BUILD / "installers"
MACHINE = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
NAME = f"counterpoint-{__version__}-linux-{MACHINE}"
DESKTOP_FILES = ("counterpoint.desktop", "counterpoint-mime.xml")
_PRESET = 6


def make_tar() -> Path:
    """Write the portable archive: the bundle in one folder, names sorted, times and owners settled."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    path = OUTPUT / f"{NAME}.tar.xz"
    settled = partial(_settled, moment=bundle.made_from()[2])
    with (
        lzma.open(path, "wb", preset=_PRESET) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for file, place in _members():
            archive.add(file, place, recursive=False, filter=settled)
    return path


def _members() -> Iterator[tuple[Path, str]]:
    yield bundle.FOLDER, NAME
    found = [(path, path.relative_to(bundle.FOLDER).as_posix()) for path in bundle.FOLDER.rglob("*")]
    found += [(FILES / name, f"share/{name}") for name in DESKTOP_FILES]
    for path, place in sorted(found, key=lambda one: one[1]):
        yield path, f"{NAME}/{place}"


def _settled(member: tarfile.TarInfo, moment: int) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = moment
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def make_self_extracting(portable: Path) -> Path:
    """Write the archive that installs itself for one person: a short shell script before the portable one."""
    path = OUTPUT / f"{NAME}.run"
    packed = portable.read_bytes()
    script = (FILES / "self_extracting.sh").read_text(encoding="utf-8")
    values = {
        "@VERSION@": __version__,
        "@FOLDER@": NAME,
        "@SHA256@": hashlib.sha256(packed).hexdigest(),
        "@LINES@": str(script.count("\n") + 1),
    }
    for mark, value in values.items():
        script = script.replace(mark, value)
    path.write_bytes(script.encode() + packed)
    path.chmod(0o755)
    return path
