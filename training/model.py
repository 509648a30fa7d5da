"""The reader: a small encoder, a head that finds what attributions hang on, and one that reads each of them out.

First pass: wordpieces and features of a window -> a vector a token -> cue tags and starts of cue-less attributions.
Second pass, for each anchor: the same vectors seen from there -> tags of source and content, and the fields of the claim.
Because each anchor has tags of its own, contents may nest and be cut in two.
"""
from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from data import ANCHORS, FIELDS, KINDS, SHAPES

TAGS = 40          # parts of speech of our tagger, with room
EDGES = 4          # 0 within, 1 first of sentence, 2 first of block, 3 first of text
RULE = 27          # source BIO x cue BIO x content depth
CUE = ["O", "B", "I"]
PART = ["O", "B-source", "I-source", "B-content", "I-content"]
BEFORE = 40        # tokens an anchor sees before its first
AFTER = 56         # and from its first on: contents stand behind their cue more often than before it
SIGHT = BEFORE + AFTER
LINK = 64          # width in which one mention is compared with another
REACH = 24         # buckets of distance, either way


class Dropout(nn.Module):
    """`nn.Dropout` from one random byte a value instead of a random number each, which took a fifteenth of a step; the share is rounded to 256ths."""

    def __init__(self, share):
        super().__init__()
        self.below = round(256 * share)

    def forward(self, x):
        if not self.training or not self.below:
            return x
        drawn = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-2 ** 63, None).view(torch.uint8)
        kept = (drawn[:x.numel()].view(x.shape) >= self.below).to(x.dtype)
        return x * kept.mul_(256 / (256 - self.below))


class Layer(nn.Module):
    """A transformer layer with normalisation behind, as in BERT."""

    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x, mask, bias=None):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        allowed = mask[:, None, None, :]
        if bias is not None:
            allowed = bias + (~allowed).to(bias.dtype) * -1e4
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, folder: Path, layers=None, dropout=0.1):
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        width, inner = config["hidden_size"], config["intermediate_size"]
        self.width = width
        count = config["num_hidden_layers"]
        kept = list(range(count)) if layers is None else layers
        self.word = nn.Embedding(config["vocab_size"], width)
        self.position = nn.Embedding(config["max_position_embeddings"], width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, config["num_attention_heads"], inner, dropout) for _ in kept)
        self.dropout = Dropout(dropout)
        self.given = nn.ModuleDict({
            "shape": nn.Embedding(len(SHAPES), width), "tag": nn.Embedding(TAGS, width), "quoted": nn.Embedding(2, width),
            "edge": nn.Embedding(EDGES, width), "rule": nn.Embedding(RULE, width)})
        for table in self.given.values():
            nn.init.zeros_(table.weight)
        self.load(folder, kept)

    def load(self, folder: Path, kept):
        from safetensors.torch import load_file
        w = load_file(str(folder / "model.safetensors"))
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        with torch.no_grad():
            self.word.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(w["embeddings.LayerNorm.weight"]); self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for mine, theirs in zip(self.layers, kept):
                p = f"encoder.layer.{theirs}."
                for part in ("weight", "bias"):
                    qkv = [w[f"{p}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                    getattr(mine.qkv, part).copy_(torch.cat(qkv))
                    for name, theirs_name in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"), ("up", "intermediate.dense"),
                                              ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                        getattr(getattr(mine, name), part).copy_(w[f"{p}{theirs_name}.{part}"])

    def forward(self, ids, mask, given, first):
        """`ids` [B, P]; `given` features by name [B, P]; `first` [B, T] the index of each token's first piece."""
        length = ids.shape[1]
        x = self.norm(self.word(ids) + self.position.weight[:length])
        for name, table in self.given.items():
            x = x + table(given[name])
        x = self.dropout(x)
        for layer in self.layers:
            x = layer(x, mask)
        return x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2]))


def bucket(distance):
    """Distance in tokens to one of 2 * REACH + 1 buckets, exact near by, coarse far off."""
    size = distance.abs()
    far = 8 + (torch.log(size.clamp(min=8).float() / 8) / math.log(64) * (REACH - 8)).long()
    return torch.where(size < 8, size, far.clamp(max=REACH)) * distance.sign() + REACH


class Reader(nn.Module):
    def __init__(self, folder: Path, layers=None, width=128, depth=2, dropout=0.1, own_dropout=0.15):
        super().__init__()
        self.encoder = Encoder(folder, layers, dropout)
        wide = self.encoder.width
        self.cue = nn.Linear(wide, len(CUE))
        self.start = nn.Linear(wide, len(ANCHORS))  # none, continued, bare, own-voice
        self.mention = nn.Linear(wide, len(CUE))
        self.mention_kind = nn.Linear(wide, len(KINDS))  # at the first token of a mention
        self.link = nn.Linear(wide, 4 * LINK)  # first and last token of what looks back, first and last of what is found
        self.link_reach = nn.Embedding(REACH + 1, 1)
        self.alone = nn.Linear(wide, 1)        # how little a mention asks for an earlier one
        self.token = nn.Linear(wide, width)
        self.anchor = nn.Linear(2 * wide, width)
        self.kind = nn.Embedding(len(ANCHORS), width)
        self.reach = nn.Embedding(2 * REACH + 1, width)
        self.near = nn.Embedding(4, width)      # in the anchor, its sentence, its block, elsewhere
        self.layers = nn.ModuleList(Layer(width, 4, 2 * width, own_dropout) for _ in range(depth))
        self.part = nn.Linear(width, len(PART))
        self.steps = nn.Parameter(torch.zeros(len(PART), len(PART)))  # scores of one tag behind another (a linear chain)
        self.starts = nn.Parameter(torch.zeros(len(PART)))
        self.pool = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), Dropout(own_dropout))
        self.real = nn.Linear(width, 1)
        self.fields = nn.ModuleDict({name: nn.Linear(width, len(values)) for name, values in FIELDS.items()})

    def first_pass(self, batch):
        h = self.encoder(batch["ids"], batch["mask"], batch["given"], batch["first"])
        return h, self.cue(h), self.start(h)

    def links(self, h, back, found):
        """How well each mention of `back` [N, 2] (first, last token of one window) goes with each of `found` [K, 2] before it.

        The scores are [N, K + 1]; the last column is that of no earlier mention (Lee et al. 2017).
        """
        made = self.link(h)
        q = made[back[:, 0], :LINK] + made[back[:, 1], LINK:2 * LINK]
        k = made[found[:, 0], 2 * LINK:3 * LINK] + made[found[:, 1], 3 * LINK:]
        distance = back[:, :1] - found[None, :, 0]
        scores = q @ k.T / math.sqrt(LINK) + self.link_reach(bucket(distance.clamp(min=0)) - REACH)[:, :, 0]
        scores = scores.masked_fill(distance <= 0, -1e4)
        return torch.cat([scores, self.alone(h[back[:, 0]])], 1)

    def second_pass(self, h, tokens, index, anchors, near):
        """`h` [B, T, W] of the first pass; `index` [N] the window of each anchor; `anchors` [N, 3] kind, first, end.

        Each anchor sees BEFORE and AFTER tokens on either side of its first; `near` and the tags that come back are [N, SIGHT].
        """
        first, last = anchors[:, 1], anchors[:, 2] - 1
        place = first[:, None] + torch.arange(-BEFORE, AFTER)[None]
        length = h.shape[1]
        at = place.clamp(0, length - 1)
        live = (place >= 0) & (place < length) & tokens[index[:, None], at]
        distance = torch.where(place < first[:, None], place - first[:, None], (place - last[:, None]).clamp(min=0))
        a = self.anchor(torch.cat([h[index, first], h[index, last]], -1)) + self.kind(anchors[:, 0])
        x = self.token(h)[index[:, None], at] + a[:, None] + self.reach(bucket(distance)) + self.near(near)
        x = F.gelu(x)
        for layer in self.layers:
            x = layer(x, live)
        part = self.part(x)
        content = part.detach().argmax(-1) >= 3
        weight = (content & live).to(x.dtype)
        weight = weight / weight.sum(1, keepdim=True).clamp(min=1)
        held = torch.einsum("nt,ntw->nw", weight, x)
        pooled = self.pool(torch.cat([x[:, BEFORE], held, a], -1))
        return part, live, self.real(pooled)[:, 0], {name: head(pooled) for name, head in self.fields.items()}


def trained(folder: Path):
    """The reader that train.py left in `folder`, to be asked and not to be changed, and its settings."""
    settings = json.loads((folder / "settings.json").read_text())
    model = Reader(Path(settings["base"]), settings["layers"], settings["width"], settings["depth"])
    model.load_state_dict(torch.load(folder / "model.pt"))
    return model.eval().requires_grad_(False), settings


# An I stands behind its own B or I only.
FORBIDDEN = torch.tensor([[0, 0, 1, 0, 1], [0, 0, 0, 0, 1], [0, 0, 0, 0, 1], [0, 0, 1, 0, 0], [0, 0, 1, 0, 0]]).bool()
FORBIDDEN_FIRST = torch.tensor([0, 0, 1, 0, 1]).bool()


def chain_loss(scores, gold, live, steps, starts):
    """Negative log-likelihood of `gold` [N, T] in a linear chain over `scores` [N, T, K] (Lafferty et al. 2001), a token.

    Dead tokens, before and behind a window, must be tag 0 and weigh nothing.
    """
    dead = torch.tensor([0.0, -1e4, -1e4, -1e4, -1e4])
    scores = torch.where(live[:, :, None], scores, dead)
    steps = steps.masked_fill(FORBIDDEN, -1e4)
    starts = starts.masked_fill(FORBIDDEN_FIRST, -1e4)
    alpha = scores[:, 0] + starts
    for t in range(1, scores.shape[1]):
        alpha = torch.logsumexp(alpha[:, :, None] + steps[None], 1) + scores[:, t]
    total = torch.logsumexp(alpha, 1)
    own = scores.gather(2, gold[:, :, None])[:, :, 0].sum(1) + starts[gold[:, 0]] + steps[gold[:, :-1], gold[:, 1:]].sum(1)
    return (total - own).mean()
