"""Borders for the map: reads countries-110m.json of npm world-atlas, writes borders.tsv and lines.tsv beside this file.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python3 recipe.py package/countries-110m.json

A line is: ISO 3166-1 alpha-2 code (- where there is none), name, left, top, right, bottom, path. Coordinates are tenths of
a degree, from 180 W and 90 N, to the right and down, as in an equirectangular map; the path is SVG's.

lines.tsv has what is drawn over these: `coast`, `settled` and `contested` lines, and `zone`, land that is shaded for nobody.
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


# Lines between two names of the atlas that are contested, where they run through a box: west, south, east, north.
# Which lines there are is the atlas's doing; that both sides, or the United Nations, call them open is ours to say.
CONTESTED = [
    ("Crimea", "Russia", "Ukraine", (32, 44, 37, 46.6)),
    ("Kashmir, line of control", "India", "Pakistan", (73, 32.4, 80, 37.2)),
    ("Kashmir, Aksai Chin", "India", "China", (77, 32, 80.5, 36.5)),
    ("Kashmir, Shaksgam", "Pakistan", "China", (75, 35, 78, 37.2)),
    ("Arunachal Pradesh", "India", "China", (91.5, 27, 98, 30)),
    ("Golan", "Israel", "Syria", (35, 32, 37, 34)),
    ("West Bank", "Israel", "Palestine", (34, 31, 36, 33)),
    ("West Bank", "Jordan", "Palestine", (34, 31, 36, 33)),
    ("Western Sahara", "Morocco", "W. Sahara", (-18, 20, -8, 28.5)),
    ("Kosovo", "Kosovo", "Serbia", (19, 41, 23, 44)),
    ("Northern Cyprus", "Cyprus", "N. Cyprus", (32, 34, 35, 36)),
    ("Somaliland", "Somalia", "Somaliland", (42, 7, 50, 12)),
    ("Korea, demarcation line", "North Korea", "South Korea", (126, 37, 129, 39)),
    ("Halaib", "Egypt", "Sudan", (33, 21, 37, 23)),
    ("Abyei", "S. Sudan", "Sudan", (27.5, 9, 30, 11)),
    ("Essequibo", "Guyana", "Venezuela", (-62, 5, -59, 9)),
]
# Land within an outline of the atlas that is shaded for nobody, roughly: longitude, latitude.
ZONES = {
    "Kashmir": [(73.8, 33), (73.4, 34.5), (72.6, 35.9), (73.8, 36.8), (75, 37), (76, 36.1), (77.8, 35.5), (79, 35.9),
                (80.2, 35.5), (79.6, 34.6), (78.8, 33.6), (78.5, 32.6), (77.2, 32.9), (76, 32.6), (75.4, 32.3), (74.5, 32.7)],
    "Arunachal Pradesh": [(91.7, 27.77), (92.5, 27.9), (93.41, 28.64), (94.57, 29.28), (95.41, 29.03), (96.12, 29.45),
                          (96.59, 28.83), (96.25, 28.41), (97.33, 28.26), (97.4, 27.88), (97.05, 27.7), (97.13, 27.08),
                          (96.42, 27.26), (95.5, 26.77), (95.5, 27.25), (95.9, 27.75), (95.4, 27.95), (94.5, 27.6),
                          (93.8, 27), (92.6, 26.9), (92.03, 26.84), (92.11, 27.45)],
    "Halaib": [(33.57, 22), (35.53, 23.1), (36.69, 22.21), (36.87, 22)],
    "Abyei": [(27.83, 9.6), (27.97, 9.4), (28.97, 9.4), (29, 9.6), (29, 10.17), (27.83, 10.17)],
    # From the border to the river of that name.
    "Essequibo": [(-59.76, 8.37), (-60.55, 7.78), (-60.64, 7.42), (-60.3, 7.04), (-60.54, 6.86), (-61.16, 6.7), (-61.14, 6.23),
                  (-61.41, 5.96), (-60.73, 5.2), (-60.21, 5.24), (-59.98, 5.01), (-60.11, 4.58), (-59.77, 4.42), (-59.54, 3.96),
                  (-59.82, 3.61), (-59.97, 2.76), (-59.72, 2.25), (-59.65, 1.79), (-59.03, 1.32), (-58.6, 2.4), (-58.3, 3.4),
                  (-58.6, 4.3), (-58.6, 5.9), (-58.46, 6.83), (-58.48, 7.35), (-59.1, 8)],
    "Golan": [(35.62, 33.28), (35.85, 33.3), (35.95, 32.95), (35.75, 32.7), (35.62, 32.75)],
}
CRIMEA = CONTESTED[0][3]


def within(point, box):
    lon, lat = point[0] / 10 - 180, 90 - point[1] / 10
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


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


def path_of(points):
    steps = "".join(f"{b[0] - a[0]} {b[1] - a[1]} " for a, b in zip(points, points[1:])).replace(" -", "-").strip()
    return f"M{points[0][0]} {points[0][1]}l{steps}"


lines, users = [], {}
drawn = {"coast": "", "settled": "", "contested": "", "zone": ""}
seen = set()
for country in topology["objects"]["countries"]["geometries"]:
    shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    path, every = "", []
    for indices in (r for shape in shapes for r in shape):
        for index in indices:
            users.setdefault(index if index >= 0 else ~index, set()).add(country["properties"]["name"])
        points = ring(indices)
        kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if len(kept) < 4:
            continue
        if all(within(point, CRIMEA) for point in kept):
            drawn["zone"] += path_of(kept) + "z"
            seen.add("Crimea")
            continue
        every += kept
        for part in pieces(kept):
            path += path_of(part) + "z"
    if not path or country["properties"]["name"] == "Antarctica":
        continue
    code = codes.get(country.get("id", ""), "-")
    name = ours.get(code, country["properties"]["name"])
    xs, ys = [p[0] for p in every], [p[1] for p in every]
    lines.append("\t".join(map(str, [code, name, min(xs), min(ys), max(xs), max(ys), path])))
lines.sort(key=lambda line: line.split("\t")[1])
(here / "borders.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")

for index, names in sorted(users.items()):
    if names == {"Antarctica"}:
        continue
    points = arc(index)
    points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    runs = []
    for a, b in zip(points, points[1:]):
        if abs(a[0] - b[0]) > 1800 or {a[0], b[0]} <= {0, 3600}:
            continue
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        open_here = [place for place, one, other, box in CONTESTED if names == {one, other} and within(middle, box)]
        seen.update(open_here)
        kind = "contested" if open_here else "settled" if len(names) > 1 else "coast"
        if runs and runs[-1][0] == kind and runs[-1][1][-1] == a:
            runs[-1][1].append(b)
        else:
            runs.append((kind, [a, b]))
    for kind, run in runs:
        drawn[kind] += path_of(run)
for place, points in ZONES.items():
    drawn["zone"] += path_of([(round((lon + 180) * 10), round((90 - lat) * 10)) for lon, lat in points]) + "z"
missing = {place for place, *_ in CONTESTED} - seen
assert not missing, f"the atlas draws no line for {missing}"
(here / "lines.tsv").write_text("".join(f"{kind}\t{path}\n" for kind, path in drawn.items()), encoding="utf-8")
