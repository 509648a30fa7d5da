"""Cuts reports into windows of whole sentences that the encoder can see at once."""
from __future__ import annotations

import random
from dataclasses import dataclass

import torch

from data import Pieces, Report, shape
from model import AFTER, BEFORE, SIGHT


@dataclass
class Window:
    report: Report
    start: int   # tokens
    end: int


def cut(report: Report, lengths: list[int], most: int, overlap: int = 0, first: int = 0) -> list[Window]:
    """Windows of at most `most` pieces; each begins at a sentence, `overlap` pieces before the end of the last."""
    starts = [0] + [i for i in range(1, len(report.spans)) if report.sentence[i] != report.sentence[i - 1]] + [len(report.spans)]
    size = [sum(lengths[a:b]) for a, b in zip(starts, starts[1:])]
    windows, s = [], 0
    limit = first or most
    while s < len(size):
        e, total = s, 0
        while e < len(size) and (e == s or total + size[e] <= limit):
            total += size[e]
            e += 1
        windows.append(Window(report, starts[s], starts[e]))
        if e == len(size):
            break
        back, kept = e, 0
        room = min(overlap, most - size[e])
        while back > s + 1 and kept + size[back - 1] <= room:
            kept += size[back - 1]
            back -= 1
        s, limit = back, most
    return windows


class Maker:
    """Turns windows into tensors."""

    def __init__(self, pieces: Pieces, most: int):
        self.pieces, self.most = pieces, most
        self.kept = {}

    def of(self, report: Report):
        got = self.kept.get(id(report))
        if got is None:
            words = report.words()
            ids = [self.pieces.of(w) for w in words]
            edge = []
            for i in range(len(words)):
                if i == 0:
                    edge.append(3)
                elif report.block[i] != report.block[i - 1]:
                    edge.append(2)
                elif report.sentence[i] != report.sentence[i - 1]:
                    edge.append(1)
                else:
                    edge.append(0)
            got = {"ids": ids, "lengths": [len(p) for p in ids],
                   "given": {"shape": [shape(w) for w in words], "tag": report.tags, "quoted": report.quoted, "edge": edge, "rule": report.rules}}
            self.kept[id(report)] = got
        return got

    def batch(self, windows: list[Window], drop_rules=0.0, rng: random.Random | None = None):
        rows = []
        for w in windows:
            made = self.of(w.report)
            ids, first, at = [self.pieces.cls], [], {k: [0] for k in made["given"]}
            hide = rng is not None and rng.random() < drop_rules
            for i in range(w.start, w.end):
                first.append(len(ids))
                ids += made["ids"][i]
                for k, v in made["given"].items():
                    value = 0 if hide and k == "rule" else v[i]
                    at[k] += [value] * len(made["ids"][i])
            ids.append(self.pieces.sep)
            for k in at:
                at[k].append(0)
            rows.append((ids[:510], first, at))
        p, t = max(len(r[0]) for r in rows), max(len(r[1]) for r in rows)
        b = len(rows)
        ids = torch.zeros(b, p, dtype=torch.long)
        mask = torch.zeros(b, p, dtype=torch.bool)
        first = torch.zeros(b, t, dtype=torch.long)
        tokens = torch.zeros(b, t, dtype=torch.bool)
        given = {k: torch.zeros(b, p, dtype=torch.long) for k in rows[0][2]}
        for n, (i, f, at) in enumerate(rows):
            ids[n, :len(i)] = torch.tensor(i)
            mask[n, :len(i)] = True
            first[n, :len(f)] = torch.tensor(f).clamp(max=len(i) - 1)
            tokens[n, :len(f)] = True
            for k, v in at.items():
                given[k][n, :len(i)] = torch.tensor(v[:len(i)])
        return {"ids": ids, "mask": mask, "first": first, "tokens": tokens, "given": given}


def near(windows: list[Window], anchors):
    """0 in the anchor, 1 its sentence, 2 its block, 3 elsewhere, for the tokens in sight of each."""
    kept = {}
    out = torch.full((len(anchors), SIGHT), 3, dtype=torch.long)
    for n, (w, _, a, b) in enumerate(anchors):
        if w not in kept:
            r, s, e = windows[w].report, windows[w].start, windows[w].end
            kept[w] = torch.tensor(r.sentence[s:e]), torch.tensor(r.block[s:e])
        sentence, block = kept[w]
        first, end = max(0, a - BEFORE), min(len(sentence), a + AFTER)
        row = 3 - (block[first:end] == block[a]).long() - (sentence[first:end] == sentence[a]).long()
        row[a - first:b - first] = 0
        out[n, first - a + BEFORE:end - a + BEFORE] = row
    return out
