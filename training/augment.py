"""Other ways of writing a marked report: the same marks on a text that another house would have printed.

Quotation marks of another style, names that are at home in English news, verbs of saying swapped for each other, paragraphs
run together. Each is drawn by a seed, so that a run can be repeated.
"""
from __future__ import annotations

import copy
import random
import re
from bisect import bisect_right

# Verbs that say no more than "said" does: swapping them leaves certainty and status as they are.
SAID = ["said", "stated", "noted", "explained", "remarked", "observed", "added"]
SAYS = ["says", "states", "notes", "explains", "remarks", "observes", "adds"]

# Frequent names of the English-speaking world; the corpus's own come from everywhere else.
FIRST = """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah
Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley Donald Emily Steven Kimberly Andrew Donna Paul Michelle Joshua Carol
Kenneth Amanda Kevin Melissa Brian Deborah George Stephanie Timothy Rebecca Ronald Sharon Jason Laura Edward Cynthia Ryan Dorothy Jacob Amy Gary Kathleen
Nicholas Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin Katherine Samuel Christine""".split()
LAST = """Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson
Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams
Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy
Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray
Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez""".split()

CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
SINGLE = str.maketrans({"“": "‘", "”": "’"})
GUILLEMETS = str.maketrans({"“": "«", "”": "»"})


def variant(row: dict, rng: random.Random, number: int) -> dict:
    """`row` with some of its writing changed; spans follow their words."""
    row = copy.deepcopy(row)
    row["id"] = f"{row['id']}~{number}"
    edits = []
    if rng.random() < 0.6:
        edits += names(row, rng)
    if rng.random() < 0.5:
        edits += verbs(row, rng)
    if rng.random() < 0.25:
        edits += paragraphs(row["text"], rng)
    apply(row, edits)
    row["text"] = quotes(row["text"], rng)
    return row


def quotes(text: str, rng: random.Random) -> str:
    """Another style of quotation marks, character by character, so that nothing moves."""
    style = rng.choice(["straight", "curly", "single", "guillemets", "as it is", "straight", "curly"])
    if style == "straight":
        return text.translate(CURLY)
    if style == "single" and "‘" not in text and "“" in text:
        return text.translate(SINGLE)
    if style == "guillemets" and rng.random() < 0.3:
        return text.translate(GUILLEMETS)
    if style == "curly" and "“" not in text:
        opened = re.sub(r'(^|(?<=[\s(\[—–-]))"(?=\S)', "“", text, flags=re.M)
        return opened.replace('"', "”")
    return text


def names(row: dict, rng: random.Random):
    """Persons of two words get another first and last name wherever a word of theirs stands."""
    words = {}
    for entity in row["entities"]:
        parts = entity["name"].split()
        if entity["kind"] != "person" or len(parts) != 2 or not all(p[:1].isupper() and len(p) > 2 for p in parts):
            continue
        if rng.random() < 0.7:
            for old, new in zip(parts, (rng.choice(FIRST), rng.choice(LAST))):
                words.setdefault(old, new)
    return [(m.start(), m.end(), words[m[0]]) for m in re.finditer(r"\b[A-Z][\w’'-]+?\b", row["text"]) if m[0] in words]


def verbs(row: dict, rng: random.Random):
    edits = []
    for a in row["attributions"]:
        if not a.get("cue"):
            continue
        start, end = a["cue"]
        word = row["text"][start:end]
        for verbs in (SAID, SAYS):
            if word in verbs and rng.random() < 0.4:
                edits.append((start, end, rng.choice(verbs[:-1])))
    return edits


def paragraphs(text: str, rng: random.Random):
    """Some paragraphs run on; a headline, which has no full stop, stays alone."""
    return [(m.start() + 1, m.end(), " ") for m in re.finditer(r"[.!?”’\"']\n\n(?=[A-Z“‘\"'])", text) if rng.random() < 0.4]


def apply(row: dict, edits):
    """Puts each `(start, end, new)` in place and moves every span of the marks with it."""
    kept, last = [], 0
    for start, end, new in sorted(set(edits)):
        if start >= last and new != row["text"][start:end]:
            kept.append((start, end, new))
            last = end
    if not kept:
        return
    text, at, shift = [], 0, 0
    ends, moved = [], [0]
    for start, end, new in kept:
        text += [row["text"][at:start], new]
        at = end
        shift += len(new) - (end - start)
        ends.append(end)
        moved.append(shift)
    text.append(row["text"][at:])
    row["text"] = "".join(text)

    def pair(span):
        return [offset + moved[bisect_right(ends, offset)] for offset in span]

    for a in row["attributions"]:
        for part in ("source", "cue"):
            if a.get(part):
                a[part] = pair(a[part])
        a["content"] = [pair(s) for s in a["content"]]
    for m in row.get("mentions", []):
        m["start"], m["end"] = pair([m["start"], m["end"]])
