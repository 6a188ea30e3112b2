#!/usr/bin/env python3
"""Train the model of src/extract/carrel-extract-judge.c, and measure it on pages that it hasn't seen.

    ./dev exec python3 tests/score/train.py [--corpus FOLDER] [--work FOLDER]
        labels    how good the article would be if every piece were decided as its label says
        cv        train on four fifths of the pages, extract the last fifth, five times; print the scores
        write     train on all pages and write src/extract/carrel-extract-weights.c

What a piece is told by comes from the extractor itself (carrel-extract-score --pieces), so that training
and running can't differ. A piece is of the text when its words stand in the page's gold. The model is
gradient boosting over oblivious trees (one question a level) for the logistic loss, in numpy alone;
the seed is fixed, so that the same pages give the same weights. Pages of one site are never parted
between training and measuring.
"""

import argparse
import base64
import json
import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
SETS = ("readability", "wcxb", "segments")
DEPTH = 5
BINS = 32
# What tells pages apart rather than pieces: sizes of the page, of the larger boxes, the depth. With so few
# pages the trees would learn the pages by them.
LEFT_OUT = (18, *range(132, 139), *(83 + 6 * k for k in range(1, 6)), *(87 + 6 * k for k in range(1, 6)))
TOKEN = re.compile(r"\w+", re.UNICODE)


# ── The pages and their gold ──


class Text(HTMLParser):
    """The text of a page's gold, as blocks."""

    BLOCKS = set("p div li h1 h2 h3 h4 h5 h6 td th tr table ul ol dl dt dd pre blockquote section article figure figcaption br header footer".split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_starttag(self, tag, attributes):
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        self.parts.append(data)


def read_gold(corpus):
    """{set: {case: (site, text or None, pieces that are of it, pieces that aren't)}}"""
    gold = {name: {} for name in SETS}
    folder = os.path.join(corpus, "readability")
    for case in sorted(os.listdir(folder)):
        path = os.path.join(folder, case, "expected.html")
        if os.path.exists(path):
            parser = Text()
            parser.feed(open(path, encoding="utf-8").read())
            gold["readability"][case] = (re.sub(r"[-_.]?\d+$", "", case), "".join(parser.parts), [], [])
    folder = os.path.join(corpus, "wcxb", "ground-truth")
    for file in sorted(os.listdir(folder)):
        page = json.load(open(os.path.join(folder, file), encoding="utf-8"))
        truth = page["ground_truth"]
        site = ".".join((urlsplit(page.get("url") or "").hostname or file).split(".")[-2:])
        gold["wcxb"][file.split(".")[0]] = (site, truth.get("main_content") or "", [], truth.get("without") or [])
    for url, page in sorted(json.load(open(os.path.join(corpus, "segments", "evaldata.json"), encoding="utf-8")).items()):
        site = ".".join((urlsplit(url).hostname or url).split(".")[-2:])
        gold["segments"][page["file"]] = (site, None, page["with"], page["without"])
    return gold


def run_score(args, name, *more):
    command = [args.score, *more, name, os.path.join(args.corpus, name)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


def read_pieces(args):
    """{set: {case: (features, texts, states)}}, from the extractor."""
    os.makedirs(args.work, exist_ok=True)
    result = {}
    for name in SETS:
        path = os.path.join(args.work, name + ".pieces")
        run_score(args, name, "--pieces", path)
        result[name] = {}
        for line in open(path, encoding="utf-8"):
            page = json.loads(line)
            features = np.frombuffer(base64.b64decode(page["features"]), np.uint8).reshape(-1, page["width"])
            result[name][page["case"]] = (features, page["texts"], page["states"])
    return result


# ── Labels ──


def tokens_of(text):
    """Words; letter by letter where a language has no spaces."""
    tokens = []
    for token in TOKEN.findall(text):
        if len(token) > 12 and ord(token[0]) > 0x0E00:
            tokens.extend(token)
        else:
            tokens.append(token)
    return tokens


def label_by_text(texts, states, gold):
    """1, 0 or -1 (unknown) for each piece, by the shingles of four words that stand in the gold."""
    words = tokens_of(gold)
    left = Counter(tuple(words[i : i + 4]) for i in range(len(words) - 3))
    short = {n: Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1)) for n in (1, 2, 3, 4, 5, 6)}
    tokens = [tokens_of(text) for text in texts]
    labels = np.full(len(texts), -1, np.int8)
    # Of two that say the same the one that was found counts, else the first.
    order = sorted(range(len(texts)), key=lambda i: (states[i] != 4, i))
    for i in order:
        own = tokens[i]
        if len(own) < 4:
            continue
        grams = Counter(tuple(own[k : k + 4]) for k in range(len(own) - 3))
        found = sum(min(n, left[gram]) for gram, n in grams.items())
        share = found / sum(grams.values())
        labels[i] = 1 if share >= 0.5 else 0
        if share >= 0.5:
            for gram, n in grams.items():
                left[gram] = max(0, left[gram] - n)
    # A short one is of the text where it stands beside what is.
    for i, own in enumerate(tokens):
        if len(own) >= 4:
            continue
        if not own:
            labels[i] = -1
            continue
        before = next((tokens[k] for k in range(i - 1, max(-1, i - 4), -1) if labels[k] == 1 and tokens[k]), [])
        after = next((tokens[k] for k in range(i + 1, min(len(tokens), i + 4)) if len(tokens[k]) >= 4 and labels[k] == 1), [])
        near = tokens[i + 1] if i + 1 < len(tokens) else []
        tries = [before[-2:] + own if before else None, own + after[:2] if after else None, own + near[:2] if near and before else None]
        labels[i] = int(any(t and short[min(len(t), 6)][tuple(t[:6])] > 0 for t in tries))
    return labels


def forget_doubtful(labels, size, kept):
    """Some golds end in the middle of the text, or hold one post of many: where so much that was found isn't
    in the gold, the long pieces of it say nothing."""
    extra = kept & (labels == 0)
    if size[extra].sum() > 0.5 * size[labels == 1].sum():
        labels = labels.copy()
        labels[extra & (size >= 15)] = -1
    return labels


def label_by_pieces(texts, wanted, unwanted):
    flat = [" ".join(text.split()) for text in texts]
    labels = np.full(len(texts), -1, np.int8)
    for pieces, value in ((wanted, 1), (unwanted, 0)):
        for piece in pieces:
            piece = " ".join(piece.split())
            for i, text in enumerate(flat):
                if piece and (piece in text or (len(text) > 20 and text in piece)):
                    labels[i] = value
    return labels


def make_rows(pieces, gold):
    """Features, labels, weights and page number of every piece that has a label; and the pages."""
    features, labels, weights, numbers, pages = [], [], [], [], []
    for name in SETS:
        for case, (page_features, texts, states) in sorted(pieces[name].items()):
            site, text, wanted, unwanted = gold[name][case]
            if text is not None:
                label = label_by_text(texts, states, text)
            else:
                label = label_by_pieces(texts, wanted, unwanted)
            # A page counts as much as another, however long; a long piece more than a short one.
            size = np.array([len(tokens_of(t)) for t in texts], float)
            kept = np.array(states) == 4
            if text is not None:
                label = forget_doubtful(label, size, kept)
            known = label >= 0
            if text is not None:
                total = size[label == 1].sum() + size[kept & known].sum() + 60
                weight = np.minimum((size + 0.5) * 2 / total, 0.25)
                outside = (label == 0) & ~kept
                weight[outside] *= min(1.0, 0.7 / max(weight[outside].sum(), 1e-9))
                if name == "readability":
                    weight *= 0.7
            else:
                weight = np.full(len(texts), 0.08)
            pages.append((name, case, site))
            features.append(page_features[known])
            labels.append(label[known])
            weights.append(weight[known])
            numbers.append(np.full(known.sum(), len(pages) - 1))
    weights = np.concatenate(weights)
    return np.concatenate(features), np.concatenate(labels), weights / weights.mean(), np.concatenate(numbers), pages


# ── Boosting ──


def sums(codes, values, size):
    return np.bincount(codes, values, minlength=size)


def train(features, labels, weights, pages, trees=60, rate=0.1, penalty=40.0, share=0.5, columns=0.3, seed=1, left_out=LEFT_OUT):
    """[(features, limits, leaves)], bias; leaves in logits."""
    random = np.random.default_rng(seed)
    rows, width = features.shape
    features = np.ascontiguousarray(features)
    bias = float(np.log((weights * labels).sum() / (weights * (1 - labels)).sum()))
    logits = np.full(rows, bias)
    model = []
    useful = np.array([i for i in np.flatnonzero(features.max(0) != features.min(0)) if i not in left_out])
    for _ in range(trees):
        p = 1 / (1 + np.exp(-logits))
        # Whole pages at a time: the pieces of a page are too much alike.
        chosen = np.flatnonzero((random.random(pages.max() + 1) < share)[pages])
        columns_now = np.sort(random.choice(useful, max(1, int(len(useful) * columns)), replace=False))
        gradient = (weights * (labels - p))[chosen]
        hessian = (weights * p * (1 - p))[chosen]
        sample = features[np.ix_(chosen, columns_now)].astype(np.int32)
        sample += np.arange(len(columns_now), dtype=np.int32) * BINS
        span = len(columns_now) * BINS
        leaf = np.zeros(len(chosen), np.int32)
        picked = []
        for level in range(DEPTH):
            n = 1 << level
            codes = (sample + (leaf * span)[:, None]).ravel()
            g = sums(codes, np.repeat(gradient, len(columns_now)), n * span).reshape(n, -1, BINS)
            h = sums(codes, np.repeat(hessian, len(columns_now)), n * span).reshape(n, -1, BINS)
            g_left, h_left = g.cumsum(2), h.cumsum(2)
            g_all, h_all = g_left[:, :, -1:], h_left[:, :, -1:]
            gain = g_left**2 / (h_left + penalty) + (g_all - g_left) ** 2 / (h_all - h_left + penalty)
            gain = gain.sum(0)
            gain[:, -1] = -1
            column, limit = divmod(int(gain.argmax()), BINS)
            picked.append((int(columns_now[column]), limit))
            leaf |= ((sample[:, column] - column * BINS) > limit).astype(np.int32) << level
        g = sums(leaf, gradient, 1 << DEPTH)
        h = sums(leaf, hessian, 1 << DEPTH)
        leaves = np.clip(rate * g / (h + penalty), -2, 2)
        leaves = np.round(leaves * 1024) / 1024
        model.append(([f for f, _ in picked], [l for _, l in picked], leaves))
        logits += leaves[leaf_of(features, model[-1])]
    return model, round(bias * 1024) / 1024


def leaf_of(features, tree):
    leaf = np.zeros(len(features), np.int32)
    for level, (feature, limit) in enumerate(zip(tree[0], tree[1])):
        leaf |= (features[:, feature] > limit).astype(np.int32) << level
    return leaf


def ask(model, bias, features):
    logits = np.full(len(features), bias)
    for tree in model:
        logits += tree[2][leaf_of(features, tree)]
    return logits


def to_json(model, bias):
    trees = [[*f, *l, *[int(round(v * 1024)) for v in leaves]] for f, l, leaves in model]
    return {"bias": int(round(bias * 1024)), "trees": trees}


def write_source(model, bias, path):
    data = to_json(model, bias)
    with open(path, "w", encoding="utf-8") as out:
        out.write(
            "/* carrel-extract-weights.c: the model's trees. Made by tests/score/train.py; not to be edited.\n *\n"
            " * SPDX-License-Identifier: GPL-3.0-or-later */\n\n"
            '#include "extract/carrel-extract-blocks-private.h"\n\n'
            f"const gint32 carrel_extract_bias = {data['bias']};\n"
            f"const guint  carrel_extract_n_trees = {len(data['trees'])};\n\n"
            "/* clang-format off */\n"
            "const CarrelTree carrel_extract_trees[] = {\n"
        )
        for tree in data["trees"]:
            parts = tree[:DEPTH], tree[DEPTH : 2 * DEPTH], tree[2 * DEPTH :]
            out.write("  { " + ", ".join("{ " + ", ".join(map(str, part)) + " }" for part in parts) + " },\n")
        out.write("};\n/* clang-format on */\n")


# ── Measuring ──


def part(pages, folds, seed):
    """The fold of each page: pages of a site together, the folds about as large as one another."""
    sites = {}
    for number, (name, case, site) in enumerate(pages):
        sites.setdefault(site, []).append(number)
    random = np.random.default_rng(seed)
    fold = np.zeros(len(pages), int)
    count = [0] * folds
    names = sorted(sites)
    random.shuffle(names)
    for site in names:
        least = count.index(min(count))
        fold[sites[site]] = least
        count[least] += len(sites[site])
    return fold


def cross_validate(args, rows):
    features, labels, weights, numbers, pages = rows
    fold = part(pages, args.folds, args.seed)
    out = {name: {} for name in SETS}
    right = total = 0.0
    for k in range(args.folds):
        inside = fold[numbers] != k
        model, bias = train(features[inside], labels[inside], weights[inside], numbers[inside], **args.settings)
        p = ask(model, bias, features[~inside])
        right += (weights[~inside] * ((p > 0) == (labels[~inside] > 0))).sum()
        total += weights[~inside].sum()
        path = os.path.join(args.work, f"fold{k}.json")
        json.dump(to_json(model, bias), open(path, "w"))
        for name in SETS:
            cases = [f"--case={case}" for i, (set_name, case, _) in enumerate(pages) if fold[i] == k and set_name == name]
            if cases:
                out[name].update(json.loads(run_score(args, name, "--weights", path, *cases)))
    print(f"pieces decided right, by weight, of pages not seen: {right / total:.4f}", flush=True)
    for name in SETS:
        path = os.path.join(args.work, f"cv-{name}.json")
        json.dump(out[name], open(path, "w"))
        show_score(args, name, path)


def show_score(args, name, path):
    gold = {"readability": "readability", "wcxb": "wcxb/ground-truth", "segments": "segments/evaldata.json"}[name]
    text = subprocess.run(
        [sys.executable, os.path.join(args.corpus, "score.py"), os.path.join(args.corpus, gold), path, *args.score_args], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    for line in text.splitlines():
        if re.match(r"\s*(gold|f1|precision|recall|page_f1|link|heading|item|code|image|cell|quote|caption|f1\b)", line):
            print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("labels", "cv", "write"))
    parser.add_argument("--corpus", default=os.path.join(PROJECT, "..", "shared", "corpus"))
    parser.add_argument("--work", default=os.path.join(PROJECT, "_build-bench", "train"))
    parser.add_argument("--score", default=os.path.join(PROJECT, "_build-bench", "tests", "score", "carrel-extract-score"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="of the folds")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the training")
    parser.add_argument("--score-args", nargs="*", default=[])
    args = parser.parse_args()
    args.settings = {}
    for pair in args.set:
        name, value = pair.split("=")
        args.settings[name] = float(value) if "." in value else int(value)
    pieces = read_pieces(args)
    gold = read_gold(args.corpus)
    rows = make_rows(pieces, gold)
    if args.what == "labels":
        for name in SETS:
            out = {}
            for case, (_, texts, states) in pieces[name].items():
                _, text, wanted, unwanted = gold[name][case]
                if text is None:
                    continue
                label = label_by_text(texts, states, text)
                out[case] = {"text": "\n".join(t for t, l in zip(texts, label) if l == 1)}
            if out:
                path = os.path.join(args.work, f"labels-{name}.json")
                json.dump(out, open(path, "w"))
                show_score(args, name, path)
    elif args.what == "cv":
        cross_validate(args, rows)
    else:
        features, labels, weights, numbers, pages = rows
        model, bias = train(features, labels, weights, numbers, **args.settings)
        write_source(model, bias, os.path.join(PROJECT, "src", "extract", "carrel-extract-weights.c"))
        print(f"{len(model)} trees from {len(labels)} pieces of {len(pages)} pages")


if __name__ == "__main__":
    main()
