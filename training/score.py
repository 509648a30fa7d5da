#!/usr/bin/env python3
"""Scores a trained reader on dev files with the published scorer's own functions."""
from __future__ import annotations

import argparse
import collections
import importlib.util
import json
from pathlib import Path

import data
from decode import predict, settle, spans

HERE = Path(__file__).resolve().parent
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


if __name__ == "__main__":
    import torch
    from model import Reader
    from windows import Maker
    p = argparse.ArgumentParser(description="Score a trained reader.")
    p.add_argument("model", type=Path)
    p.add_argument("dev", nargs="+", type=Path)
    p.add_argument("--eval", default="target/release/onrecord-eval")
    args = p.parse_args()
    settings = json.loads((args.model / "settings.json").read_text())
    base = Path(settings["base"])
    model = Reader(base, settings["layers"], settings["width"], settings["depth"])
    model.load_state_dict(torch.load(args.model / "model.pt"))
    triples(model, Maker(data.Pieces(base / "vocab.txt"), settings["most"]), args)
