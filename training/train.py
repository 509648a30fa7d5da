#!/usr/bin/env python3
"""Trains the reader. `python training/train.py --help`"""
from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn import functional as F

import data
from data import ANCHORS, Pieces
from decode import candidates
from model import BEFORE, SIGHT, Reader, chain_loss, trained
from score import triples
from windows import Maker, cut, near


# How many steps one step of the running average stands for.
EVERY = 4


def arguments():
    p = argparse.ArgumentParser(description="Train the reader on marked reports.")
    p.add_argument("--train", nargs="+", type=Path, required=True, help="JSON lines of the corpus's export --layer all")
    p.add_argument("--outer", nargs="*", type=Path, default=[], help="more to train on, whose gold holds outermost attributions only")
    p.add_argument("--sparse", nargs="*", type=Path, default=[], help="more to train on, in which mentions of sources are not marked")
    p.add_argument("--quiet", nargs="*", type=Path, default=[], help="more to train on, in which neither mentions nor the outlet's own voice are marked")
    p.add_argument("--unmarked", nargs="*", type=Path, default=[], help="`{id, text}` lines without marks, on which only teachers have a say")
    p.add_argument("--teacher", nargs="*", type=Path, default=[], help="folders of trained readers: what they see on average is learned as well")
    p.add_argument("--soft", type=float, default=1.0, help="how much the teachers weigh beside the marks")
    p.add_argument("--variants", type=int, default=3, help="other writings of each report (augment.py)")
    p.add_argument("--dev", nargs="*", type=Path, default=[], help="to score; a name with 'polnear' is scored on outermost ones with a cue")
    p.add_argument("--eval", default="target/release/onrecord-eval", help="the program that writes features")
    p.add_argument("--base", type=Path, required=True, help="folder of the pre-trained encoder")
    p.add_argument("--from", dest="start", type=Path, help="folder of a trained reader to go on from")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--epochs", type=float, default=9)
    p.add_argument("--batch", type=int, default=8, help="windows a step, over all processes")
    p.add_argument("--most", type=int, default=254)
    p.add_argument("--rate", type=float, default=1.5e-4)
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--decay", type=float, default=0.01)
    p.add_argument("--drop-rules", type=float, default=0.15)
    p.add_argument("--hide", type=float, default=0.1, help="share of pieces that are hidden in training")
    p.add_argument("--average", type=float, default=0.998, help="decay of the running average of weights that is kept; 0 keeps the last")
    p.add_argument("--layers", type=int, nargs="*", help="layers of the encoder to keep")
    p.add_argument("--width", type=int, default=128)
    p.add_argument("--depth", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--share", type=float, default=1.0, help="train on this share of the reports (learning curve)")
    p.add_argument("--processes", type=int, default=2)
    p.add_argument("--no-rules", action="store_true")
    return p.parse_args()


def losses(model, maker, windows, rng, args, teachers=()):
    batch = maker.batch(windows, 1.0 if args.no_rules else args.drop_rules, rng)
    seen = [Seen(teacher, batch) for teacher in teachers]
    # Hidden words: what is said of whom is to be seen from the words around as well.
    hidden = (torch.rand(batch["ids"].shape) < args.hide) & (batch["ids"] > 999)
    batch["ids"] = batch["ids"].masked_fill(hidden, maker.pieces.mask)
    h, cue, start = model.first_pass(batch)
    tokens = batch["tokens"]
    b, t = tokens.shape
    cue_gold = torch.zeros(b, t, dtype=torch.long)
    start_gold = torch.zeros(b, t, dtype=torch.long)
    counts = tokens.clone()
    anchors, golds = [], []
    for w, window in enumerate(windows):
        s, e = window.start, window.end
        counts[w] &= not window.report.unmarked
        if window.report.partial:
            # What stands inside a gold content is not marked in this corpus: neither right nor wrong.
            for g in window.report.gold:
                for x, y in g.content:
                    counts[w, max(x, s) - s:max(min(y, e) - s, 0)] = False
        for g in window.report.gold:
            a, z = g.at
            if a < s or z > e:
                continue
            if g.anchor == 0:
                cue_gold[w, a - s] = 1
                cue_gold[w, a - s + 1:z - s] = 2
                counts[w, a - s:z - s] = True
            else:
                start_gold[w, a - s] = g.anchor
            anchors.append((w, g.anchor, a - s, z - s))
            golds.append(g)
    flat = counts.view(-1)
    loss = {}
    if flat.any():
        loss["cue"] = F.cross_entropy(cue.view(-1, 3)[flat].float(), cue_gold.view(-1)[flat], weight=torch.tensor([1.0, 2.0, 1.5]))
    whole = torch.tensor([not (w.report.partial or w.report.quiet or w.report.unmarked) for w in windows])[:, None].expand(b, t).reshape(-1) & tokens.view(-1)
    whole = whole | (start_gold.view(-1) > 0)
    if whole.any():
        loss["start"] = F.cross_entropy(start.view(-1, len(ANCHORS))[whole].float(), start_gold.view(-1)[whole], weight=torch.tensor([1.0, 4.0, 4.0, 3.0]))
    loss |= mention_losses(model, maker, windows, h, rng)
    # What the first pass takes for an anchor and gold does not, and what the rules do: these are shown as false.
    with torch.no_grad():
        guesses = [f[:4] for f in candidates(cue.detach(), start.detach(), tokens)]
        if seen:
            guesses += [f[:4] for f in candidates(*(torch.stack(scores).mean(0).log() for scores in zip(*((s.cue, s.start) for s in seen))), tokens)]
    for w, window in enumerate(windows):
        for a, z in window.report.cues:
            if window.start <= a and z <= window.end:
                guesses.append((w, 0, a - window.start, z - window.start))
    taken = {(w, k, i) for w, k, a, z in anchors for i in range(a, z)}
    false = []
    for w, k, a, z in guesses:
        if not any((w, k, i) in taken for i in range(a, z)) and (windows[w].report.unmarked or bool(counts[w, a])) and not (k and (windows[w].report.partial or windows[w].report.quiet)):
            taken.update((w, k, i) for i in range(a, z))
            false.append((w, k, a, z))
    rng.shuffle(false)
    false = false[:max(8, len(anchors))]
    # Also gold cues with other bounds, as the first pass will give them.
    if not anchors and not false:
        return loss
    every = anchors + false
    index = torch.tensor([a[0] for a in every])
    at = torch.tensor([a[1:] for a in every])
    for n in range(len(anchors)):
        if at[n, 0] == 0 and rng.random() < 0.2:
            at[n, 2] = max(int(at[n, 1]) + 1, int(at[n, 2]) - 1)
    gold = torch.zeros(len(every), SIGHT, dtype=torch.long)
    for n, g in enumerate(golds):
        window, base = windows[anchors[n][0]], windows[anchors[n][0]].start + anchors[n][2] - BEFORE
        s, e = max(window.start, base), min(window.end, base + SIGHT)
        for first, ranges in ((1, [g.source] if g.source else []), (3, g.content)):
            for x, y in ranges:
                x, y = max(x, s), min(y, e)
                if x < y:
                    gold[n, x - base + 1:y - base] = first + 1
                    gold[n, x - base] = first
    close = near(windows, every)
    part, live, real, fields = model.second_pass(h, tokens, index, at, close)
    if seen:
        loss |= {name: args.soft * value for name, value in taught(seen, tokens, index, at, close, live, cue, start, part, real, fields).items()}
        if h.shape == seen[0].h.shape and args.layers:
            loss["hidden"] = args.soft * 0.5 * F.mse_loss(h[tokens], seen[0].h[tokens])
    true = torch.arange(len(every)) < len(anchors)
    if anchors:
        n = len(anchors)
        loss["part"] = 0.1 * chain_loss(part[:n].float(), gold[:n], live[:n], model.steps, model.starts)
    known = torch.tensor([not windows[e[0]].report.unmarked for e in every])
    if known.any():
        loss["real"] = 0.5 * F.binary_cross_entropy_with_logits(real[known].float(), true[known].float())
    for name, scores in fields.items():
        want = torch.tensor([g.fields.get(name, -1) for g in golds], dtype=torch.long)
        if (want >= 0).any():
            loss[name] = 0.15 * F.cross_entropy(scores[:len(golds)].float(), want, ignore_index=-1)
    return loss


class Seen:
    """What a trained reader sees in a batch."""

    @torch.no_grad()
    def __init__(self, teacher, batch):
        self.teacher = teacher
        self.h, cue, start = teacher.first_pass(batch)
        self.cue, self.start = cue.softmax(-1), start.softmax(-1)


def taught(seen, tokens, index, at, close, live, cue, start, part, real, fields):
    """How far what the model sees is from what its teachers see on average (Hinton et al. 2015), on the scale of the losses by marks."""
    with torch.no_grad():
        second = [s.teacher.second_pass(s.h, tokens, index, at, close) for s in seen]
        mean = lambda some: torch.stack(list(some)).mean(0)
        parts, reals = mean(s[0].softmax(-1) for s in second), mean(s[2].sigmoid() for s in second)
        of = {name: mean(s[3][name].softmax(-1) for s in second) for name in fields}
    cross = lambda scores, want: -(want * scores.log_softmax(-1)).sum(-1)
    loss = {
        "soft cue": cross(cue, mean(s.cue for s in seen))[tokens].mean(),
        "soft start": cross(start, mean(s.start for s in seen))[tokens].mean(),
        "soft part": 0.1 * (cross(part, parts) * live).sum(1).mean(),
        "soft real": 0.5 * F.binary_cross_entropy_with_logits(real, reals),
    }
    return loss | {"soft " + name: 0.15 * (cross(fields[name], want) * reals).mean() for name, want in of.items()}


def mention_losses(model, maker, windows, h, rng):
    """Where sources are mentioned, what they are, and which mentions are of one source (Lee et al. 2017, within a window)."""
    tags, kinds, links = [], [], []
    for w, window in enumerate(windows):
        report = window.report
        if report.partial or report.unmarked:
            continue
        s, e = window.start, window.end
        if report.sparse:
            links += source_links(model, window, h[w], rng)
            continue
        inside = [m for m in report.mentions if s <= m.at[0] and m.at[1] <= e]
        gold = torch.zeros(e - s, dtype=torch.long)
        found = {}
        # One that holds another reaches to the other's beginning; of two that begin together the shorter stands.
        for m in inside:
            found[m.at[0] - s] = (m.at[1] - s, m)
        starts = sorted(found)
        for first, following in zip(starts, starts[1:] + [e - s]):
            gold[first] = 1
            gold[first + 1:min(found[first][0], following)] = 2
        tags.append((w, gold))
        kinds += [(w, first, m.kind) for first, (_, m) in found.items()]
        # Names of whoever else are there to be chosen as well, and are never right.
        shapes, held = maker.of(report)["given"]["shape"][s:e], gold.tolist()
        others = [i for i in range(1, e - s) if shapes[i] == 1 and shapes[i - 1] != 1 and not held[i]]
        rng.shuffle(others)
        ranges = [(first, end - 1, m.entity) for first, (end, m) in found.items()] + [(i, i, None) for i in others[:8]]
        back = [r for r in ranges if r[2]]
        back += [(g.at[0] - s, g.at[0] - s, g.entity) for g in report.gold if g.anchor and g.entity and s <= g.at[0] < e]
        # The product knows of some mentions only where they begin.
        short = lambda r: (r[0], r[0] if rng.random() < 0.5 else r[1], r[2])
        back, ranges = [short(r) for r in back], [short(r) for r in ranges]
        if back and ranges:
            scores = model.links(h[w], torch.tensor([r[:2] for r in back]), torch.tensor([r[:2] for r in ranges]))
            right = torch.tensor([[b[2] == r[2] and r[0] < b[0] for r in ranges] for b in back])
            right = torch.cat([right, ~right.any(1, keepdim=True)], 1)
            links.append(torch.logsumexp(scores.float(), 1) - torch.logsumexp(scores.float().masked_fill(~right, -1e4), 1))
    loss = {}
    if tags:
        scores = torch.cat([model.mention(h[w, :len(gold)]) for w, gold in tags])
        loss["mention"] = 0.5 * F.cross_entropy(scores.float(), torch.cat([gold for _, gold in tags]))
    if kinds:
        at = torch.tensor([k[:2] for k in kinds])
        loss["kind"] = 0.1 * F.cross_entropy(model.mention_kind(h[at[:, 0], at[:, 1]]).float(), torch.tensor([k[2] for k in kinds]))
    if links:
        loss["link"] = 0.15 * torch.cat(links).mean()
    return loss


def source_links(model, window, h, rng):
    """The same for reports in which only those mentions are marked that are sources: who is meant before is to be found among them,
    and a source that none of them names is no case, since anybody may have been named between."""
    s, e = window.start, window.end
    sources = sorted({(g.source[0] - s, g.source[1] - s, g.entity) for g in window.report.gold
                      if g.entity and g.source and s <= g.source[0] and g.source[1] <= e})
    back = sources + [(g.at[0] - s, g.at[0] + 1 - s, g.entity) for g in window.report.gold
                      if g.anchor and g.entity and not g.source and s <= g.at[0] < e]
    back = [b for b in back if any(r[2] == b[2] and r[0] < b[0] for r in sources)]
    if not back:
        return []
    # The product knows of some mentions only where they begin.
    ends = lambda r: (r[0], r[0] if rng.random() < 0.5 else r[1] - 1)
    scores = model.links(h, torch.tensor([ends(b) for b in back]), torch.tensor([ends(r) for r in sources]))
    right = torch.tensor([[b[2] == r[2] and r[0] < b[0] for r in sources] + [False] for b in back])
    return [torch.logsumexp(scores.float(), 1) - torch.logsumexp(scores.float().masked_fill(~right, -1e4), 1)]


class Mean:
    """Gradients averaged over processes through memory that they share: half the time of sending them."""

    def __init__(self, model, shared, rank):
        self.parameters, self.shared = list(model.parameters()), shared
        views = lambda flat: [part.view_as(p) for part, p in zip(flat.split([p.numel() for p in self.parameters]), self.parameters)]
        self.own, self.mean = views(shared[rank]), torch.empty_like(shared[rank])
        self.means = views(self.mean)

    def take(self):
        for own, p in zip(self.own, self.parameters):
            own.zero_() if p.grad is None else own.copy_(p.grad)
        dist.barrier()
        torch.mean(self.shared, 0, out=self.mean)
        dist.barrier()
        for p, grad in zip(self.parameters, self.means):
            p.grad = grad


def draw(reports, rng):
    """Every report once, in any order: as it is, or in one of its other writings where there are some."""
    by_id = {}
    for r in reports:
        by_id.setdefault(r.id.partition("~")[0], []).append(r)
    some = [group[0] if rng.random() < 0.4 else rng.choice(group) for group in by_id.values()]
    rng.shuffle(some)
    return some


def mixed(pool, batch, rng, among=16):
    """The windows of `pool`, those of about one length together in each `batch`, out of every `among` batches."""
    out = []
    for first in range(0, len(pool), among * batch):
        some = sorted(pool[first:first + among * batch], key=lambda w: w.end - w.start)
        parts = [some[i:i + batch] for i in range(0, len(some) - batch + 1, batch)]
        rng.shuffle(parts)
        # What is left over goes last, where the next windows fill it up.
        out += [w for part in parts for w in part] + some[len(parts) * batch:]
    return out


def kept_layers(state, layers):
    """The weights of a reader of which only these layers are kept, where some are left out."""
    if layers is None or f"encoder.layers.{max(layers)}.out.weight" not in state:
        return state
    place = {f"encoder.layers.{old}.": f"encoder.layers.{new}." for new, old in enumerate(layers)}
    out = {}
    for name, value in state.items():
        parts = name.split(".")
        prefix = ".".join(parts[:3]) + "." if name.startswith("encoder.layers.") else ""
        if prefix in place or not prefix:
            out[place.get(prefix, "") + name.removeprefix(prefix)] = value
    return out


def work(rank, args, shared=None):
    torch.set_num_threads(max(1, 2 // args.processes))
    torch.manual_seed(args.seed)
    if args.processes > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(29500 + os.getpid() % 1 + args.seed), GLOO_SOCKET_IFNAME="lo")
        dist.init_process_group("gloo", rank=rank, world_size=args.processes)
    pieces = Pieces(args.base / "vocab.txt")
    maker = Maker(pieces, args.most)
    load = lambda path, **how: data.load(args.eval, path, variants=args.variants, seed=args.seed, **how)
    reports = [r for path in args.train for r in load(path)]
    reports += [r for path in args.sparse for r in load(path, sparse=True)]
    reports += [r for path in args.quiet for r in load(path, sparse=True, quiet=True)]
    reports += [r for path in args.unmarked for r in data.load(args.eval, path, unmarked=True)]
    rng = random.Random(args.seed)
    if args.share < 1:
        ids = sorted({r.id.partition("~")[0] for r in reports})
        rng.shuffle(ids)
        kept = set(ids[:round(len(ids) * args.share)])
        reports = [r for r in reports if r.id.partition("~")[0] in kept]
    reports += [r for path in args.outer for r in data.load(args.eval, path, partial=True)]
    model = Reader(args.base, args.layers, args.width, args.depth)
    if args.start:
        model.load_state_dict(kept_layers(torch.load(args.start / "model.pt"), args.layers))
    teachers = [trained(folder)[0] for folder in args.teacher]
    groups = [{"params": list(model.encoder.parameters()), "lr": args.rate},
              {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.")], "lr": args.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=args.decay, fused=True)
    mean = Mean(model, shared, rank) if args.processes > 1 else None
    originals = [r for r in reports if "~" not in r.id]
    sized = sum(sum(maker.of(r)["lengths"]) for r in originals)
    steps = max(1, round(args.epochs * sized / (args.most * 0.9) / args.batch))
    if rank == 0:
        print(f"{len(originals)} reports ({len(reports) - len(originals)} other writings), {sum(len(r.gold) for r in originals)} attributions, {sized} pieces, {steps} steps", flush=True)
    rates = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1, (s + 1) / (steps * 0.06)) * max(0.0, 1 - s / steps))
    average = [p.detach().clone() for p in model.parameters()] if rank == 0 and args.average else []
    pool, began, sums = [], time.time(), {}
    for step in range(steps):
        while len(pool) < args.batch:
            for r in draw(reports, rng):
                most = maker.most
                pool += cut(r, maker.of(r)["lengths"], most, first=rng.randint(most // 3, most))
            # Neighbours are of one report: mix them. A step sees windows of about one length, since the longest costs all the same.
            rng.shuffle(pool)
            pool = mixed(pool, args.batch, rng)
        chosen, pool = pool[:args.batch], pool[args.batch:]
        mine = chosen[rank::args.processes]
        model.train()
        loss = losses(model, maker, mine, random.Random(args.seed * 7919 + step * 31 + rank), args, teachers)
        sum(loss.values()).backward()
        if mean:
            mean.take()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        rates.step()
        optimiser.zero_grad(set_to_none=True)
        if rank == 0 and args.average and ((step + 1) % EVERY == 0 or step + 1 == steps):
            decay = min(args.average ** EVERY, (step + 1) / (step + 10 * EVERY))
            with torch.no_grad():
                for kept, now in zip(average, model.parameters()):
                    kept.lerp_(now, 1 - decay)
        for k, v in loss.items():
            sums[k] = sums.get(k, 0) + v.item()
        if rank == 0 and (step + 1) % 50 == 0:
            print(f"step {step + 1}/{steps} {time.time() - began:.0f}s " + " ".join(f"{k} {v / 50:.3f}" for k, v in sums.items()), flush=True)
            sums = {}
    if rank == 0:
        args.out.mkdir(parents=True, exist_ok=True)
        with torch.no_grad():
            for kept, now in zip(average, model.parameters()):
                now.copy_(kept)
        torch.save(model.state_dict(), args.out / "model.pt")
        settings = {k: str(v) if isinstance(v, Path) else [str(x) for x in v] if isinstance(v, list) and v and isinstance(v[0], Path) else v for k, v in vars(args).items()}
        (args.out / "settings.json").write_text(json.dumps(settings, indent=1))
        print(f"trained in {time.time() - began:.0f} s", flush=True)
    if args.processes > 1:
        dist.barrier()
        dist.destroy_process_group()
    if rank == 0 and args.dev:
        torch.set_num_threads(2)
        triples(model, maker, args)


if __name__ == "__main__":
    args = arguments()
    if args.processes > 1:
        size = sum(p.numel() for p in Reader(args.base, args.layers, args.width, args.depth).parameters())
        torch.multiprocessing.spawn(work, (args, torch.zeros(args.processes, size).share_memory_()), args.processes)
    else:
        work(0, args)
