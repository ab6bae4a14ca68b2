# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""The web pedal in a page of its own, in a headless Chromium."""

import json
import pathlib

from chromium import Browser
from effect import read_effect

HERE = pathlib.Path(__file__).parent
MUSTACHE = "/usr/share/javascript/mustache/mustache.min.js"
RESOURCES = ("iconTemplate", "settingsTemplate", "javascript", "stylesheet")

# What mod-ui's own style does around a pedal
STYLE = """
body { margin: 40px 100px; background: none; }
.mod-pedal { position: relative; display: inline-block; }
.mod-drag-handle { position: absolute; inset: 0; z-index: 20; }
.mod-pedal-input, .mod-pedal-output { position: absolute; top: 106px;
  z-index: 30; width: 88px; }
.mod-pedal-input { left: -88px; }
.mod-pedal-output { right: -87px; }
.mod-settings { display: none; }
"""

PAGE = """<!doctype html><meta charset="utf-8"><style>{style}</style><body>
<script>{mustache}</script>
<script>const effect = {effect}; const resources = {resources}</script>
<script>{page}</script>"""


def _in_script(value):
    """Return a value as JavaScript that may stand in a page."""
    return json.dumps(value).replace("</", "<\\/")


class Pedal:
    """A web pedal that is shown, and what mod-ui would make of it."""

    def __init__(self, bundle, uri, folder, models):
        """Show the pedal of a plugin; `folder` is empty, and kept for it."""
        files = [{"fullname": path, "basename": pathlib.Path(path).name}
                 for path in models]
        self.effect = read_effect(bundle, uri, files)
        resources = {
            name: pathlib.Path(bundle, "modgui", self.effect["gui"][name])
            .read_text(encoding="utf-8") for name in RESOURCES}
        page = pathlib.Path(folder, "page.html")
        page.write_text(PAGE.format(
            style=STYLE, mustache=pathlib.Path(MUSTACHE).read_text("utf-8"),
            effect=_in_script(self.effect), resources=_in_script(resources),
            page=(HERE / "page.js").read_text("utf-8")), encoding="utf-8")
        profile = pathlib.Path(folder, "profile")
        profile.mkdir()
        self.browser = Browser(profile)
        self.browser.open(page)

    def close(self):
        """End the browser."""
        self.browser.close()

    def js(self, code, *values):
        """Run JavaScript, %s standing for values, and return what it gives."""
        return self.browser.evaluate(
            code % tuple(json.dumps(value) for value in values))

    def box(self, selector):
        """Return x, y, width and height of an element, or None."""
        return self.js("""(() => {
            const element = pedal.querySelector(%s)
            if (!element) { return null }
            const r = element.getBoundingClientRect()
            return [r.x, r.y, r.width, r.height] })()""", selector)

    def middle(self, selector):
        """Return the pixel at an element's middle."""
        x, y, width, height = self.box(selector)
        return round(x + width / 2), round(y + height / 2)

    def control(self, symbol):
        """Return the selector of the control of a port."""
        return f'[mod-role=input-control-port][mod-port-symbol="{symbol}"]'

    def click(self, selector):
        """Click on an element."""
        self.browser.click(*self.middle(selector))

    def text(self, selector):
        """Return what an element says."""
        return self.js("pedal.querySelector(%s).textContent.trim()", selector)

    def sent(self):
        """Return what was sent since the last time."""
        return self.js("sent.splice(0)")

    def host_sets(self, symbol, value):
        """Have the host move a port."""
        self.js("hostSets(%s, %s)", symbol, value)

    def host_tells(self, name, value):
        """Have the plugin tell a parameter."""
        self.js("showParameter(%s, %s)", f"urn:remanence#{name}", value)
