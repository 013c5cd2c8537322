"""Making the Linux bundle smaller: symbols for debuggers, and the data of languages that nothing asks for."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_CARRY_SYMBOLS = (
    "libpython3*",
    "python3*/lib-dynload/*.so",
    "tokenizers/*.so",
    "pypdfium2_raw/*.so",
    "wcwidth/*.so",
)
"""Libraries that are a third larger by their symbols. Those in `*.libs` folders must not be touched: they
were changed after they were linked, and strip breaks them."""

_ICU_SYMBOL = "icudt{version}_dat"
_ICU_KEPT = re.compile(
    r"""(root|pool|res_index|en(_(US|GB|001))?  # the language of the program, and what stands for any other
        |[a-z]+[A-Z]\w*|icustd|icuver|metadata|units|plurals|zoneinfo64)\.res""",
    re.VERBOSE,
)
_ICU_DROPPED_FOLDERS = ("rbnf", "translit")
_ICU_DROPPED = (".cnv", ".spp")  # code pages, which our own reading decodes, and rules for names in protocols


def strip_symbols(inside: Path) -> None:
    """Take symbols out of the libraries that carry many.

    Raises:
        subprocess.CalledProcessError: binutils refuse.
    """
    for pattern in _CARRY_SYMBOLS:
        for path in inside.glob(pattern):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def trim_icu(inside: Path) -> None:
    """Rebuild Qt's library of language data with English and the common part alone.

    Qt asks it for collation and names; its own tables, not these, know how any script is shown and broken
    into lines. It is 32 MB as it comes.

    Raises:
        subprocess.CalledProcessError: icupkg or binutils refuse.
    """
    for library in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
        version = library.suffix.lstrip(".")
        with tempfile.TemporaryDirectory() as scratch:
            trimmed = _trimmed(
                library, f"icudt{version}l", _ICU_SYMBOL.format(version=version), Path(scratch)
            )
            shutil.copyfile(trimmed, library)


def _trimmed(library: Path, name: str, symbol: str, scratch: Path) -> Path:
    def run(*command: str) -> str:
        return subprocess.run(command, cwd=scratch, check=True, capture_output=True, text=True).stdout

    whole, small = f"{name}.dat", "small.dat"
    run("objcopy", "-O", "binary", "--only-section=.rodata", str(library), whole)
    dropped = [item for item in run("icupkg", "-l", whole).split() if not is_kept_of_icu(item)]
    (scratch / "dropped.txt").write_text("".join(f"{item}\n" for item in dropped), encoding="ascii")
    run("icupkg", "-r", "dropped.txt", whole, small)
    run("ld", "-r", "-b", "binary", "-z", "noexecstack", "-o", "raw.o", small)
    prefix = "_binary_small_dat_"
    run(
        "objcopy",
        f"--redefine-sym={prefix}start={symbol}",
        f"--strip-symbol={prefix}end",
        f"--strip-symbol={prefix}size",
        "--rename-section=.data=.rodata,alloc,load,readonly,data,contents",
        "--set-section-alignment=.data=16",
        "raw.o",
        "named.o",
    )
    link = ["-shared", "-soname", library.name, "-z", "noexecstack", "--build-id=none", "-o", "trimmed.so"]
    run("ld", *link, "named.o")
    return scratch / "trimmed.so"


def is_kept_of_icu(item: str) -> bool:
    """Whether an item of ICU's data stays: resources of English and of no language, tables and rules."""
    folder, _, name = item.rpartition("/")
    if folder in _ICU_DROPPED_FOLDERS or name.endswith(_ICU_DROPPED):
        return False
    return not name.endswith(".res") or _ICU_KEPT.fullmatch(name) is not None
