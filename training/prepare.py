#!/usr/bin/env python3
"""Writes what the trainer reads: our corpus by split, and corpora of the user's own, as JSON lines.

    python training/prepare.py --to work/
    python training/prepare.py --to work/ --gum ../shared/data/gum   # and what we marked in GUM, joined with its text
    python training/prepare.py --to work/ --brat my-corpus/     # brat stand-off: Source, Cue, Content and relations

The test part is not written: nothing is trained or tuned on it.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def brat(folder: Path):
    """One line for each NAME.txt with its NAME.ann.

    Text-bound `T` entities are typed Source, Cue or Content (any case, a number behind it is dropped); a relation `R` or event `E`
    that joins some of them makes an attribution. Discontinuous spans (`0 5;9 12`) are kept.
    """
    for text_file in sorted(folder.rglob("*.txt")):
        marks = text_file.with_suffix(".ann")
        if not marks.exists():
            continue
        text = text_file.read_text(encoding="utf-8")
        entities, parent = {}, {}
        links = []
        for line in marks.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if line.startswith("T") and len(fields) >= 2:
                kind, _, spans = fields[1].partition(" ")
                entities[fields[0]] = (kind.rstrip("0123456789").lower(), [tuple(map(int, s.split())) for s in spans.split(";")])
            elif line[:1] in "RE" and len(fields) >= 2:
                links.append([part.split(":", 1)[1] for part in fields[1].split() if ":" in part])

        def root(e):
            while parent.get(e, e) != e:
                e = parent[e]
            return e

        for link in links:
            known = [e for e in link if e in entities]
            for other in known[1:]:
                parent[root(other)] = root(known[0])
        groups = {}
        for e, (kind, spans) in entities.items():
            groups.setdefault(root(e), {}).setdefault(kind, []).extend(spans)
        rows = [{"source": sorted(g.get("source", [])), "cue": sorted(g.get("cue", [])), "content": sorted(g["content"])} for g in groups.values() if g.get("content")]
        yield {"id": text_file.stem, "text": text, "attributions": rows}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--to", type=Path, required=True)
    p.add_argument("--eval", default=HERE.parent / "target/release/onrecord-eval", help="built by `cargo build --release -p onrecord-eval`")
    p.add_argument("--gum", type=Path, help="the folder of GUM's CoNLL-U files: corpus/gum holds marks of some of them for attribution alone")
    p.add_argument("--brat", type=Path, action="append", default=[], help="a folder of brat files that you may train on")
    args = p.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev"):
        lines = subprocess.run([args.eval, "corpus", "export", "--split", split, "--layer", "all"], check=True, capture_output=True, text=True).stdout
        (args.to / f"{split}.jsonl").write_text(lines, encoding="utf-8")
        print(f"{len(lines.splitlines()):5} reports  {args.to / split}.jsonl")
    # The parts are our corpus's; of these folders all is to train on, or, of those that end in `-dev`, to measure with.
    def whole(folder):
        of = lambda split: subprocess.run([args.eval, "corpus", "--corpus", folder, "export", "--split", split, "--layer", "all"], check=True, capture_output=True, text=True).stdout
        return "".join(map(of, ("train", "dev", "test")))

    more = {name: whole(HERE.parent / "corpus" / name) for name in ("tangled", "tangled2", "tangled3", "tangled4", "tangled5", "tangled6", "tangled7", "plain", "plain2", "planned", "planned2", "planned3", "planned4", "tangled-dev", "plain-dev")}
    if args.gum:
        more["gum"] = ""
        for marks in ("gum", "gum2"):
            with tempfile.TemporaryDirectory() as joined:
                subprocess.run([args.eval, "corpus", "join", "--marks", marks, "--gum", args.gum, "--to", joined], check=True, capture_output=True)
                more["gum"] += whole(joined)
    for name, lines in more.items():
        (args.to / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        print(f"{len(lines.splitlines()):5} reports  {args.to / name}.jsonl")
    for folder in args.brat:
        rows = [json.dumps(row, ensure_ascii=False) for row in brat(folder)]
        (args.to / f"{folder.name}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        print(f"{len(rows):5} reports  {args.to / folder.name}.jsonl")


if __name__ == "__main__":
    main()
