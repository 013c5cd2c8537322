"""Libraries that would report their use over the internet are told not to."""

from __future__ import annotations

import os

_REFUSALS = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
"""What ONNX Runtime reads when it is loaded, from version 1.29 on, since when it reports unasked. The
versions that pyproject.toml allows are older ones, which cannot; this is for whoever installs another."""


def refuse_reports() -> None:
    """To be called before ONNX Runtime, or what brings it along, is imported."""
    os.environ.update(dict.fromkeys(_REFUSALS, "1"))
