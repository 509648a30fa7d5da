"""Learns whom pronouns mean and whose words go on: the weights in `crates/extract/data`.

    onrecord-eval corpus --corpus corpus/planned choices > choices/planned; the same with the other folders
    python training/choose.py choices/* --dev choices-dev/* --to crates/extract/data

A conditional logit (McFadden 1974), one set of weights for each class of choices, pulled towards nought.
"""
import argparse
import json
from collections import defaultdict
from pathlib import Path

import torch
from torch.nn.utils.rnn import pad_sequence

# What file holds the weights of which classes, one a column.
FILES = {
    "antecedents.txt": ["person", "thing", "many"],
    "onward.txt": ["continued"],
}


def read(paths):
    names, choices = None, defaultdict(list)
    for path in paths:
        with open(path) as lines:
            own = json.loads(next(lines))["names"]
            assert names in (None, own), f"{path} has other features"
            names = own
            for row in map(json.loads, lines):
                if row["right"]:
                    choices[row["class"]].append((torch.tensor(row["features"]), torch.tensor(row["right"])))
    return names, choices


def padded(choices):
    rows = pad_sequence([rows for rows, _ in choices], batch_first=True)
    there = pad_sequence([torch.ones(len(r), dtype=torch.bool) for _, r in choices], batch_first=True)
    return rows, there, pad_sequence([right for _, right in choices], batch_first=True)


def fit(choices, pull):
    """The weights that make those who are meant most likely, of features as they are."""
    rows, there, right = padded([c for c in choices if c[1].any()])
    size = rows[there].std(0).clamp(min=0.05)
    weights = torch.zeros(rows.shape[-1], requires_grad=True)
    steps = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss():
        steps.zero_grad()
        scores = (rows / size @ weights).masked_fill(~there, -1e4)
        sure = torch.logsumexp(scores.masked_fill(~right, -1e4), 1) - torch.logsumexp(scores, 1)
        value = -sure.mean() + pull * weights.square().sum()
        value.backward()
        return value

    steps.step(loss)
    return (weights / size).detach()


def share(choices, weights):
    """How many of `choices` fall on somebody who is meant, and for how many one is there at all."""
    chosen = sum(bool(right[(rows @ weights).argmax()]) for rows, right in choices)
    return chosen, sum(bool(right.any()) for _, right in choices), len(choices)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("choices", nargs="+", type=Path)
    p.add_argument("--dev", nargs="*", default=[], type=Path, help="choices to judge by")
    p.add_argument("--pull", type=float, default=1e-3, help="how much weights are pulled towards nought")
    p.add_argument("--to", type=Path, help="the folder that the weights go to")
    args = p.parse_args()
    names, train = read(args.choices)
    dev = read(args.dev)[1] if args.dev else {}
    for file, classes in FILES.items():
        columns = []
        for name in classes:
            columns.append(fit(train[name], args.pull))
            for part, choices in (("train", train), ("dev", dev)):
                if choices.get(name):
                    right, there, of = share(choices[name], columns[-1])
                    print(f"{part:5} {name:9} {100 * right / of:5.1f} right, {100 * there / of:5.1f} at best, of {of}")
        if args.to:
            rows = zip(names[classes[0]], *(weights.tolist() for weights in columns))
            lines = [f"# Learnt by training/choose.py: a feature, and its weight in the choice of {', '.join(classes)}."]
            lines += [" ".join([name, *(f"{w:.3f}" for w in weights)]) for name, *weights in rows]
            (args.to / file).write_text("\n".join(lines) + "\n")


main()
