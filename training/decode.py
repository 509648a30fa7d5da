"""From scores to attributions."""
from __future__ import annotations

import torch

from data import ANCHORS, Report
from model import BEFORE, FORBIDDEN, FORBIDDEN_FIRST
from windows import Maker, cut, near

def viterbi(scores, tokens, steps, starts):
    """The best sequence of tags for each row of `scores` [N, T, 5]."""
    n, t, _ = scores.shape
    scores = torch.where(tokens[:, :, None], scores, torch.tensor([0.0, -1e4, -1e4, -1e4, -1e4]))
    steps = steps.detach().masked_fill(FORBIDDEN, -1e4)
    best = scores[:, 0] + starts.detach().masked_fill(FORBIDDEN_FIRST, -1e4)
    back = []
    for i in range(1, t):
        step = best[:, :, None] + steps[None]
        value, index = step.max(1)
        best = value + scores[:, i]
        back.append(index)
    tag = best.argmax(1)
    out = [tag]
    for index in reversed(back):
        tag = index.gather(1, tag[:, None])[:, 0]
        out.append(tag)
    return torch.stack(out[::-1], 1)


def candidates(cue, start, tokens, low=0.15):
    """(window, kind, first, end, score) of all that an attribution may hang on."""
    cue, start = cue.float().softmax(-1), start.float().softmax(-1)
    found = []
    for w in range(cue.shape[0]):
        n = int(tokens[w].sum())
        c, s = cue[w, :n].tolist(), start[w, :n].tolist()
        i = 0
        while i < n:
            if c[i][1] >= low:
                j = i + 1
                while j < n and c[j][2] > c[j][0] and c[j][2] >= c[j][1]:
                    j += 1
                found.append((w, 0, i, j, c[i][1]))
            i += 1
        for i in range(n):
            for kind in range(1, len(ANCHORS)):
                if s[i][kind] >= low:
                    found.append((w, kind, i, i + 1, s[i][kind]))
    return found


def parts(tags):
    """Source and content segments of one row of tags."""
    out = {1: [], 3: []}
    i, n = 0, len(tags)
    while i < n:
        if tags[i]:
            kind = 1 if tags[i] <= 2 else 3
            j = i + 1
            while j < n and tags[j] == kind + 1:
                j += 1
            out[kind].append((i, j))
            i = j
        else:
            i += 1
    return out[1], out[3]


@torch.no_grad()
def predict(model, maker: Maker, reports: list[Report], overlap=64, size=16):
    """All candidates of each report with what was read out for them, best window only."""
    model.eval()
    windows = [w for r in reports for w in cut(r, maker.of(r)["lengths"], maker.most, overlap)]
    order = sorted(range(len(windows)), key=lambda i: windows[i].end - windows[i].start)
    out = {r.id: {} for r in reports}
    for k in range(0, len(order), size):
        chosen = [windows[i] for i in order[k:k + size]]
        batch = maker.batch(chosen)
        h, cue, start = model.first_pass(batch)
        found = candidates(cue, start, batch["tokens"])
        for m in range(0, len(found), 128):
            some = found[m:m + 128]
            index = torch.tensor([f[0] for f in some])
            anchors = torch.tensor([f[1:4] for f in some])
            part, live, real, fields = model.second_pass(h, batch["tokens"], index, anchors, near(chosen, [f[:4] for f in some]))
            tags = viterbi(part, live, model.steps, model.starts)
            part = part.log_softmax(-1)
            real = real.float().sigmoid().tolist()
            got = {name: scores.float().softmax(-1) for name, scores in fields.items()}
            for n, (w, kind, a, b, score) in enumerate(some):
                window = chosen[w]
                s, r = window.start, window.report
                left = 10 ** 6 if s == 0 else a
                right = 10 ** 6 if window.end == len(r.spans) else window.end - s - b
                room = min(left, right)
                key = (kind, s + a)
                if key in out[r.id] and out[r.id][key]["room"] >= room:
                    continue
                base = s + a - BEFORE
                here = torch.where(live[n], tags[n], 0).tolist()
                source, content = parts(here)
                sure = part[n].exp()
                if source:
                    source = [max(source, key=lambda p: float(sure[p[0], 1]))]
                out[r.id][key] = {
                    "room": room, "kind": kind, "at": (s + a, s + b), "first": score, "real": real[n],
                    "source": (base + source[0][0], base + source[0][1]) if source else None,
                    "content": [(base + x, base + y) for x, y in content],
                    "fields": {name: p[n].tolist() for name, p in got.items()}}
    return {i: sorted(found.values(), key=lambda f: f["at"]) for i, found in out.items()}


def settle(report: Report, found: list[dict], least=0.5, cueless=0.5):
    """Keeps what is sure enough, one of each overlapping pair of anchors; sets parents."""
    words = report.words()
    kept = []
    for f in sorted(found, key=lambda f: -f["real"] * f["first"] ** 0.25):
        if f["real"] < (least if f["kind"] == 0 else cueless):
            continue
        content = [c for c in f["content"] if any(ch.isalnum() for i in range(*c) for ch in words[i])]
        if not content:
            continue
        content = joined(report, f, content)
        a, b = f["at"]
        if f["kind"] == 0:
            if any(k["kind"] == 0 and k["at"][0] < b and a < k["at"][1] for k in kept):
                continue
        else:
            # A sentence that hangs on a cue already does not go on by itself.
            if any(k["kind"] != 0 and any(x < content[-1][1] and content[0][0] < y for x, y in k["content"]) for k in kept):
                continue
        kept.append({**f, "content": content})
    kept.sort(key=lambda f: min(f["at"][0], f["content"][0][0]))
    for i, f in enumerate(kept):
        anchor = f["at"][0]
        f["parent"] = None
        best = None
        for j, o in enumerate(kept):
            if j == i or o["kind"] == 3:
                continue
            for x, y in o["content"]:
                if x <= anchor < y and not (f["kind"] and anchor == x):
                    size = sum(y - x for x, y in o["content"])
                    if best is None or size < best:
                        best, f["parent"] = size, j
    return kept


def joined(report: Report, f: dict, content):
    """Segments of one sentence with nothing of their own attribution between them are one: a content is cut by its cue or source."""
    own = [f["at"]] if f["kind"] == 0 else []
    own += [f["source"]] if f["source"] else []
    out = []
    for a, b in content:
        if out and report.sentence[out[-1][1] - 1] == report.sentence[a] and not any(out[-1][1] <= x < a for x, _ in own):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def spans(report: Report, kept: list[dict], outermost=False, cued=False):
    """The attributions in code points, as the scorers read them; the outlet's own voice is left out."""
    s = report.spans
    pair = lambda r: [s[r[0]][0], s[r[1] - 1][1]]
    keep = [i for i, f in enumerate(kept) if f["kind"] != 3 and not (outermost and f["parent"] is not None) and not (cued and f["kind"])]
    place = {i: n for n, i in enumerate(keep)}
    rows = []
    for i in keep:
        f = kept[i]
        rows.append({"source": [pair(f["source"])] if f["source"] else [], "cue": [pair(f["at"])] if f["kind"] == 0 else [],
                     "content": [pair(c) for c in f["content"]], "parent": place.get(f["parent"])})
    return {"id": report.id, "attributions": rows}
