"""The disk image for macOS, signed and notarised where the variables for that are set.

COUNTERPOINT_SIGNING_IDENTITY   "Developer ID Application: ..." in the keychain; without it the application
                                is signed by nobody, and macOS opens it after a right click only
COUNTERPOINT_NOTARY_PROFILE     a profile that `xcrun notarytool store-credentials` has kept; without it
                                the image is not sent to Apple
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from app import __version__
from build_scripts.installers.archives import OUTPUT
from build_scripts.installers.bundle import DIST, PackagingError
from build_scripts.installers.contents import BUILD, entitlements, signing_identity

APPLICATION = DIST / "Counterpoint.app"


def make() -> Path:
    """Write the disk image: the application beside a link to the folder of applications.

    Raises:
        PackagingError: This is no Mac, or the application has not been made.
        subprocess.CalledProcessError: Apple's tools refuse.
    """
    if sys.platform != "darwin" or not APPLICATION.is_dir():
        raise PackagingError("The disk image is made on macOS, after the command bundle.")
    identity = signing_identity()
    if identity:
        sign = ["codesign", "--force", "--deep", "--options", "runtime", "--timestamp"]
        sign += ["--entitlements", str(entitlements()), "--sign", identity, str(APPLICATION)]
        subprocess.run(sign, check=True)
        subprocess.run(["codesign", "--verify", "--deep", "--strict", str(APPLICATION)], check=True)
    stage = BUILD / "dmg"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    subprocess.run(["ditto", str(APPLICATION), str(stage / APPLICATION.name)], check=True)
    (stage / "Applications").symlink_to("/Applications")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    path = OUTPUT / f"counterpoint-{__version__}-macos-{platform.machine()}.dmg"
    image = ["hdiutil", "create", "-ov", "-format", "ULMO", "-volname", "Counterpoint"]
    subprocess.run([*image, "-srcfolder", str(stage), str(path)], check=True)
    profile = os.environ.get("COUNTERPOINT_NOTARY_PROFILE")
    if identity and profile:
        notarise = ["xcrun", "notarytool", "submit", str(path), "--keychain-profile", profile, "--wait"]
        subprocess.run(notarise, check=True)
        subprocess.run(["xcrun", "stapler", "staple", str(path)], check=True)
    return path
