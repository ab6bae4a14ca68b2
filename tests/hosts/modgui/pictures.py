# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""The pictures of the web pedal that MOD shows where the pedal itself is not.

Usage: pictures.py BUNDLE FOLDER
"""

import pathlib
import sys
import tempfile

from pedal import Pedal

MODEL = "/lv2/remanence.lv2/presets/Diode Clipper/model.json"
THUMBNAIL_HEIGHT = 64


def main():
    """Write screenshot.png and thumbnail.png."""
    bundle, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        pedal = Pedal(bundle, "urn:remanence:effect", place, [])
        pedal.host_tells("model", MODEL)
        pedal.host_tells("knobNames", "Drive")
        box = pedal.box(".remanence_test")
        scale = THUMBNAIL_HEIGHT / box[3]
        pathlib.Path(folder, "screenshot.png").write_bytes(
            pedal.browser.picture(box))
        pathlib.Path(folder, "thumbnail.png").write_bytes(
            pedal.browser.picture(box, scale))
        pedal.close()


if __name__ == "__main__":
    main()
