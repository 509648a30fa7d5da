#!/usr/bin/env python3
"""Writes a trained reader as the files that crates/encoder builds in, and what its tests compare with.

    python training/export.py MODEL --to crates/encoder/data

Large matrices become bytes with a scale for each column, laid out as crates/encoder/src/kernel.rs takes them; what is small and decides
stays in f32.
"""
from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

import data
from data import FIELDS
from model import AFTER, BEFORE, Reader, trained
from windows import Maker, cut, near

GROUP, STEP = 16, 4  # columns, and rows of one column, that stand together


def floats(name, tensor):
    return {f"{name}.weight": tensor.detach().numpy().astype("<f4")}


def rounded(weight):
    """`weight` [columns, rows] as bytes, with the scale of each column."""
    weight = weight.detach().numpy()
    scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
    return np.round(weight / scale[:, None]).astype(np.int8), scale.astype("<f4")


def linear(name, layer):
    """A linear layer in bytes: groups of GROUP columns, in each STEP rows of every column together."""
    rows, scale = rounded(layer.weight)
    columns, depth = rows.shape
    laid = rows.reshape(columns // GROUP, GROUP, depth // STEP, STEP).transpose(0, 2, 1, 3)
    return {f"{name}.weight": np.ascontiguousarray(laid).reshape(depth, columns), f"{name}.scale": scale,
            f"{name}.sums": rows.astype("<i4").sum(1, dtype="<i4"), f"{name}.bias": layer.bias.detach().numpy().astype("<f4")}


def dense(name, *layers):
    """Linear layers in floats, side by side; a row for each input."""
    return {f"{name}.weight": np.ascontiguousarray(torch.cat([l.weight for l in layers]).detach().numpy().T.astype("<f4")),
            f"{name}.bias": torch.cat([l.bias for l in layers]).detach().numpy().astype("<f4")}


def norm(name, layer):
    return {**floats(name, layer.weight), f"{name}.bias": layer.bias.detach().numpy().astype("<f4")}


def layer(name, l):
    return {**linear(f"{name}.qkv", l.qkv), **linear(f"{name}.out", l.out), **norm(f"{name}.norm1", l.norm1),
            **linear(f"{name}.up", l.up), **linear(f"{name}.down", l.down), **norm(f"{name}.norm2", l.norm2)}


def weights(r: Reader):
    e = r.encoder
    words, scale = rounded(e.word.weight)
    out = {"word.weight": words, "word.scale": scale, **floats("position", e.position.weight), **norm("norm", e.norm)}
    for name, table in e.given.items():
        out |= floats(f"given.{name}", table.weight)
    for n, l in enumerate(e.layers):
        out |= layer(f"layer.{n}", l)
    out |= dense("heads", r.cue, r.start, r.mention, r.mention_kind, r.alone)
    out |= linear("link", r.link) | floats("link_reach", r.link_reach.weight)
    out |= dense("token", r.token) | dense("anchor", r.anchor)
    out |= floats("kind", r.kind.weight) | floats("reach", r.reach.weight) | floats("near", r.near.weight)
    for n, l in enumerate(r.layers):
        out |= layer(f"second.{n}", l)
    return out | dense("part", r.part) | dense("pool", r.pool[0]) | dense("fields", r.real, *(r.fields[name] for name in FIELDS))


@torch.no_grad()
def fixture(r: Reader, maker: Maker, reports):
    """What the model gives, in f32, for the first window of some reports: what crates/encoder's tests compare with."""
    rows = []
    for report in reports:
        window = cut(report, maker.of(report)["lengths"], maker.most)[0]
        n = min(window.end, 90)
        while n < window.end and report.sentence[n] == report.sentence[n - 1]:
            n += 1
        window.end = n
        batch = maker.batch([window])
        h, cue, start = r.first_pass(batch)
        anchors = [(0, g.anchor, *g.at) for g in report.gold if g.at[1] <= n][:6]
        if not anchors:
            continue
        part, _, real, fields = r.second_pass(h, batch["tokens"], torch.zeros(len(anchors), dtype=torch.long), torch.tensor([a[1:] for a in anchors]), near([window], anchors))
        heads = torch.cat([cue[0], start[0], r.mention(h[0]), r.mention_kind(h[0]), r.alone(h[0])], -1)
        nice = lambda t: [[round(x, 4) for x in row] for row in t.tolist()]
        rows.append({"words": report.words()[:n], "tags": report.tags[:n], "sentences": report.sentence[:n], "blocks": report.block[:n],
                     "quoted": report.quoted[:n], "rules": report.rules[:n], "heads": nice(heads),
                     "anchors": [list(a[1:]) for a in anchors],
                     "parts": [nice(part[k][max(0, BEFORE - a[2]):BEFORE + min(AFTER, n - a[2])]) for k, a in enumerate(anchors)],
                     "fields": nice(torch.cat([real[:, None], *(fields[name] for name in FIELDS)], -1))})
    return rows


def words_fixture(pieces, reports):
    """Pieces of every word of some reports, and of words that no report has."""
    odd = ["Zürich", "naïve", "ŁÓDŹ", "Straße", "İstanbul", "東京", "Київ", "emoji🙂word", "don’t", "co-op", "U.S.", "…", "“", "x" * 120, "\u200bzero", "a\u0301", "Ⅷ",
           "ﬁnance", "10,000.5", "@handle", "http://a.example/b?c=d", "\ufffd", "ARMENİAN", "Ǆ", "…!?", "नमस्ते", "한국어", "ｆｕｌｌ"]
    return {w: pieces.of(w) for w in odd + sorted({w for r in reports for w in r.words()})}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("model", type=Path, help="folder that train.py wrote")
    p.add_argument("--to", type=Path, required=True)
    p.add_argument("--card", type=Path, default=Path(__file__).with_name("card.json"))
    p.add_argument("--fixture", type=Path, help="JSON lines of reports to write the tests' fixtures from")
    p.add_argument("--eval", default="target/release/onrecord-eval", help="the program that writes features")
    args = p.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    reader, settings = trained(args.model)
    base = Path(settings["base"])
    save_file(weights(reader), args.to / "reader.safetensors")
    shutil.copy(base / "vocab.txt", args.to / "vocab.txt")
    card = json.loads(args.card.read_text())
    card.update(sight=[BEFORE, AFTER], steps=[[round(x, 4) for x in row] for row in reader.steps.tolist()],
                starts=[round(x, 4) for x in reader.starts.tolist()], fields=list(map(list, FIELDS.items())))
    (args.to / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    if args.fixture:
        reports = data.load(args.eval, args.fixture)
        maker = Maker(data.Pieces(base / "vocab.txt"), settings["most"])
        tests = args.to.parent / "tests" / "data"
        tests.mkdir(parents=True, exist_ok=True)
        passes = {"model": f"{card['name']}@{card['version']}", "windows": fixture(reader, maker, reports)[:4]}
        (tests / "passes.json").write_text(json.dumps(passes, ensure_ascii=False, separators=(",", ":")) + "\n")
        (tests / "pieces.json").write_text(json.dumps(words_fixture(maker.pieces, reports[:12]), ensure_ascii=False, separators=(",", ":")) + "\n")
    for file in sorted(args.to.iterdir()):
        print(f"{file.stat().st_size / 1e6:7.2f} MB  {file}")


if __name__ == "__main__":
    main()
