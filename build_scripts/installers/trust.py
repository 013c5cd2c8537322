"""What lets others check the installers: sums, a bill of materials, and a comparison of two builds."""

from __future__ import annotations

import hashlib
import json
import tarfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from app import __version__
from app.analysis.licences import INDEX
from app.embedding.models import EXPORT_RECORD
from app.relations.onnx_model import CONFIG
from build_scripts.installers import bundle
from build_scripts.installers.archives import OUTPUT
from build_scripts.installers.contents import PREPARED, ROOT
from build_scripts.installers.notices import OUTPUT as LICENCES

SUMS = "SHA256SUMS"
MODELS = ("embedding", "relations")
MAY_DIFFER: tuple[tuple[str, str], ...] = ()
"""Files that two builds of one commit may differ in: a pattern of places, and why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that two builds have not alike; `reason` is empty where it may not be so."""

    place: str
    reason: str


def write_sums() -> Path:
    """Write SHA256SUMS of all installers, as `sha256sum --check` reads it."""
    path = OUTPUT / SUMS
    files = sorted(file for file in OUTPUT.iterdir() if file.is_file() and file.name != SUMS)
    path.write_text("".join(f"{_sum(file)}  {file.name}\n" for file in files), encoding="ascii", newline="\n")
    return path


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_bill() -> Path:
    """Write the bill of materials in CycloneDX's form: every library and model in the bundle."""
    index = json.loads((LICENCES / INDEX).read_text(encoding="utf-8"))
    name, _, moment = bundle.made_from()
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'counterpoint {__version__} {name}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).isoformat(),
            "component": {
                "type": "application",
                "bom-ref": "counterpoint",
                "name": "counterpoint",
                "version": f"{__version__}+{name}",
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": [*map(_component, index), *_models()],
    }
    OUTPUT.mkdir(parents=True, exist_ok=True)
    path = OUTPUT / f"counterpoint-{__version__}.cdx.json"
    path.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return path


def _component(part: dict[str, str]) -> dict[str, Any]:
    kind = {"python": "pypi", "system": "deb/debian"}[part["kind"]]
    name = part["name"].lower().replace("_", "-")
    if part["name"] == "Python":
        kind = "generic"
    reference = f"pkg:{kind}/{name}@{part['version']}"
    return {
        "type": "library",
        "bom-ref": reference,
        "name": part["name"],
        "version": part["version"],
        "licenses": [{"license": {"name": part["licence"]}}],
        "purl": reference,
    }


def _models() -> Iterator[dict[str, Any]]:
    for name in MODELS:
        prepared = PREPARED / "resources" / "models" / name
        folder = prepared if prepared.is_dir() else ROOT / "resources" / "models" / name
        yield {
            "type": "machine-learning-model",
            "bom-ref": f"model-{name}",
            "name": f"{name} model",
            "version": _model_id(folder),
            "components": [
                {
                    "type": "file",
                    "name": graph.name,
                    "hashes": [{"alg": "SHA-256", "content": _sum(graph)}],
                }
                for graph in sorted(folder.glob("*.onnx"))
            ],
        }


def _model_id(folder: Path) -> str:
    """What the program calls the model, which its folder's record names."""
    (record,) = (path for name in (CONFIG, EXPORT_RECORD) if (path := folder / name).is_file())
    return str(json.loads(record.read_text(encoding="utf-8"))["model_id"])


def differences(one: Path, other: Path) -> list[Difference]:
    """Compare two builds file by file: two folders, or two tar archives."""
    first, second = _sums(one), _sums(other)
    places = sorted(place for place in first.keys() | second.keys() if first.get(place) != second.get(place))
    return [Difference(place, _reason(place)) for place in places]


def _reason(place: str) -> str:
    return next((why for pattern, why in MAY_DIFFER if fnmatch(place, pattern)), "")


def _sums(build: Path) -> dict[str, str]:
    if build.is_dir():
        files = [path for path in build.rglob("*") if path.is_file() or path.is_symlink()]
        return {
            path.relative_to(build).as_posix(): str(path.readlink()) if path.is_symlink() else _sum(path)
            for path in files
        }
    if not tarfile.is_tarfile(build):
        return {build.name: _sum(build)}
    with tarfile.open(build) as archive:
        return {member.name: _sum_of_member(archive, member) for member in archive}


def _sum_of_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    about = f"{member.mode:o} {member.mtime} {member.linkname}"
    file = archive.extractfile(member) if member.isfile() else None
    return about if file is None else f"{about} {hashlib.sha256(file.read()).hexdigest()}"
