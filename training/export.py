#!/usr/bin/env python3
"""Writes a trained reader as the files that crates/encoder builds in: int8 where that costs nothing, f32 where it would.

    python training/export.py MODEL --to crates/encoder/data [--f32]
"""
from __future__ import annotations

import argparse
import json
import math
import shutil
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import FIELDS
from model import SIGHT, Reader


def attend(layer, x, bias=None):
    """One layer for a batch of one text, or of anchors with dead places, in plain operators."""
    n, length, width = x.shape
    parts = layer.qkv(x).reshape(n, length, 3, layer.heads, width // layer.heads).permute(2, 0, 3, 1, 4)
    q, k, v = parts[0], parts[1], parts[2]
    scores = torch.matmul(q * (1 / math.sqrt(width // layer.heads)), k.transpose(-1, -2))
    if bias is not None:
        scores = scores + bias
    mixed = torch.matmul(scores.softmax(-1), v).transpose(1, 2).reshape(n, length, width)
    x = layer.norm1(x + layer.out(mixed))
    return layer.norm2(x + layer.down(F.gelu(layer.up(x))))


class First(nn.Module):
    def __init__(self, reader):
        super().__init__()
        self.encoder, self.cue, self.start = reader.encoder, reader.cue, reader.start

    def forward(self, words, shape, tag, quoted, edge, rule, first):
        e = self.encoder
        x = e.norm(words + e.position.weight[:words.shape[1]])
        for table, index in ((e.given["shape"], shape), (e.given["tag"], tag), (e.given["quoted"], quoted), (e.given["edge"], edge), (e.given["rule"], rule)):
            x = x + table(index)
        for layer in e.layers:
            x = attend(layer, x)
        x = x[0][first]
        return x, self.cue(x), self.start(x)


class Second(nn.Module):
    def __init__(self, reader):
        super().__init__()
        self.r = reader

    def forward(self, vectors, anchor_first, anchor_last, kind, at, live, reach, near):
        r = self.r
        a = r.anchor(torch.cat([vectors[anchor_first], vectors[anchor_last]], -1)) + r.kind(kind)
        x = r.token(vectors)[at] + a[:, None] + r.reach(reach) + r.near(near)
        x = F.gelu(x)
        bias = ((1 - live) * -1e4)[:, None, None, :]
        for layer in r.layers:
            x = attend(layer, x, bias)
        part = r.part(x)
        best = part[:, :, 3:].amax(-1) > part[:, :, :3].amax(-1)
        weight = best.to(x.dtype) * live
        weight = weight / weight.sum(1, keepdim=True).clamp(min=1)
        held = torch.matmul(weight[:, None], x)[:, 0]
        pooled = r.pool(torch.cat([x[:, SIGHT], held, a], -1))
        return part, r.real(pooled)[:, 0], torch.cat([r.fields[name](pooled) for name in FIELDS], -1)


def words(table) -> bytes:
    """Rows of int8 with a scale each: all scales first, then all rows."""
    table = table.detach().numpy()
    scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
    rows = np.round(table / scale[:, None]).astype(np.int8)
    return scale.astype("<f4").tobytes() + rows.tobytes()


def write(reader, to: Path, f32: bool):
    to.mkdir(parents=True, exist_ok=True)
    reader.eval()
    p, t, n, s = 40, 20, 3, 2 * SIGHT
    zeros = lambda *size: torch.zeros(*size, dtype=torch.long)
    first = (torch.randn(1, p, reader.encoder.width), *(zeros(1, p) for _ in range(5)), zeros(t))
    torch.onnx.export(First(reader), first, str(to / "first.onnx"), dynamo=False, opset_version=17,
                      input_names=["words", "shape", "tag", "quoted", "edge", "rule", "first"], output_names=["vectors", "cue", "start"],
                      dynamic_axes={**{k: {1: "pieces"} for k in ("words", "shape", "tag", "quoted", "edge", "rule")}, "first": {0: "tokens"},
                                    "vectors": {0: "tokens"}, "cue": {0: "tokens"}, "start": {0: "tokens"}})
    second = (torch.randn(t, reader.encoder.width), zeros(n), zeros(n), zeros(n), zeros(n, s), torch.ones(n, s), zeros(n, s), zeros(n, s))
    names = ["vectors", "anchor_first", "anchor_last", "kind", "at", "live", "reach", "near"]
    torch.onnx.export(Second(reader), second, str(to / "second.onnx"), dynamo=False, opset_version=17, input_names=names,
                      output_names=["parts", "real", "fields"],
                      dynamic_axes={"vectors": {0: "tokens"}, **{k: {0: "anchors"} for k in names[1:] + ["parts", "real", "fields"]}})
    if not f32:
        from onnxruntime.quantization import QuantType, quantize_dynamic
        from onnxruntime.quantization.shape_inference import quant_pre_process
        quant_pre_process(str(to / "first.onnx"), str(to / "first.pre.onnx"), skip_symbolic_shape=True)
        import onnx
        graph = onnx.load(str(to / "first.pre.onnx"))
        # The heads are small and decide; they stay as they are.
        heads = [node.name for node in graph.graph.node if node.op_type in ("Gemm", "MatMul") and node.output[0] in heads_of(graph)]
        quantize_dynamic(str(to / "first.pre.onnx"), str(to / "first.int8.onnx"), weight_type=QuantType.QInt8, per_channel=True,
                         reduce_range=False, op_types_to_quantize=["MatMul"], nodes_to_exclude=heads)
        (to / "first.pre.onnx").unlink()
        shutil.move(to / "first.int8.onnx", to / "first.onnx")
    (to / "words.bin").write_bytes(words(reader.encoder.word.weight))


def heads_of(graph) -> set[str]:
    """Outputs of the products that feed the graph's own outputs directly."""
    made = {out: node for node in graph.graph.node for out in node.output}
    found = set()
    for out in graph.graph.output:
        node = made[out.name]
        while node.op_type in ("Add", "Reshape", "Squeeze"):
            node = next(made[i] for i in node.input if i in made)
        found.add(node.output[0])
    return found


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("model", type=Path, help="folder that train.py wrote")
    p.add_argument("--to", type=Path, required=True)
    p.add_argument("--f32", action="store_true", help="keep all weights in f32")
    p.add_argument("--card", type=Path, default=Path(__file__).with_name("card.json"))
    args = p.parse_args()
    settings = json.loads((args.model / "settings.json").read_text())
    base = Path(settings["base"])
    reader = Reader(base, settings["layers"], settings["width"], settings["depth"])
    reader.load_state_dict(torch.load(args.model / "model.pt"))
    write(reader, args.to, args.f32)
    shutil.copy(base / "vocab.txt", args.to / "vocab.txt")
    card = json.loads(args.card.read_text())
    card.update(width=reader.encoder.width, steps=[[round(x, 4) for x in row] for row in reader.steps.tolist()],
                starts=[round(x, 4) for x in reader.starts.tolist()], fields=list(map(list, FIELDS.items())))
    (args.to / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    for file in sorted(args.to.iterdir()):
        print(f"{file.stat().st_size / 1e6:7.2f} MB  {file}")


if __name__ == "__main__":
    main()
