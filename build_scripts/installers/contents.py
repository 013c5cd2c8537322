"""What goes into the bundle and what stays out; `counterpoint.spec` asks these functions."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from app import __version__

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
FILES = ROOT / "build_scripts" / "installers" / "files"
APPLICATION_ID = "org.counterpoint.Counterpoint"
PREPARED = BUILD / "prepared"
"""What is made for the bundle and not kept in the repository; its `resources/` go over the checkout's."""

Entry = tuple[str, str, str]
"""As PyInstaller lists files: place in the bundle, path here, kind."""

UNUSED_MODULES = (
    # The reference runtime and what only training needs.
    "torch", "transformers", "sentence_transformers", "scipy", "sklearn", "safetensors", "onnx", "sympy",
    # Helpers of packages for work that is never done here: fetching, quantising, plotting, testing.
    "huggingface_hub", "hf_xet", "httpx2", "fsspec", "yaml", "tqdm", "onnxruntime.backend",
    "onnxruntime.datasets", "onnxruntime.quantization", "onnxruntime.tools", "onnxruntime.transformers",
    "google.protobuf", "pypdfium2_cli", "dateparser_cli", "dateparser_scripts", "numpy.f2py", "matplotlib",
    "pandas", "PIL", "IPython",
    # Of the standard library.
    "tkinter", "lib2to3", "idlelib", "ensurepip", "turtledemo", "readline", "curses", "pydoc", "doctest",
    "xmlrpc",
    # Tools of the checkout.
    "pytest", "hypothesis", "setuptools", "pip", "_distutils_hack", "PyInstaller", "rapidocr", "cv2",
)  # fmt: skip

IMPORTED_BY_NAME = ("charset_normalizer.md", "dateparser_data.settings")
"""Modules that are imported by a name that no import statement tells."""

_USED_QT = ("Core", "Gui", "Widgets", "DBus", "Svg", "PrintSupport", "XcbQpa", "OpenGL", "WaylandClient",
            "WlShellIntegration")  # fmt: skip
_USED_PLUGINS = (
    "iconengines/*svgicon*",
    "imageformats/*qsvg*",
    "imageformats/*qjpeg*",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",
    "platforms/*xcb*",
    "platforms/*qwayland*",
    "platforms/*offscreen*",
    "platforms/*qwindows*",
    "platforms/*qcocoa*",
    "platformthemes/*xdgdesktopportal*",
    "printsupport/*",
    "styles/*",
    "wayland-decoration-client/*adwaita*",
    "wayland-shell-integration/*xdg-shell*",
    "xcbglintegrations/*",
)
_TAKEN_LIBRARIES = (
    # Of the build machine's libraries, those that Python and Qt's X11 plugin need and that systems have in
    # differing versions. Graphics, fonts, glib and the C++ library must be the system's own, which its
    # drivers and themes share; the .deb depends on them.
    "libpython3*", "libcrypto*", "libssl*", "libffi*", "libsqlite3*", "libbz2*", "liblzma*", "libuuid*",
    "libexpat*", "libz.so*", "libxcb-*", "libxkbcommon*", "libpyside6*", "libshiboken6*", "libicu*",
    "libQt6*", "libscipy_openblas*", "libgfortran*", "libquadmath*",
)  # fmt: skip
_QT_LIBRARY = re.compile(r"(?:lib)?Qt6?(\w+?)(?:\.so\.6|\.dll|\.abi3\.so|\.pyd)?$")
_UNUSED_DATA = (
    "babel/locale-data/*",  # only asked for where a page's language is to be filtered, which is not done
    "PySide6/Qt/translations/*",
    "PySide6/translations/*",
    "PySide6/Qt/qml/*",
    "PySide6/qml/*",
    "lxml/isoschematron/*",
    "lxml/includes/*",
    "lxml/objectify*",
    "numpy/*/tests/*",
    "onnxruntime/capi/libonnxruntime.so*",  # a second copy of the runtime, for programs in other languages
    "onnxruntime/capi/libonnxruntime.*dylib",
    "onnxruntime/capi/onnxruntime.dll.lib",
    "PySide6/opengl32sw.dll",
)
_KEPT_DATA = ("babel/locale-data/root.dat", "babel/locale-data/en.dat")
_SKIPPED_RESOURCES = ("resources/pictures/*",)


def data_files() -> list[tuple[str, str]]:
    """The resources, samples and licence of the checkout and what was prepared, as PyInstaller's `datas`."""
    found: dict[str, Path] = {}
    for root in (ROOT, PREPARED):
        for folder in ("resources", "seeds"):
            for path in sorted((root / folder).rglob("*")):
                place = path.relative_to(root).as_posix()
                if path.is_file() and not _matches(place, _SKIPPED_RESOURCES):
                    found[place] = path
    found["LICENSE"] = ROOT / "LICENSE"
    return [(str(path), str(PurePosixPath(place).parent)) for place, path in sorted(found.items())]


def collected_packages() -> tuple[str, ...]:
    """Packages that read files of their own, which are collected whole."""
    return (
        "trafilatura",
        "justext",
        "tld",
        "charset_normalizer",
        "dateparser_data",
        "snowballstemmer",
        "ftfy",
    )


TOLD_BY_DOCTOR = ("numpy", "pyside6-essentials", "onnxruntime", "tokenizers")
"""Packages whose versions the program asks for, so that their metadata goes along."""


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """Of what PyInstaller found, that which the program uses, in a fixed order."""
    return sorted(entry for entry in entries if is_wanted(entry[0].replace("\\", "/")))


def is_wanted(place: str) -> bool:
    """Whether a file belongs into the bundle.

    Args:
        place: Its path in the bundle, with forward slashes.
    """
    if _matches(place, _KEPT_DATA):
        return True
    if _matches(place, _UNUSED_DATA):
        return False
    plugin = re.search(r"PySide6/(?:Qt/)?plugins/(.+)", place)
    if plugin:
        return _matches(plugin[1], _USED_PLUGINS)
    if re.fullmatch(r"lib[^/]+\.so[.\d]*", place) and not _matches(place, _TAKEN_LIBRARIES):
        return False
    library = _QT_LIBRARY.match(PurePosixPath(place).name)
    return library is None or library[1] in _USED_QT


def _matches(place: str, patterns: Iterable[str]) -> bool:
    return any(re.fullmatch(pattern.replace(".", r"\.").replace("*", ".*"), place) for pattern in patterns)


def icon() -> Path | None:
    """The icon of the executables, where their system has icons in them and one was prepared."""
    name = {"win32": "counterpoint.ico", "darwin": "counterpoint.icns"}.get(sys.platform)
    path = PREPARED / name if name else None
    return path if path and path.is_file() else None


def signing_identity() -> str | None:
    """Whom macOS signs for; None leaves the bundle with a signature that names nobody."""
    return os.environ.get("COUNTERPOINT_SIGNING_IDENTITY") or None


def entitlements() -> str | None:
    """What a signed program of macOS may do."""
    return str(FILES / "entitlements.plist") if sys.platform == "darwin" else None


def mac_application() -> dict[str, Any]:
    """The name, icon and properties of the application on macOS."""
    document = {
        "CFBundleTypeName": "Counterpoint workspace",
        "CFBundleTypeExtensions": ["counterpoint"],
        "CFBundleTypeRole": "Editor",
        "LSHandlerRank": "Owner",
    }
    found = icon()
    return {
        "name": "Counterpoint.app",
        "icon": str(found) if found else None,
        "bundle_identifier": APPLICATION_ID,
        "version": __version__,
        "info_plist": {
            "CFBundleDocumentTypes": [document],
            "NSHighResolutionCapable": True,
            "LSApplicationCategoryType": "public.app-category.productivity",
        },
    }
