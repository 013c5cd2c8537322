"""The Debian package: the bundle in /opt, and what makes a desktop know it."""

from __future__ import annotations

import gzip
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from app import __version__
from build_scripts.installers import bundle
from build_scripts.installers.archives import OUTPUT
from build_scripts.installers.contents import APPLICATION_ID, BUILD, FILES, ROOT

ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
_STAGE = BUILD / "deb"
_LOADED_LATER = ("libEGL.so.1", "libGL.so.1")
_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_CONTROL = """\
Package: counterpoint
Version: {version}
Architecture: {architecture}
Maintainer: The Counterpoint authors <counterpoint@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme
Section: text
Priority: optional
Description: read one document beside what the others say
 Counterpoint shows, beside each paragraph of a document, the closest passages
 from the other sources, marked as agreeing, contradicting, repeating or merely
 related, with the sentences that show why. It works offline: the models are
 part of the package and no internet connection is ever opened.
"""


def make() -> Path:
    """Write the package; its bytes depend on the bundle alone."""
    shutil.rmtree(_STAGE, ignore_errors=True)
    target = _STAGE / "opt" / "counterpoint"
    shutil.copytree(bundle.FOLDER, target, symlinks=True)
    _install_desktop_files()
    depends = ", ".join(dependencies(bundle.FOLDER))
    size = bundle.size(_STAGE) // 1024
    control = _CONTROL.format(version=__version__, architecture=ARCHITECTURE, size=size, depends=depends)
    _write("DEBIAN/control", control.encode())
    _settle()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    path = OUTPUT / file_name()
    command = [
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "-z6",
        "--threads-max=1",
        "--build",
        str(_STAGE),
        str(path),
    ]
    settings = {**os.environ, "SOURCE_DATE_EPOCH": str(bundle.made_from()[2])}
    subprocess.run(command, check=True, env=settings, stdout=subprocess.DEVNULL)
    shutil.rmtree(_STAGE)
    return path


def file_name() -> str:
    """What the package is called."""
    return f"counterpoint_{__version__}_{ARCHITECTURE}.deb"


def dependencies(folder: Path) -> list[str]:
    """The system's packages that have the libraries which the bundle needs and does not hold.

    Raises:
        PackagingError: A library belongs to no package of this system.
    """
    own = {path.name for path in folder.rglob("*.so*")}
    files = [path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    told = subprocess.run(
        ["readelf", "--dynamic", "--wide", *map(str, [folder / "counterpoint", *files])],
        capture_output=True,
        text=True,
        check=True,
    )
    needed = {*_LOADED_LATER, *_NEEDED.findall(told.stdout)} - own
    packages = {_package_of(library) for library in needed} - {"libc6"}
    oldest = max(map(_version, re.findall(r"\bGLIBC_(\d+\.\d+)", _versions(files))), default=(2, 28))
    return sorted([f"libc6 (>= {oldest[0]}.{oldest[1]})", *packages])


def _versions(files: list[Path]) -> str:
    command = ["readelf", "--version-info", "--wide", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _version(text: str) -> tuple[int, int]:
    major, minor = text.split(".")
    return int(major), int(minor)


def _package_of(library: str) -> str:
    found = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise bundle.PackagingError(f"No package of this system has {library}, which the bundle needs.")
    return found.stdout.split(":", maxsplit=1)[0]


def _install_desktop_files() -> None:
    date = bundle.made_from()[1]
    for source, place in (
        (FILES / "counterpoint.desktop", "usr/share/applications/counterpoint.desktop"),
        (FILES / "counterpoint-mime.xml", "usr/share/mime/packages/counterpoint.xml"),
        (
            ROOT / "resources" / "icons" / "counterpoint.svg",
            "usr/share/icons/hicolor/scalable/apps/counterpoint.svg",
        ),
        (FILES / "copyright", "usr/share/doc/counterpoint/copyright"),
    ):
        _write(place, source.read_bytes())
    appstream = (FILES / "metainfo.xml").read_text(encoding="utf-8")
    appstream = appstream.replace("@VERSION@", __version__).replace("@DATE@", date)
    _write(f"usr/share/metainfo/{APPLICATION_ID}.metainfo.xml", appstream.encode())
    for name, place in (
        ("counterpoint.1", "man/man1/counterpoint.1.gz"),
        ("changelog", "doc/counterpoint/changelog.gz"),
    ):
        source = ROOT / "CHANGELOG.md" if name == "changelog" else FILES / name
        _write(f"usr/share/{place}", gzip.compress(source.read_bytes(), 9, mtime=0))
    command = _STAGE / "usr" / "bin" / "counterpoint"
    command.parent.mkdir(parents=True)
    command.symlink_to("../../opt/counterpoint/counterpoint")


def _write(place: str, data: bytes) -> None:
    path = _STAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _settle() -> None:
    moment = bundle.made_from()[2]
    for path in [_STAGE, *_STAGE.rglob("*")]:
        if path.is_symlink():
            os.utime(path, (moment, moment), follow_symlinks=False)
            continue
        is_open = path.is_dir() or bool(path.stat().st_mode & 0o100)
        path.chmod(0o755 if is_open else 0o644)
        os.utime(path, (moment, moment))
