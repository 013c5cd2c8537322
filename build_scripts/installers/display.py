"""A display without a screen, and the keys pressed on it."""

from __future__ import annotations

import ctypes
import itertools
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from build_scripts.installers.bundle import PackagingError

SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - the place is fixed
"""The folder of the sockets by which programs reach displays."""

_SIZE = (1280, 800)
_TURN = 0.002
_ANSWER = 0.6
_ALL_PLANES = ctypes.c_ulong(~0)
_BY_PIXEL = 2
_PLACES = ((40, 40), (200, 300), (640, 400))


@dataclass(frozen=True, slots=True)
class Display:
    """An X display: its name as in DISPLAY."""

    name: str

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            ["env", f"DISPLAY={self.name}", *command], capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout.strip()

    def wait_for_window(self, title: str, patience: float) -> str:
        """The id of the visible window whose title has a word in it.

        Raises:
            PackagingError: There is none in time.
        """
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = self._run("xdotool", "search", "--onlyvisible", "--name", title).split()
            if found:
                self._run("xdotool", "windowactivate", "--sync", found[-1])
                return found[-1]
            time.sleep(0.1)
        raise PackagingError(f"No window named {title} was there after {patience:.0f} s.")

    def active(self) -> str:
        """The id of the window that has the focus."""
        return self._run("xdotool", "getactivewindow")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, giving the program time to answer each."""
        for key in keys:
            self._run("xdotool", "key", "--clearmodifiers", key)
            time.sleep(_ANSWER)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self._run("xdotool", "type", "--delay", "50", text)
        time.sleep(2 * _ANSWER)

    def clipboard(self) -> str:
        """What was copied."""
        return self._run("xclip", "-o", "-selection", "clipboard")

    def picture(self, path: Path) -> None:
        """Save what is on the display as PNG."""
        self._run("import", "-window", "root", str(path))

    def clear(self) -> None:
        """Wait until nothing but the bare display is shown."""
        end = time.monotonic() + 10
        with self._pixels() as pixels:
            while any(pixels()) and time.monotonic() < end:
                time.sleep(_TURN)

    def wait_for_paint(self, patience: float) -> bool:
        """Wait until something light is painted at one of three places; whether it came in time."""
        end = time.monotonic() + patience
        with self._pixels() as pixels:
            while time.monotonic() < end:
                if any(pixels()):
                    return True
                time.sleep(_TURN)
        return False

    @contextmanager
    def _pixels(self) -> Iterator[Pixels]:
        library = ctypes.CDLL("libX11.so.6")
        library.XOpenDisplay.restype = ctypes.c_void_p
        library.XDefaultRootWindow.restype = ctypes.c_ulong
        library.XGetImage.restype = ctypes.c_void_p
        library.XGetPixel.restype = ctypes.c_ulong
        connection = ctypes.c_void_p(library.XOpenDisplay(self.name.encode()))
        yield Pixels(library, connection)
        library.XCloseDisplay(connection)


@dataclass(frozen=True, slots=True)
class Pixels:
    """Reads a few pixels of a display."""

    library: ctypes.CDLL
    connection: ctypes.c_void_p

    def __call__(self) -> list[int]:
        """Their colours; 0 is the black of a bare display."""
        return [self._pixel(*place) for place in _PLACES]

    def _pixel(self, x: int, y: int) -> int:
        root = ctypes.c_ulong(self.library.XDefaultRootWindow(self.connection))
        image = ctypes.c_void_p(
            self.library.XGetImage(self.connection, root, x, y, 1, 1, _ALL_PLANES, _BY_PIXEL)
        )
        if not image:
            return 0
        colour = int(self.library.XGetPixel(image, 0, 0)) & 0xFFFFFF
        self.library.XDestroyImage(image)
        return colour


@contextmanager
def opened(*, window_manager: bool = False) -> Iterator[Display]:
    """A display of its own, with a window manager where windows are to get the focus."""
    number = next(n for n in itertools.count(170) if not Path(SOCKETS, f"X{n}").exists())
    screen = f"{_SIZE[0]}x{_SIZE[1]}x24"
    command = ["Xvfb", f":{number}", "-screen", "0", screen, "-nolisten", "tcp", "-noreset", "-ac"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for_socket(number)
            if not window_manager:
                yield Display(f":{number}")
                return
            with subprocess.Popen(
                ["env", f"DISPLAY=:{number}", "openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as manager:
                try:
                    yield Display(f":{number}")
                finally:
                    manager.terminate()
        finally:
            server.terminate()


def _wait_for_socket(number: int) -> None:
    for _ in range(200):
        if Path(SOCKETS, f"X{number}").exists():
            return
        time.sleep(0.05)
    raise PackagingError("No display could be opened: Xvfb does not start.")
