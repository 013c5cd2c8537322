"""One start of a window, timed from within: `python -m build_scripts.benchmarks.first_paint WHICH`.

WHICH is `counterpoint` for the program as its command starts it, or `bare` for an empty QMainWindow. When
the window and all in it have been painted for the first time, writes the time (of `time.monotonic`, which
all processes share), the processor time that the process took, both in seconds, and the number of model
libraries that it has loaded, and ends.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

MODEL_LIBRARIES = ("torch", "transformers", "sentence_transformers", "onnxruntime")


class BareWindow(QMainWindow):
    """The least that can be called a window."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's naming
        """Paint, then tell."""
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: tell(self))


def tell(window: QMainWindow) -> None:
    """Write what there is to tell, and end; the panes are painted in the same turn as the window."""
    now = time.monotonic()
    loaded = sum(library in sys.modules for library in MODEL_LIBRARIES)
    print(now, time.process_time(), loaded, flush=True)
    window.close()


def start_bare() -> int:
    """Show an empty window."""
    application = QApplication(sys.argv[:1])
    window = BareWindow()
    window.resize(1440, 900)
    window.show()
    return application.exec()


def start_counterpoint() -> int:
    """Start the program without arguments, its window put in the place of one that tells."""
    from app import cli  # noqa: PLC0415 - the bare window does without
    from app.ui import application  # noqa: PLC0415
    from app.ui.main_window import MainWindow  # noqa: PLC0415

    class TellingWindow(MainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's naming
            super().paintEvent(event)
            QTimer.singleShot(0, lambda: tell(self))

    vars(application)["MainWindow"] = TellingWindow
    return cli.main([])


if __name__ == "__main__":
    sys.exit(start_bare() if sys.argv[1] == "bare" else start_counterpoint())
