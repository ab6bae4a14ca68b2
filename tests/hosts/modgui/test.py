# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""The web pedal as a user meets it: seen, clicked, dragged and told.

Usage: test.py BUNDLE FOLDER
"""

import itertools
import pathlib
import sys
import time
import traceback

from pedal import Pedal

EFFECTS = {"mono": "urn:remanence:effect",
           "stereo": "urn:remanence:effect-stereo",
           "predict": "urn:remanence:predict",
           "midi": "urn:remanence:predict-midi"}
MODEL = "urn:remanence#model"
MODELS = ["/models/Clean <1>.json", "/models/Crunch & Co.nam"]
PRESET = "/lv2/remanence.lv2/presets/overdrive/model.json"


def shown_ports(pedal):
    """Return the ports that a pedal has to show."""
    return [port for port in pedal.effect["ports"]["control"]["input"]
            if not port["designation"].endswith("#enabled")]


def face_ports(pedal):
    """Return those on its face: of the predictor not every one."""
    listed = {port["symbol"] for port in pedal.effect["gui"]["ports"]}
    ports = [port for port in shown_ports(pedal)
             if port["symbol"] in listed or port["toggled"] or
             port["enumeration"]]
    is_predictor = pedal.effect["uri"].startswith(EFFECTS["predict"])
    assert is_predictor or ports == shown_ports(pedal)
    return ports


def port_of(pedal, symbol):
    """Return a port."""
    return next(port for port in shown_ports(pedal)
                if port["symbol"] == symbol)


def turned(pedal, symbol):
    """Return how far a knob is turned, in degrees."""
    return pedal.js("""(() => {
        const style = pedal.querySelector(%s).style.transform
        return Number(style.match(/rotate\\((.*)deg/)[1]) })()""",
                    pedal.control(symbol))


def every_control_is_shown(pedal):
    """Each port and the model have a control, on the face and in settings."""
    _, _, width, height = whole = pedal.box(".remanence_test")
    assert width > 300 and height > 200, whole
    for place, ports in (("pedal", face_ports(pedal)),
                         ("settings", shown_ports(pedal))):
        for port in ports:
            assert pedal.js(place + ".querySelectorAll(%s).length",
                            pedal.control(port["symbol"])) == 1, (
                                place, port["symbol"])
    for port in face_ports(pedal):
        box = pedal.box(pedal.control(port["symbol"]))
        assert min(box[2:]) >= 20, port["symbol"]
    for place in ("pedal", "settings"):
        assert pedal.js(place + """.querySelector(
            `[mod-role=input-parameter][mod-parameter-uri="${%s}"]`) !== null
            """, MODEL), place


def ports_are_connected(pedal):
    """What goes in and out does so by the plugin's own ports."""
    ports = pedal.effect["ports"]
    assert ports["audio"]["input"] and ports["audio"]["output"]
    assert ports["midi"]["input"]
    for kind, way in (("audio", "input"), ("audio", "output"),
                      ("midi", "input"), ("midi", "output"),
                      ("cv", "output")):
        symbols = pedal.js("""[...pedal.querySelectorAll(
            `[mod-role=${%s}]`)].map(e => e.getAttribute('mod-port-symbol'))
            """, f"{way}-{kind}-port")
        expected = [port["symbol"] for port in ports[kind][way]]
        assert symbols == expected, (kind, way, symbols)
    assert pedal.effect["gui"]["monitoredOutputs"] == [
        port["symbol"] for port in ports["control"]["output"]]


def nothing_overlaps(pedal):
    """Controls are apart, within the pedal, and above the drag handle."""
    x, y, width, height = pedal.box(".remanence_test")
    selectors = [pedal.control(port["symbol"]) for port in face_ports(pedal)]
    selectors += ["[mod-role=input-parameter]", "[mod-role=bypass]",
                  "[mod-role=bypass-light]"]
    for selector in selectors:
        assert "light" in selector or pedal.js("""(() => {
            const element = pedal.querySelector(%s)
            return element.contains(document.elementFromPoint(%s, %s)) })()
            """, selector, *pedal.middle(selector)), selector

    # A dial that is turned has a larger box than it is, hence what it is in
    places = [f".rmn-at-{port['symbol']}" for port in face_ports(pedal)]
    boxes = [pedal.box(place) for place in places + selectors[len(places):]]
    for left, top, wide, high in boxes:
        assert left >= x and left + wide <= x + width, (left, wide)
        assert top >= y and top + high <= y + height, (top, high)
    for a, b in itertools.combinations(boxes, 2):
        assert (a[0] + a[2] <= b[0] + 0.01 or b[0] + b[2] <= a[0] + 0.01 or
                a[1] + a[3] <= b[1] + 0.01 or
                b[1] + b[3] <= a[1] + 0.01), (a, b)


def pedal_is_dragged(pedal):
    """There is room to take hold of it: at the top, and between controls."""
    x, y, width, height = pedal.box(".remanence_test")
    for at in ((x + 150, y + 12), (x + width / 2, y + height - 20)):
        assert pedal.js("document.elementFromPoint(%s, %s)"
                        ".getAttribute('mod-role')", *at) == "drag-handle", at


def knobs_are_dragged(pedal):
    """So many pixels up turn so many degrees, and send the port's value."""
    for control in pedal.effect["gui"]["ports"]:
        symbol = control["symbol"]
        port = port_of(pedal, symbol)
        low, high = port["ranges"]["minimum"], port["ranges"]["maximum"]
        pedal.host_sets(symbol, low)
        pedal.sent()
        pedal.browser.drag(*pedal.middle(pedal.control(symbol)), 90)
        kind, name, value = pedal.sent()[-1]
        expected = low + (high - low) * 90 / 270
        assert (kind, name) == ("port", symbol), (kind, name)
        if port["integer"]:
            assert value > low and value == int(value), (symbol, value)
            continue
        assert abs(value - expected) < 1e-6 * (high - low), (symbol, value)
        assert abs(turned(pedal, symbol) + 45) < 1e-6, turned(pedal, symbol)
        pedal.host_sets(symbol, port["ranges"]["default"])


def knobs_are_wheeled_and_typed(pedal):
    """The wheel turns by steps, and a value can be typed."""
    at = pedal.middle(pedal.control("knob_1"))
    pedal.host_sets("knob_1", 0.5)
    pedal.sent()
    pedal.browser.wheel(*at, 1)
    up = pedal.sent()[-1]
    pedal.browser.wheel(*at, -2)
    down = pedal.sent()[-1]
    assert up[:2] == ["port", "knob_1"] and up[2] > 0.5 > down[2], (up, down)

    pedal.click('[mod-role=input-control-value][mod-port-symbol="knob_1"]')
    pedal.browser.type("0.333")
    assert pedal.sent() == [["port", "knob_1", 0.333]]
    assert abs(turned(pedal, "knob_1") - (90 - 135)) < 1
    pedal.host_sets("knob_1", 0.5)


def host_moves_knobs(pedal):
    """What the host sets is shown and not sent back."""
    pedal.sent()
    for value, degrees, text in ((-24, -135, "-24.00 dB"), (0, 0, "0.00 dB"),
                                 (12, 67.5, "12.00 dB")):
        pedal.host_sets("input_gain", value)
        assert abs(turned(pedal, "input_gain") - degrees) < 1, value
        field = '[mod-role=input-control-value][mod-port-symbol="input_gain"]'
        assert pedal.text(field) == text, pedal.text(field)
    pedal.host_sets("input_gain", 0)
    assert pedal.sent() == []


def switches_switch(pedal):
    """A click switches over, and the next one back."""
    for port in shown_ports(pedal):
        if not port["toggled"] or port["trigger"]:
            continue
        selector = pedal.control(port["symbol"])
        default = port["ranges"]["default"]
        for value in (1 - default, default):
            pedal.click(selector)
            assert pedal.sent() == [["port", port["symbol"], value]]
            assert pedal.js("pedal.querySelector(%s).classList"
                            ".contains('on')", selector) == (value == 1)


def triggers_let_go(pedal):
    """A press sends 1, and the button comes back by itself."""
    for symbol in ("previous", "next", "reset"):
        assert port_of(pedal, symbol)["trigger"]
        pedal.click(pedal.control(symbol))
        assert pedal.sent() == [["port", symbol, 1]]
        time.sleep(0.2)
        assert pedal.js("pedal.querySelector(%s).className.endsWith('off')",
                        pedal.control(symbol)), symbol


def choices_are_chosen(pedal):
    """A list opens, everything in it can be clicked, and it closes."""
    for port in shown_ports(pedal):
        if not port["enumeration"]:
            continue
        selector = pedal.control(port["symbol"])
        for point in reversed(port["scalePoints"]):
            value = int(point["value"])
            pedal.click(selector)
            pedal.click(f'{selector} [mod-port-value="{value}"]')
            assert pedal.sent() == [["port", port["symbol"], value]]
            assert pedal.text(selector + " .rmn-value") == point["label"]
            assert pedal.box(selector + " .rmn-list")[3] == 0
        pedal.host_sets(port["symbol"], port["ranges"]["default"])


def models_are_selected(pedal):
    """The list of models sends the path, whatever is in a name."""
    file = "[mod-role=input-parameter]"
    for index, path in enumerate(MODELS, 1):
        pedal.click(file)
        pedal.click(f"{file} .rmn-list > div:nth-child({index})")
        assert pedal.sent() == [["parameter", MODEL, path]]
        assert pedal.text(file + " > .rmn-value") == pathlib.Path(path).name
        assert pedal.box(file + " .rmn-list")[3] == 0
    pedal.host_tells("model", PRESET)
    assert pedal.text(file + " > .rmn-value") == "overdrive"
    pedal.host_tells("model", "/elsewhere/My amp.nam")
    assert pedal.text(file + " > .rmn-value") == "My amp.nam"
    pedal.host_tells("model", MODELS[0])
    assert pedal.text(file + " > .rmn-value") == "Clean <1>.json"
    assert pedal.sent() == []


def knobs_are_the_models_own(pedal):
    """Names are asked for; a model shows as many knobs as it has."""
    asked = pedal.js("new Set(%s).size", [
        "urn:remanence#knobNames", "urn:remanence#message"])
    assert asked == 2
    pedal.host_tells("knobNames", "Drive\nTone <b>")
    assert pedal.text(".rmn-at-knob_1 .rmn-name") == "Drive"
    assert pedal.text(".rmn-at-knob_2 .rmn-name") == "Tone <b>"
    assert pedal.box(".rmn-at-knob_2")[2] > 0
    assert pedal.box(".rmn-at-knob_3")[2] == 0
    nothing_overlaps_but(pedal, {"knob_3", "knob_4"})
    pedal.host_tells("knobNames", "")
    assert pedal.box(".rmn-at-knob_1")[2] == 0
    pedal.host_tells("knobNames", "A\nB\nC\nD")
    assert pedal.box(".rmn-at-knob_4")[2] > 0


def nothing_overlaps_but(pedal, absent):
    """Check the places of the knobs that are there."""
    boxes = [pedal.box(f".rmn-at-{control['symbol']}")
             for control in pedal.effect["gui"]["ports"]
             if control["symbol"] not in absent]
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] > 0 and (a[1] != b[1] or a[0] + a[2] <= b[0] + 0.01 or
                             b[0] + b[2] <= a[0] + 0.01), (a, b)


def errors_stand_and_notes_do_not(pedal):
    """An error stands until it is clicked; a note looks otherwise."""
    banner = ".rmn-banner"
    pedal.host_tells("severity", 1)
    pedal.host_tells("message", "It will sound different")
    note = pedal.js("pedal.querySelector('.rmn-banner').className")
    assert note.endswith("rmn-note") and pedal.box(banner)[3] > 20, note
    pedal.host_tells("severity", 2)
    pedal.host_tells("message", "Model <b>X</b> is missing")
    pedal.host_tells("severity", 1)
    pedal.host_tells("message", "It will sound different")
    pedal.host_tells("severity", 0)
    pedal.host_tells("message", "")
    assert pedal.text(banner) == "Model <b>X</b> is missing"
    assert pedal.js("pedal.querySelector('.rmn-banner').className"
                    ).endswith("rmn-error")
    pedal.click(banner)
    assert pedal.box(banner)[3] == 0
    pedal.browser.mouse("mouseMoved", 1, 1)  # While it is read, none fades
    pedal.host_tells("severity", 1)
    pedal.host_tells("message", "It will sound different")
    assert pedal.js("""getComputedStyle(pedal.querySelector('.rmn-banner'))
        .animationName""").startswith("rmn-fade")
    pedal.host_tells("message", "")
    assert pedal.box(banner)[3] == 0


def bypass_works(pedal):
    """The switch for the foot bypasses, and the light goes out."""
    light = "pedal.querySelector('[mod-role=bypass-light]').className"
    assert pedal.js(light).endswith("on")
    pedal.click("[mod-role=bypass]")
    assert pedal.sent() == [["port", ":bypass", 1]]
    assert pedal.js(light).endswith("off")
    pedal.click("[mod-role=bypass]")
    assert pedal.sent() == [["port", ":bypass", 0]]
    pedal.host_sets(":bypass", 1)
    assert pedal.js(light).endswith("off") and pedal.sent() == []
    pedal.host_sets(":bypass", 0)


def latency_is_shown(pedal):
    """An output that is monitored is shown, and nothing where it is 0."""
    pedal.host_sets("latency", 96)
    assert pedal.text(".rmn-latency") == "Latency 96 frames"
    pedal.host_sets("latency", 0)
    assert pedal.text(".rmn-latency") == ""


def outputs_are_metered(pedal):
    """A predictor has a bar for each output, and a class; others have none."""
    outputs = [port["symbol"] for port in
               pedal.effect["ports"]["control"]["output"]]
    values = [symbol for symbol in outputs if symbol.startswith("value_")]
    assert len(values) == (4 if "winner" in outputs else 0), outputs
    assert pedal.box(".rmn-at-latency")[2] == 0
    for symbol in values:
        widths = []
        for value in (0, 0.25, 0.5, 1):
            pedal.host_sets(symbol, value)
            widths.append(pedal.box(f".rmn-at-{symbol} s")[2])
        assert widths[0] == 0 and widths[3] > 60, widths
        assert abs(widths[1] - widths[3] / 4) < 1, widths
        pedal.host_sets(symbol, 0)
    if values:
        pedal.host_sets("winner", 3)
        assert pedal.text(".rmn-winner") == "Class 3"
        pedal.host_sets("winner", 0)
        assert pedal.box(".rmn-winner")[3] == 0


def names_are_asked_for(pedal):
    """At the start, what the page cannot know is asked for."""
    assert pedal.sent() == [["get", "urn:remanence#knobNames"],
                            ["get", "urn:remanence#message"]]


def console_is_clean(pedal):
    """Nothing went wrong that a browser tells of."""
    assert pedal.browser.errors == [], pedal.browser.errors


TESTS = [names_are_asked_for, every_control_is_shown, ports_are_connected,
         nothing_overlaps, pedal_is_dragged, knobs_are_dragged,
         knobs_are_wheeled_and_typed, host_moves_knobs, switches_switch,
         triggers_let_go, choices_are_chosen, models_are_selected,
         knobs_are_the_models_own, errors_stand_and_notes_do_not,
         bypass_works, latency_is_shown, outputs_are_metered,
         console_is_clean]


def main():
    """Run every test on both pedals, and print a line for each."""
    bundle, folder = sys.argv[1:]
    n_failed = 0
    for channels, uri in EFFECTS.items():
        place = pathlib.Path(folder, channels)
        place.mkdir()
        pedal = Pedal(bundle, uri, place, MODELS)
        for test in TESTS:
            name = f"modgui_{channels}_{test.__name__}"
            try:
                test(pedal)
                print(f"ok {name}", flush=True)
            except (AssertionError, IndexError, RuntimeError, TypeError):
                n_failed += 1
                print(f"FAIL {name}", flush=True)
                traceback.print_exc()
        pedal.close()
    return n_failed > 0


if __name__ == "__main__":
    sys.exit(main())
