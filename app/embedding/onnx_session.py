"""ONNX Runtime as both models use it: quiet, on few threads, and cut off from its maker.

Since version 1.29 ONNX Runtime reports its use over the internet, unasked. The versions allowed in
pyproject.toml are older ones, which cannot; should another one be installed all the same, it is told not to
before it is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime  # type: ignore[import-untyped] # the package carries no type information

_REFUSALS = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
"""Environment variables that its versions read when they are loaded."""


def open_session(graph: Path, threads: int) -> onnxruntime.InferenceSession:
    """Load a graph to be run on the processor.

    Args:
        graph: The ONNX file.
        threads: How many share one run.

    Raises:
        ImportError: ONNX Runtime is not installed.
        Exception: The file cannot be loaded; the library raises types of its own.
    """
    os.environ.update(dict.fromkeys(_REFUSALS, "1"))
    import onnxruntime  # noqa: PLC0415 - loaded only where inference runs

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A thread that waits for another sleeps: on a busy machine it robs the one it waits for.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
