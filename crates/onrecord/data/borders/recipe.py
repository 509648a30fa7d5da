"""Borders for the map: reads countries-110m.json of npm world-atlas, writes borders.tsv beside this file.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python3 recipe.py package/countries-110m.json

A line is: ISO 3166-1 alpha-2 code (- where there is none), name, left, top, right, bottom, path. Coordinates are tenths of
a degree, from 180 W and 90 N, to the right and down, as in an equirectangular map; the path is SVG's.
"""

import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
topology = json.load(open(sys.argv[1], encoding="utf-8"))
names = here.parents[2] / "extract/data/places/countries.tsv"
ours = {}
for line in names.read_text(encoding="utf-8").splitlines():
    if not line.startswith("#"):
        ours[line.split("\t")[0]] = line.split("\t")[1]
# Debian's iso-codes: the numbers that the atlas has, and the letters that the record has.
codes = {c["numeric"]: c["alpha_2"] for c in json.load(open("/usr/share/iso-codes/json/iso_3166-1.json"))["3166-1"]}

(sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]


def arc(index):
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][index if index >= 0 else ~index]:
        x, y = x + dx, y + dy
        points.append((round((x * sx + tx + 180) * 10), round((90 - y * sy - ty) * 10)))
    return points if index >= 0 else points[::-1]


def ring(indices):
    points = []
    for index in indices:
        points += arc(index)[1 if points else 0:]
    return points


def pieces(points):
    """A ring cut where it steps over the 180th meridian, for a flat map ends there."""
    parts = [[]]
    for i, point in enumerate(points[:-1]):
        if i and abs(point[0] - points[i - 1][0]) > 1800:
            parts.append([])
        parts[-1].append(point)
    if len(parts) > 1 and abs(parts[0][0][0] - parts[-1][-1][0]) <= 1800:
        parts[0] = parts.pop() + parts[0]
    return [part for part in parts if len(part) >= 3]


lines = []
for country in topology["objects"]["countries"]["geometries"]:
    shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    path, every = "", []
    for indices in (r for shape in shapes for r in shape):
        points = ring(indices)
        kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if len(kept) < 4:
            continue
        every += kept
        for part in pieces(kept):
            steps = "".join(f"{b[0] - a[0]} {b[1] - a[1]} " for a, b in zip(part, part[1:])).replace(" -", "-").strip()
            path += f"M{part[0][0]} {part[0][1]}l{steps}z"
    if not path or country["properties"]["name"] == "Antarctica":
        continue
    code = codes.get(country.get("id", ""), "-")
    name = ours.get(code, country["properties"]["name"])
    xs, ys = [p[0] for p in every], [p[1] for p in every]
    lines.append("\t".join(map(str, [code, name, min(xs), min(ys), max(xs), max(ys), path])))
lines.sort(key=lambda line: line.split("\t")[1])
(here / "borders.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
