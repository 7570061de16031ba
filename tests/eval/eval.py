#!/usr/bin/env python3
"""Relevance of the real programs on judged collections, and passes on the seed gold.

usage: eval.py [--json] [--verbose] [--options 'match=any ...'] BUILD-FOLDER DATA-FOLDER

DATA-FOLDER holds collections/NAME/{docs.jsonl.gz,queries.tsv,qrels.tsv} and seeds/ with
seed-gold/queries.jsonl.  Each collection is indexed with karez-index and searched over karezd's
socket with default settings (plain=1, for the questions hold punctuation).
"""
import argparse, collections, json, os, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from karez_wire import Client, Daemon
from metrics import average_precision, ndcg

# nDCG@10 and MAP of Xapian 1.4.22 as it comes (BM25, the language's stemmer, OR of all words).
PLAIN = {"cranfield": (0.509, 0.408), "cacm": (0.450, 0.312), "xquad-ru": (0.953, 0.942)}
KINDS_WANTED = ("keyword", "phrase", "proximity", "boolean", "stemming", "diacritics", "negative")
# What a row may need that is no matter of indexing, serving and searching plain files.
OTHER_WORK = {"article_split", "boilerplate", "footnote_join", "marker_strip", "alias_expand", "acronym_expand",
              "transliterate", "fields", "no_overjoin", "world_knowledge"}


def rows(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line.strip()]


def index(build, where, sources, *args):
    p = subprocess.run([os.path.join(build, "indexer/karez-index"), "--quiet", "--index", where, *args, *sources],
                       capture_output=True, text=True)
    if p.returncode:
        sys.exit("karez-index failed (%d): %s" % (p.returncode, p.stderr))


def evaluate(client, folder, options):
    qrels = collections.defaultdict(dict)
    with open(os.path.join(folder, "qrels.tsv"), encoding="utf-8") as f:
        for line in f:
            qid, _, doc, rel = line.split()
            qrels[qid][doc] = int(rel)
    gains, precisions, took = [], [], []
    for qid, text in rows(os.path.join(folder, "queries.tsv")):
        rel = qrels.get(qid, {})
        if not any(r > 0 for r in rel.values()):
            continue
        r = client.call("SEARCH limit=1000 snippets=0 timeout=10s %s plain=1 : %s" % (options, text))
        if r.kind != "=":
            sys.exit("query %s: %s" % (qid, r.head))
        ranking = [h["id"] for h in r.hits()]
        took.append(int(r.value("took_us")))
        gains.append(ndcg(ranking, rel, 10))
        precisions.append(average_precision(ranking, rel))
    took.sort()
    return {"queries": len(gains), "ndcg10": sum(gains) / len(gains), "map": sum(precisions) / len(precisions),
            "p50_us": took[len(took) // 2]}


def gold(client, path, verbose):
    """Counts per kind: every row, and those that need nothing but files, words and operators."""
    out = collections.OrderedDict()
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        r = client.call("SEARCH limit=100 snippets=0 : " + row["query"])
        ranking = [os.path.basename(h["id"])[:3] for h in r.hits()] if r.kind == "=" else []
        wrong = [] if r.kind == "=" else [r.head]
        file_of = lambda article: article[:3]
        must = {file_of(a) for a in row["must_match"]}
        # A file must not match only when none of its articles may.
        allowed = {file_of(a) for a in row["grades"] if a not in row["must_not_match"]}
        must_not = {file_of(a) for a in row["must_not_match"]} - allowed
        wrong += ["misses " + f for f in sorted(must - set(ranking))]
        wrong += ["finds " + f for f in sorted(must_not & set(ranking))]
        if row["first"] and (not ranking or ranking[0] != file_of(row["first"])):
            wrong.append("first is %s, not %s" % (ranking[:1], file_of(row["first"])))
        k = out.setdefault(row["kind"], {"passed": 0, "all": 0, "core_passed": 0, "core": 0, "failing": []})
        core = not (set(row["needs"]) & OTHER_WORK) and row["optional"] == ""
        k["all"] += 1
        k["core"] += core
        if not wrong:
            k["passed"] += 1
            k["core_passed"] += core
        else:
            k["failing"].append("%s%s %r needs %s: %s" % (row["id"], "" if core else " (not core)", row["query"],
                                                          ",".join(row["needs"]) or "-", "; ".join(wrong)))
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--verbose", action="store_true")
    ap.add_argument("--options", default="")
    ap.add_argument("build")
    ap.add_argument("data")
    a = ap.parse_args()
    if not os.path.isdir(os.path.join(a.data, "collections")):
        print("skip eval: no collections in %s" % a.data)
        return
    result = {"collections": {}, "gold": {}}
    with tempfile.TemporaryDirectory(prefix="karez-eval.") as tmp:
        names = sorted(os.listdir(os.path.join(a.data, "collections")))
        names = [n for n in names if os.path.isdir(os.path.join(a.data, "collections", n))]
        for name in names:
            index(a.build, os.path.join(tmp, name), [os.path.join(a.data, "collections", name, "docs.jsonl.gz")])
        have_gold = os.path.isdir(os.path.join(a.data, "seeds")) and os.path.isdir(os.path.join(a.data, "seed-gold"))
        if have_gold:
            index(a.build, os.path.join(tmp, "seeds"), [os.path.join(a.data, "seeds")])
        served = names + (["seeds"] if have_gold else [])
        d = Daemon(a.build, os.path.join(tmp, "s"), [(n, os.path.join(tmp, n)) for n in served],
                   log=os.path.join(tmp, "karezd.log"))
        c = Client(d.addr)
        try:
            for name in names:
                result["collections"][name] = evaluate(ForCollection(c, name), os.path.join(a.data, "collections", name),
                                                       a.options)
            if have_gold:
                result["gold"] = gold(ForCollection(c, "seeds"), os.path.join(a.data, "seed-gold/queries.jsonl"), a.verbose)
        finally:
            c.close()
            d.stop()
    if a.json:
        json.dump(result, sys.stdout, indent=1)
        print()
        return
    print("%-12s %8s %10s %10s %10s %10s %8s" % ("collection", "queries", "nDCG@10", "plain", "MAP", "plain", "p50 us"))
    for name, r in result["collections"].items():
        plain = PLAIN.get(name, (0, 0))
        print("%-12s %8d %10.4f %10.3f %10.4f %10.3f %8d" % (name, r["queries"], r["ndcg10"], plain[0], r["map"], plain[1],
                                                            r["p50_us"]))
    if result["gold"]:
        print("\n%-24s %14s %14s   (core: needs no article splitting, cleaning, names, fields)" % ("seed gold", "passed/all", "core"))
        for kind, k in result["gold"].items():
            print("%-24s %14s %14s%s" % (kind, "%d/%d" % (k["passed"], k["all"]), "%d/%d" % (k["core_passed"], k["core"]),
                                         " *" if kind in KINDS_WANTED else ""))
        print("\nfailing:")
        for kind, k in result["gold"].items():
            for f in k["failing"]:
                print("  %-10s %s" % (kind, f))


class ForCollection:
    """Names the collection in each request."""

    def __init__(self, client, name):
        self.client, self.name = client, name

    def call(self, line):
        verb, rest = line.split(" ", 1)
        return self.client.call("%s %s %s" % (verb, self.name, rest))


main()
