"""ONNX Runtime as both models use it: quiet, on few threads, and cut off from its maker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.offline import refuse_reports

if TYPE_CHECKING:
    import onnxruntime  # type: ignore[import-untyped] # the package carries no type information


def open_session(graph: Path, threads: int) -> onnxruntime.InferenceSession:
    """Load a graph to be run on the processor.

    Args:
        graph: The ONNX file.
        threads: How many share one run.

    Raises:
        ImportError: ONNX Runtime is not installed.
        Exception: The file cannot be loaded; the library raises types of its own.
    """
    refuse_reports()
    import onnxruntime  # noqa: PLC0415 - loaded only where inference runs

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # A thread that waits for another sleeps: on a busy machine it robs the one it waits for.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
