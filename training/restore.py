#!/usr/bin/env python3
"""Turns a reader that export.py wrote back into a folder that train.py goes on from (`--from`) or learns from (`--teacher`).

    python training/restore.py crates/encoder/data --base BASE --out work/shipped

Bytes become f32 as the product computes with them, so that the weights are those that ship and not those that were trained.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.numpy import load_file

from data import FIELDS
from export import GROUP, STEP
from model import Reader


def restored(w: dict, r: Reader):
    """`r` with the weights `w`, laid out as export.py says."""
    tensor = lambda name: torch.from_numpy(w[name].astype("f4"))

    def embedding(name, table):
        table.weight.copy_(tensor(f"{name}.weight"))

    def norm(name, layer):
        layer.weight.copy_(tensor(f"{name}.weight"))
        layer.bias.copy_(tensor(f"{name}.bias"))

    def linear(name, layer):
        depth, columns = w[f"{name}.weight"].shape
        laid = w[f"{name}.weight"].reshape(columns // GROUP, depth // STEP, GROUP, STEP).transpose(0, 2, 1, 3).reshape(columns, depth)
        layer.weight.copy_(torch.from_numpy(laid.astype("f4") * w[f"{name}.scale"][:, None]))
        layer.bias.copy_(tensor(f"{name}.bias"))

    def dense(name, *layers):
        weight, bias, at = tensor(f"{name}.weight").T, tensor(f"{name}.bias"), 0
        for layer in layers:
            end = at + layer.out_features
            layer.weight.copy_(weight[at:end])
            layer.bias.copy_(bias[at:end])
            at = end

    e = r.encoder
    e.word.weight.copy_(torch.from_numpy(w["word.weight"].astype("f4") * w["word.scale"][:, None]))
    embedding("position", e.position)
    norm("norm", e.norm)
    for name, table in e.given.items():
        embedding(f"given.{name}", table)
    for n, layer in [*((f"layer.{n}", l) for n, l in enumerate(e.layers)), *((f"second.{n}", l) for n, l in enumerate(r.layers))]:
        for part in ("qkv", "out", "up", "down"):
            linear(f"{n}.{part}", getattr(layer, part))
        norm(f"{n}.norm1", layer.norm1)
        norm(f"{n}.norm2", layer.norm2)
    dense("heads", r.cue, r.start, r.mention, r.mention_kind, r.alone)
    linear("link", r.link)
    for name, table in (("link_reach", r.link_reach), ("kind", r.kind), ("reach", r.reach), ("near", r.near)):
        embedding(name, table)
    for name, layer in (("token", r.token), ("anchor", r.anchor), ("part", r.part), ("pool", r.pool[0])):
        dense(name, layer)
    dense("fields", r.real, *(r.fields[name] for name in FIELDS))
    return r


@torch.no_grad()
def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("data", type=Path, help="folder that export.py wrote")
    p.add_argument("--base", type=Path, required=True, help="folder of the pre-trained encoder, which gives the shape")
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    card = json.loads((args.data / "card.json").read_text())
    reader = restored(load_file(args.data / "reader.safetensors"), Reader(args.base))
    reader.steps.copy_(torch.tensor(card["steps"]))
    reader.starts.copy_(torch.tensor(card["starts"]))
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), args.out / "model.pt")
    settings = {"base": str(args.base), "layers": None, "width": 128, "depth": 2, "most": 254, "restored": card["version"]}
    (args.out / "settings.json").write_text(json.dumps(settings, indent=1))


if __name__ == "__main__":
    main()
