"""The licences of all that the bundle holds, and its bill of materials.

Runs inside PyInstaller's analysis, in the environment that the bundle is made from, since only there it is
known which packages have got in.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from app.analysis.licences import FOLDER, INDEX
from build_scripts.installers.contents import FILES, PREPARED, ROOT, Entry

OUTPUT = PREPARED / "resources" / FOLDER
_LICENCE_FILE = re.compile(r"LICEN[CS]E|COPYING|NOTICE|AUTHORS|/licenses/", re.IGNORECASE)
_STANDARD = {
    "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
_LONGEST_NAME = 120  # longer, it is the text itself
_APACHE = ("Apache", "Apache-2.0", "Apache 2.0", "Apache Software License")


@dataclass(frozen=True, slots=True)
class Part:
    """A library in the bundle; `file` has its licence's text, `kind` is "python" or "system"."""

    name: str
    version: str
    licence: str
    file: str
    kind: str


def collect(entries: Sequence[Entry]) -> list[Entry]:
    """Write the licence texts and their index, and return them as entries of the bundle.

    Args:
        entries: All modules, libraries and files of the bundle.

    Raises:
        ValueError: A library has no licence text; one must be found for it.
    """
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    parts = [*_python(), *_distributions(entries), *_system(entries)]
    index = [asdict(part) for part in sorted(parts, key=lambda part: (part.name.lower(), part.version))]
    text = json.dumps(index, indent=1, ensure_ascii=False) + "\n"
    (OUTPUT / INDEX).write_text(text, encoding="utf-8", newline="\n")
    return [(f"resources/{FOLDER}/{path.name}", str(path), "DATA") for path in sorted(OUTPUT.iterdir())]


def _python() -> Iterator[Part]:
    places = [Path(sys.base_prefix, "LICENSE.txt")]
    places += sorted(Path(sys.base_prefix).glob("lib/python3*/LICENSE.txt"))
    found = next((place for place in places if place.is_file()), None)
    if found is None:  # a distribution's own Python
        found = FILES / "licences" / "PSF-2.0.txt"
    yield _write(
        "Python", platform.python_version(), "PSF-2.0", [found.read_text(encoding="utf-8")], "python"
    )


def _distributions(entries: Iterable[Entry]) -> Iterator[Part]:
    tops = {re.split(r"[/\\.]", place, maxsplit=1)[0] for place, _, _ in entries}
    of_module = importlib.metadata.packages_distributions()
    names = {name for top in tops for name in of_module.get(top, ())} - {"counterpoint"}
    # What starts the frozen program is PyInstaller's, under its exception for that.
    for name in sorted(names | {"pyinstaller"}, key=str.lower):
        distribution = importlib.metadata.distribution(name)
        licence = _licence_of(distribution)
        yield _write(
            distribution.name, distribution.version, licence, _texts(distribution, licence), "python"
        )


def _licence_of(distribution: importlib.metadata.Distribution) -> str:
    metadata = distribution.metadata
    told = [name for field in ("License-Expression", "License") for name in metadata.get_all(field) or []]
    if not told or len(told[0]) > _LONGEST_NAME:
        classes = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
        return ", ".join(line.split(" :: ")[-1] for line in classes)
    return str(told[0])


def _texts(distribution: importlib.metadata.Distribution, licence: str) -> list[str]:
    files = [file for file in distribution.files or [] if _LICENCE_FILE.search(str(file))]
    paths = [Path(str(file.locate())) for file in sorted(files) if file.suffix not in (".py", ".pyc", ".so")]
    texts = [_decoded(path.read_bytes()) for path in paths if path.is_file()]
    texts += [(FILES / "licences" / name).read_text(encoding="utf-8") for name in _STANDARD.get(licence, ())]
    if not texts and licence.startswith(_APACHE):
        texts = [(ROOT / "LICENSE").read_text(encoding="utf-8")]
    return texts


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _system(entries: Iterable[Entry]) -> Iterator[Part]:
    """What the bundle takes along of the build machine's libraries; Debian tells their licences."""
    if not shutil.which("dpkg-query"):
        return
    found: dict[str, set[str]] = {}
    for place, path, kind in entries:
        if (
            kind == "BINARY"
            and PurePosixPath(place).parent == PurePosixPath()
            and "site-packages" not in path
        ):
            package = _package_of(path)
            if package:
                found.setdefault(package, set()).add(path)
    for package in sorted(found):
        copyright_file = Path("/usr/share/doc", package, "copyright")
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
        )
        text = copyright_file.read_text(encoding="utf-8", errors="replace")
        yield _write(package, shown.stdout, "see its text", [text], "system")


def _package_of(path: str) -> str:
    for place in (path, str(Path(path).resolve()), str(Path(path).resolve()).removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":", maxsplit=1)[0]
    return ""


def _write(name: str, version: str, licence: str, texts: Sequence[str], kind: str) -> Part:
    if not texts:
        raise ValueError(f"{name} {version} ({licence}) comes without the text of its licence.")
    file = f"{re.sub(r'[^A-Za-z0-9.+-]+', '-', name)}.txt"
    whole = "\n\n".join(dict.fromkeys(text.strip() for text in texts)) + "\n"
    (OUTPUT / file).write_text(whole, encoding="utf-8", newline="\n")
    return Part(name, version, licence, file, kind)
