# Copyright 2026 The Remanence developers
# SPDX-License-Identifier: MIT
"""A plugin as mod-ui describes it to a web pedal, read from the bundle."""

import collections
import re
import subprocess

LV2 = "http://lv2plug.in/ns/lv2core#"
ATOM = "http://lv2plug.in/ns/ext/atom#"
MIDI = "http://lv2plug.in/ns/ext/midi#MidiEvent"
MOD = "http://moddevices.com/ns/mod#"
MODGUI = "http://moddevices.com/ns/modgui#"
PATCH = "http://lv2plug.in/ns/ext/patch#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
UNITS = "http://lv2plug.in/ns/extensions/units#"
DOAP_NAME = "http://usefulinc.com/ns/doap#name"

TERM = r'(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"\S*)'
TRIPLE = re.compile(rf"{TERM} {TERM} {TERM} \.")
UNITS_FILE = "/usr/lib/lv2/units.lv2/units.ttl"


def _plain(term):
    """Return a URI, or the text or number of a literal."""
    if not term.startswith('"'):
        return term.strip("<>")
    text, kind = re.fullmatch(r'"(.*)"(\S*)', term, re.S).groups()
    if re.search("#(decimal|integer|double|float)>", kind):
        return float(text)
    return text.encode().decode("unicode_escape")


class Graph:
    """What Turtle says: the objects of each subject and predicate."""

    def __init__(self, files):
        self.facts = collections.defaultdict(list)
        for number, file in enumerate(files):
            text = subprocess.run(
                ["serdi", "-q", "-p", f"f{number}", "-o", "ntriples", file],
                check=True, capture_output=True, text=True).stdout
            for subject, predicate, value in TRIPLE.findall(text):
                key = (_plain(subject), _plain(predicate))
                self.facts[key].append(_plain(value))

    def all(self, subject, predicate):
        """Return every object."""
        return self.facts.get((subject, predicate), [])

    def one(self, subject, predicate, default=""):
        """Return the first object."""
        return (self.all(subject, predicate) or [default])[0]


def _scale_points(graph, port):
    points = [{"label": graph.one(point, RDFS + "label"),
               "value": graph.one(point, RDF + "value")}
              for point in graph.all(port, LV2 + "scalePoint")]
    return sorted(points, key=lambda point: point["value"])


def _port(graph, port):
    kinds = {kind.split("#")[1]
             for kind in graph.all(port, LV2 + "portProperty")}
    flags = {flag: flag in kinds
             for flag in ("enumeration", "integer", "toggled", "trigger")}
    unit = graph.one(port, UNITS + "unit")
    ranges = {name: graph.one(port, LV2 + name, 0.0)
              for name in ("default", "minimum", "maximum")}
    return {"symbol": graph.one(port, LV2 + "symbol"),
            "name": graph.one(port, LV2 + "name"),
            "index": graph.one(port, LV2 + "index"),
            "comment": graph.one(port, RDFS + "comment"),
            "designation": graph.one(port, LV2 + "designation"),
            "properties": sorted(kinds), "ranges": ranges,
            "scalePoints": _scale_points(graph, port),
            "units": {"render": graph.one(unit, UNITS + "render")}, **flags}


def _parameter(graph, uri, files):
    types = graph.one(uri, MOD + "fileTypes")
    is_path = bool(types) and graph.one(uri, RDFS + "range") == ATOM + "Path"
    return {"uri": uri, "label": graph.one(uri, RDFS + "label"),
            "type": graph.one(uri, RDFS + "range"), "path": is_path,
            "fileTypes": types.split(",") if types else [],
            "files": files if is_path else []}


def _gui(graph, uri):
    gui = graph.one(uri, MODGUI + "gui")
    ports = [{"index": graph.one(port, LV2 + "index"),
              "symbol": graph.one(port, LV2 + "symbol"),
              "name": graph.one(port, LV2 + "name")}
             for port in graph.all(gui, MODGUI + "port")]
    monitored = [graph.one(output, LV2 + "symbol")
                 for output in graph.all(gui, MODGUI + "monitoredOutputs")]
    resources = {name: graph.one(gui, MODGUI + name).split("/")[-1]
                 for name in ("iconTemplate", "settingsTemplate", "javascript",
                              "stylesheet", "screenshot", "thumbnail")}
    return {"ports": sorted(ports, key=lambda port: port["index"]),
            "brand": graph.one(gui, MODGUI + "brand"),
            "label": graph.one(gui, MODGUI + "label"),
            "monitoredOutputs": monitored, **resources}


def read_effect(bundle, uri, files):
    """Return what mod-ui knows of a plugin, `files` being the models."""
    graph = Graph([f"{bundle}/{name}.ttl"
                   for name in ("remanence", "predict", "modgui")] +
                  [UNITS_FILE])
    ports = {kind: {"input": [], "output": []}
             for kind in ("audio", "control", "cv", "midi")}
    for port in graph.all(uri, LV2 + "port"):
        types = graph.all(port, RDF + "type")
        way = "input" if LV2 + "InputPort" in types else "output"
        for kind in ("Audio", "Control", "CV"):
            if f"{LV2}{kind}Port" in types:
                ports[kind.lower()][way].append(_port(graph, port))
        if MIDI in graph.all(port, ATOM + "supports"):
            ports["midi"][way].append(_port(graph, port))

    uris = graph.all(uri, PATCH + "writable") + graph.all(
        uri, PATCH + "readable")
    return {"uri": uri, "name": graph.one(uri, DOAP_NAME), "ports": ports,
            "parameters": [_parameter(graph, p, files) for p in uris],
            "gui": _gui(graph, uri)}
