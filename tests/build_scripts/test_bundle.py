"""The real bundle, made here and run without a network: the quick part of what proves the installers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from build_scripts import dev
from build_scripts.installers import bundle
from build_scripts.installers.contents import UNUSED_MODULES

can_be_made = sys.platform.startswith("linux") and (
    dev.administrator() is not None or all(shutil.which(tool) for tool in bundle.TOOLS)
)


def run(script: str, *words: str) -> str:
    command = [sys.executable, str(dev.ROOT / "build_scripts" / script), *words]
    done = subprocess.run(command, cwd=dev.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not can_be_made, reason="no binutils and ICU tools, and nobody here who may install them")
@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch, which exports the model, is not installed")
def test_the_bundle_works_without_a_network_and_holds_no_pytorch() -> None:
    assert "The ten largest parts" in run("package.py", "bundle")
    told = run("check_bundle.py", "quick")
    assert "all well" in told
    inside = {path.name for path in (bundle.FOLDER / "_internal").iterdir()}
    assert "onnxruntime" in inside
    assert not inside & set(UNUSED_MODULES)
