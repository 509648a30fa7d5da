#!/usr/bin/env python3
"""Scores a trained reader on dev files with the published scorer's own functions."""
from __future__ import annotations

import argparse
import collections
import importlib.util
from pathlib import Path

import torch

import data
from decode import predict, settle, spans
from windows import Maker, cut

HERE = Path(__file__).resolve().parent
PRONOUNS = {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "i", "we", "me", "us", "who", "which", "whose", "whom"}
SCORER = HERE.parent.parent / "shared" / "tools" / "score_attribution.py"


def scorer():
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counts(module, gold_rows, found_rows, texts):
    total = collections.Counter()
    for i, gold in gold_rows.items():
        tokens = module.tokenise(texts[i])
        starts = [t[0] for t in tokens]
        G = module.prep({"id": i, "attributions": gold}, texts[i], tokens, starts)
        S = module.prep({"id": i, "attributions": found_rows[i]}, texts[i], tokens, starts)
        total += module.doc_counts(G, S, None)
    return total


def gold_rows(report, outermost):
    pair = lambda r: [report.spans[r[0]][0], report.spans[r[1] - 1][1]]
    rows = []
    for g in report.gold:
        if data.ANCHORS[g.anchor] == "own-voice" or outermost and g.anchor:
            continue
        rows.append({"source": [pair(g.source)] if g.source else [], "cue": [pair(g.at)] if g.anchor == 0 else [], "content": [pair(c) for c in g.content]})
    return rows


def triples(model, maker, args, sweep=(0.4, 0.5, 0.6, 0.7, 0.8)):
    module = scorer()
    for path in args.dev:
        outermost = "polnear" in path.name
        reports = data.load(args.eval, path, partial=outermost)
        found = predict(model, maker, reports)
        texts = {r.id: r.text for r in reports}
        gold = {r.id: gold_rows(r, outermost) for r in reports}
        for least in sweep:
            rows = {r.id: spans(r, settle(r, found[r.id], least, least), outermost, outermost)["attributions"] for r in reports}
            C = counts(module, gold, rows, texts)
            f = lambda a, k: "/".join(f"{100 * x:.1f}" for x in module.prf(C, a, k))
            print(f"{path.name} at {least}: triple {f('attr', 'iou50')}  exact source {f('source', 'exact')} cue {f('cue', 'exact')} content {f('content', 'exact')} content50 {f('content', 'iou50')}", flush=True)
        if not outermost:
            by_kind(module, reports, found, texts)
        if any(r.mentions for r in reports):
            mentions(model, maker, reports)


@torch.no_grad()
def mentions(model, maker, reports):
    """Mentions of sources, what they are, and whether each mention chosen for a gold one is of its source."""
    hit, gold_count, found_count, kind_right = 0, 0, 0, 0
    linked, of = collections.Counter(), collections.Counter()
    for r in reports:
        for window in cut(r, maker.of(r)["lengths"], maker.most):
            batch = maker.batch([window])
            h, _, _ = model.first_pass(batch)
            s, e = window.start, window.end
            tags = model.mention(h[0]).argmax(-1).tolist()[:e - s]
            gold = {m.at[0] - s: m for m in r.mentions if s <= m.at[0] and m.at[1] <= e}
            starts = {i for i, t in enumerate(tags) if t == 1}
            hit += len(starts & set(gold)); gold_count += len(gold); found_count += len(starts)
            kinds = model.mention_kind(h[0]).argmax(-1).tolist()
            kind_right += sum(kinds[i] == m.kind for i, m in gold.items())
            ranges = [(i, m.at[1] - s - 1, m.entity, "mention") for i, m in gold.items()]
            back = ranges + [(g.at[0] - s, g.at[0] - s, g.entity, data.ANCHORS[g.anchor]) for g in r.gold if g.anchor and g.entity and s <= g.at[0] < e]
            if not ranges:
                continue
            chosen = model.links(h[0], torch.tensor([b[:2] for b in back]), torch.tensor([x[:2] for x in ranges])).argmax(1).tolist()
            words = r.words()
            for (first, last, entity, what), c in zip(back, chosen):
                before = [x for x in ranges if x[0] < first and x[2] == entity]
                if what == "mention":
                    what = "pronoun" if first == last and words[s + first].lower() in PRONOUNS else "name" if words[s + first][:1].isupper() and r.sentence[s + first] == r.sentence[s + first - 1] else "other"
                what += " of one before" if before else " for the first time"
                of[what] += 1
                linked[what] += (c < len(ranges) and ranges[c][2] == entity) if before else c == len(ranges)
    print(f"mentions: {100 * hit / max(1, found_count):.1f}/{100 * hit / max(1, gold_count):.1f}, kind {100 * kind_right / max(1, gold_count):.1f}; linked rightly: "
          + ", ".join(f"{k} {100 * linked[k] / of[k]:.1f} ({of[k]})" for k in sorted(of)), flush=True)


def by_kind(module, reports, found, texts):
    """Triples of one kind of gold found among all that was found, and the fields of what was found."""
    hit, of, right, both = (collections.Counter() for _ in range(4))
    confusion = collections.Counter()
    for r in reports:
        kept = [k for k in settle(r, found[r.id]) if k["kind"] != 3]
        golds = [g for g in r.gold if data.ANCHORS[g.anchor] != "own-voice"]
        tokens = module.tokenise(texts[r.id])
        starts = [t[0] for t in tokens]
        pair = lambda x: [r.spans[x[0]][0], r.spans[x[1] - 1][1]]
        row = lambda source, cue, content: {"source": [pair(source)] if source else [], "cue": [pair(cue)] if cue else [], "content": [pair(c) for c in content]}
        G = module.prep({"id": 0, "attributions": [row(g.source, g.at if g.anchor == 0 else None, g.content) for g in golds]}, texts[r.id], tokens, starts)
        S = module.prep({"id": 0, "attributions": [row(k["source"], k["at"] if k["kind"] == 0 else None, k["content"]) for k in kept]}, texts[r.id], tokens, starts)
        ok = lambda a, b: module.jac(a["content"][2], b["content"][2]) >= .5 and module.jac(a["source"][2], b["source"][2]) >= .5 and (not a["cue"][0] and not b["cue"][0] or bool(a["cue"][2] & b["cue"][2]))
        pairs = dict(module.match(G, S, ok, lambda a, b: module.jac(a["content"][2], b["content"][2])))
        inside = lambda g: any(o is not g and any(x <= g.at[0] < y for x, y in o.content) and sum(y - x for x, y in o.content) > sum(y - x for x, y in g.content) for o in golds)
        for n, g in enumerate(golds):
            kinds = [data.ANCHORS[g.anchor]] + (["nested"] if inside(g) else []) + (["discontinuous"] if len(g.content) > 1 else [])
            kinds += [data.FORMS[g.fields["form"]]] if "form" in g.fields else []
            for kind in set(kinds):
                of[kind] += 1
                hit[kind] += n in pairs
            if n in pairs:
                for name, values in data.FIELDS.items():
                    if name in g.fields:
                        got = max(range(len(values)), key=lambda v: kept[pairs[n]]["fields"][name][v])
                        both[name] += 1
                        right[name] += got == g.fields[name]
        for k in kept:
            confusion[data.ANCHORS[k["kind"]]] += 1
    print("recall by kind at .5: " + ", ".join(f"{k} {100 * hit[k] / of[k]:.1f} ({of[k]})" for k in sorted(of)), "| found", dict(confusion), flush=True)
    print("fields: " + ", ".join(f"{k} {100 * right[k] / both[k]:.1f}" for k in both), flush=True)


def rounded(weight):
    """`weight` as export.py leaves it: 255 steps of each row's own size."""
    scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return (weight / scale).round() * scale


class Bytes(torch.nn.Linear):
    """A linear layer as `crates/encoder` computes it: weights in bytes with a scale a column, each row of the input in 256 steps between
    its least and its greatest."""

    @classmethod
    def of(cls, layer):
        layer.__class__ = cls
        layer.weight.data = rounded(layer.weight.data)

    def forward(self, x):
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-8)
        return super().forward(((x - low) / step).round() * step + low)


def in_bytes(model):
    """Makes the layers of `model` that export.py writes in bytes compute in bytes."""
    for layer in [*model.encoder.layers, *model.layers]:
        for part in (layer.qkv, layer.out, layer.up, layer.down):
            Bytes.of(part)
    Bytes.of(model.link)
    model.encoder.word.weight.data = rounded(model.encoder.word.weight.data)


if __name__ == "__main__":
    from model import trained
    p = argparse.ArgumentParser(description="Score a trained reader.")
    p.add_argument("model", type=Path)
    p.add_argument("dev", nargs="+", type=Path)
    p.add_argument("--eval", default="target/release/onrecord-eval")
    p.add_argument("--bytes", action="store_true", help="compute in bytes, as the product does")
    args = p.parse_args()
    model, settings = trained(args.model)
    if args.bytes:
        in_bytes(model)
    triples(model, Maker(data.Pieces(Path(settings["base"]) / "vocab.txt"), settings["most"]), args)
