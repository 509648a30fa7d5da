"""From marked reports to what the model reads: tokens, pieces, features and gold in tokens.

A report comes as two lines of JSON: its gold (`onrecord-eval corpus export --layer all`, or the scorers'
`{id, text, attributions}`) and its features (`onrecord-eval features`). All spans here are half-open token ranges.
"""
from __future__ import annotations

import bisect
import json
import random
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import augment

FORMS = ["direct", "indirect", "mixed", "continued", "own-voice"]
CERTAINTIES = ["confirmed", "stated", "probable", "possible", "preliminary", "expected", "alleged", "rumoured", "doubted", "unknown"]
POLARITIES = ["affirmed", "denied"]
KINDS = ["person", "organisation", "group", "state", "outlet", "document", "unnamed"]
STATUSES = ["happened", "ongoing", "planned", "expected", "possible", "not-observed", "not-happened", "general"]
FIELDS = {"form": FORMS, "certainty": CERTAINTIES, "polarity": POLARITIES, "status": STATUSES}

# What an attribution hangs on: its cue, or without one the first word of its content.
ANCHORS = ["cue", "continued", "bare", "own-voice"]

SHAPES = ["lower", "title", "upper", "mixed", "digit", "mark"]


def shape(word: str) -> int:
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return SHAPES.index("digit" if any(c.isdigit() for c in word) else "mark")
    if all(c.islower() for c in letters):
        return SHAPES.index("lower")
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return SHAPES.index("upper")
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return SHAPES.index("title")
    return SHAPES.index("mixed")


@dataclass
class Gold:
    anchor: int
    at: tuple[int, int]
    source: tuple[int, int] | None
    content: list[tuple[int, int]]
    fields: dict[str, int] = field(default_factory=dict)
    entity: str | None = None


@dataclass
class Mention:
    at: tuple[int, int]
    entity: str
    kind: int


@dataclass
class Report:
    id: str
    text: str
    spans: list[tuple[int, int]]
    tags: list[int]
    sentence: list[int]
    block: list[int]
    quoted: list[int]
    rules: list[int]  # marks of the rules, as the product gives them to the model
    cues: list[tuple[int, int]]  # cues that the rules found
    gold: list[Gold]
    partial: bool = False  # gold holds only outermost attributions with a cue, as in PolNeAR
    unmarked: bool = False  # there is no gold: only what teachers see in it counts
    sparse: bool = False  # gold holds no mentions of sources
    quiet: bool = False  # nor what the outlet tells in its own voice, as where a speaker talks for pages
    mentions: list[Mention] = field(default_factory=list)  # of the sources

    def words(self):
        return [self.text[s:e] for s, e in self.spans]


def read(lines) -> dict[str, dict]:
    return {row["id"]: row for row in map(json.loads, lines)}


def features(binary: str, path: Path) -> dict[str, dict]:
    out = subprocess.run([binary, "features", str(path)], check=True, capture_output=True, text=True).stdout
    return read(out.splitlines())


def load(binary: str, path: Path, partial=False, sparse=False, quiet=False, unmarked=False, variants=0, seed=1) -> list[Report]:
    """The reports of a file; with `variants`, that many other writings of each behind it (see `augment`)."""
    with open(path, encoding="utf-8") as file:
        gold = read(file)
    given = features(binary, path)
    reports = [join(gold[i] | ({"attributions": [], "mentions": []} if unmarked else {}), given[i], partial, sparse) for i in gold]
    if variants:
        more = [augment.variant(row, random.Random(f"{seed} {i} {n}"), n) for i, row in gold.items() for n in range(1, variants + 1)]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in more)
            file.flush()
            given = features(binary, Path(file.name))
        reports += [join(row, given[row["id"]], partial, sparse) for row in more]
    for report in reports:
        report.quiet, report.unmarked = quiet, unmarked
    return reports


def join(gold: dict, given: dict, partial: bool, sparse: bool = False) -> Report:
    tokens = given["tokens"]
    spans = [(t[0], t[1]) for t in tokens]
    starts = [s for s, _ in spans]

    def inside(pair):
        s, e = pair
        first = bisect.bisect_left(starts, s)
        if first > 0 and spans[first - 1][1] > s:
            first -= 1
        last = bisect.bisect_left(starts, e)
        return (first, last)

    def one(pairs):
        pairs = pairs or []
        if pairs and isinstance(pairs[0], int):
            pairs = [pairs]
        found = [r for r in map(inside, pairs) if r[0] < r[1]]
        return found

    report = Report(
        id=gold["id"], text=gold["text"], spans=spans, tags=[t[2] for t in tokens], sentence=[t[3] for t in tokens],
        block=[t[4] for t in tokens], quoted=[t[5] for t in tokens], rules=[t[6] for t in tokens],
        cues=[tuple(c) for c in given["cues"]], gold=[], partial=partial, sparse=sparse)
    for row in gold["attributions"]:
        content, source, cue = one(row.get("content")), one(row.get("source")), one(row.get("cue"))
        if not content and not cue:
            continue
        form = row.get("form")
        if cue:
            anchor, at = "cue", (cue[0][0], cue[-1][1])
        else:
            at = (content[0][0], content[0][0] + 1)
            anchor = form if form in ("continued", "own-voice") else "bare"
        fields = {name: values.index(row[name]) for name, values in FIELDS.items() if row.get(name) in values}
        report.gold.append(Gold(ANCHORS.index(anchor), at, (source[0][0], source[-1][1]) if source else None, content, fields, row.get("entity")))
    kinds = {e["key"]: e["kind"] for e in gold.get("entities", [])}
    for row in gold.get("mentions", []):
        at = one([row["start"], row["end"]])
        if at and kinds.get(row["entity"]) in KINDS:
            report.mentions.append(Mention(at[0], row["entity"], KINDS.index(kinds[row["entity"]])))
    report.mentions.sort(key=lambda m: (m.at[0], -m.at[1]))
    return report


class Pieces:
    """Wordpieces of single tokens, lower-cased and without accents, as BERT's uncased vocabulary wants them."""

    def __init__(self, vocabulary: Path):
        from tokenizers.implementations import BertWordPieceTokenizer
        self.tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True, strip_accents=True, handle_chinese_chars=True)
        self.kept: dict[str, list[int]] = {}
        self.unknown = self.tokenizer.token_to_id("[UNK]")
        self.mask = self.tokenizer.token_to_id("[MASK]")
        self.cls, self.sep = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")

    def of(self, word: str) -> list[int]:
        got = self.kept.get(word)
        if got is None:
            got = self.tokenizer.encode(word, add_special_tokens=False).ids[:8] or [self.unknown]
            self.kept[word] = got
        return got
