# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""A headless Chromium, driven by its DevTools protocol through a pipe."""

import base64
import json
import os
import subprocess
import time

PATIENCE_S = 60


class Browser:
    """One page; `errors` has what it complained of."""

    def __init__(self, folder):
        """Start with a profile in `folder`, which must be empty."""
        from_browser, to_us = os.pipe()
        from_us, to_browser = os.pipe()
        flags = ["--headless", "--remote-debugging-pipe", "--disable-gpu",
                 "--disable-dev-shm-usage", "--no-first-run",
                 "--disable-extensions", "--hide-scrollbars",
                 f"--user-data-dir={folder}", "about:blank"]
        if os.geteuid() == 0:  # Where its sandbox cannot be
            flags.insert(0, "--no-sandbox")

        # The pipe must be descriptors 3 and 4 there
        command = f'exec chromium "$@" 3<&{from_us} 4>&{to_us}'
        self.process = subprocess.Popen(
            ["bash", "-c", command, "chromium", *flags],
            pass_fds=(from_us, to_us), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)})
        os.close(from_us)
        os.close(to_us)
        self.into = os.fdopen(to_browser, "wb", buffering=0)
        self.out_of = os.fdopen(from_browser, "rb")
        self.buffer = b""
        self.n_calls = 0
        self.session = None
        self.errors = []
        self._open_page()

    def _open_page(self):
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in targets if t["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=page,
                             flatten=True)
        self.session = attached["sessionId"]
        self.call("Page.enable")
        self.call("Runtime.enable")
        self.call("Log.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=1000,
                  height=1000, deviceScaleFactor=1, mobile=False)

    def _read(self):
        while b"\0" not in self.buffer:
            part = os.read(self.out_of.fileno(), 65536)
            if not part:
                raise RuntimeError("Chromium ended")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def _note(self, event):
        """Keep what the page complains of."""
        params = event.get("params", {})
        if event["method"] == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            error = details.get("exception", {}).get("description", "")
            self.errors.append(f"{details['text']} {error}")
        elif event["method"] == "Runtime.consoleAPICalled":
            if params["type"] in ("error", "warning", "assert"):
                self.errors.append(str(params["args"]))
        elif event["method"] == "Log.entryAdded":
            if params["entry"]["level"] in ("error", "warning"):
                self.errors.append(params["entry"]["text"])

    def call(self, method, **params):
        """Call a method of the protocol, and return its result."""
        self.n_calls += 1
        message = {"id": self.n_calls, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.into.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self.n_calls:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            if "method" in answer:
                self._note(answer)

    def open(self, path):
        """Open a file, and wait until its scripts have run."""
        self.call("Page.navigate", url=f"file://{path}")
        end = time.monotonic() + PATIENCE_S
        while self.evaluate("document.readyState") != "complete":
            if time.monotonic() > end:
                raise RuntimeError(f"{path} was not loaded")
            time.sleep(0.05)

    def evaluate(self, expression):
        """Return what an expression gives in the page."""
        result = self.call("Runtime.evaluate", expression=expression,
                           returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def mouse(self, kind, x, y, **params):
        """Have the mouse do something at a place of the page."""
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **params)

    def click(self, x, y):
        """Click there."""
        self.mouse("mouseMoved", x, y)
        button = {"button": "left", "clickCount": 1}
        self.mouse("mousePressed", x, y, buttons=1, **button)
        self.mouse("mouseReleased", x, y, **button)

    def drag(self, x, y, up):
        """Drag from there so many pixels up."""
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y, button="left", buttons=1,
                   clickCount=1)
        for step in range(1, 9):
            self.mouse("mouseMoved", x, y - up * step / 8, button="left",
                       buttons=1)
        self.mouse("mouseReleased", x, y - up, button="left", clickCount=1)

    def wheel(self, x, y, up):
        """Turn the wheel there by so many notches up."""
        self.mouse("mouseWheel", x, y, deltaX=0, deltaY=-120 * up)

    def type(self, text):
        """Type a text, and enter."""
        self.call("Input.insertText", text=text)
        for kind in ("rawKeyDown", "char", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key="Enter",
                      code="Enter", text="\r", windowsVirtualKeyCode=13)

    def picture(self, box, scale=1.0):
        """Return a PNG of a part of the page, x, y, width and height."""
        self.call("Emulation.setDefaultBackgroundColorOverride",
                  color={"r": 0, "g": 0, "b": 0, "a": 0})
        clip = dict(zip(("x", "y", "width", "height"), box), scale=scale)
        shot = self.call("Page.captureScreenshot", format="png", clip=clip)
        return base64.b64decode(shot["data"])

    def close(self):
        """End the browser."""
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, RuntimeError):
            pass
        self.into.close()
        self.out_of.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
