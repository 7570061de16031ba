#!/usr/bin/env python3
"""Relevance of the real programs on judged collections, and passes on the seed gold.

usage: eval.py [--json] [--verbose] [--options 'match=any ...'] BUILD-FOLDER DATA-FOLDER

DATA-FOLDER holds collections/NAME/{docs.jsonl.gz,queries.tsv,qrels.tsv} and seeds/ with
seed-gold/queries.jsonl.  Each collection is indexed with karez-index and searched over karezd's
socket with default settings (plain=1, for the questions hold punctuation).
"""
import argparse, collections, gzip, json, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gold import Gold, report
from karez_wire import Client, Daemon
from metrics import average_precision, ndcg

# nDCG@10 and MAP of Xapian 1.4.22 as it comes (BM25, the language's stemmer, OR of all words).
PLAIN = {"cranfield": (0.509, 0.408), "cacm": (0.450, 0.312), "xquad-ru": (0.953, 0.942)}


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


def read_seeds(folder):
    out = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
            out[name] = f.read().split("\n")
    return out


def others(data, names, where, n):
    """Records of other documents to mix the seeds into: the collections' own, again and again with their sentences in another order."""
    docs = []
    for name in names:
        with gzip.open(os.path.join(data, "collections", name, "docs.jsonl.gz"), "rt", encoding="utf-8") as f:
            docs += [json.loads(line) for line in f]
    chance = random.Random(1)
    with open(where, "w", encoding="utf-8") as f:
        for i in range(n):
            d = docs[i % len(docs)]
            sentences = d.get("text", "").split(". ")
            if i >= len(docs):
                chance.shuffle(sentences)
            json.dump({"id": "other%d" % i, "title": d.get("title", ""), "text": ". ".join(sentences)}, f, ensure_ascii=False)
            f.write("\n")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--verbose", action="store_true")
    ap.add_argument("--options", default="")
    ap.add_argument("--gold", action="store_true", help="only the seed gold")
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
        judged = [] if a.gold else names
        for name in judged:
            index(a.build, os.path.join(tmp, name), [os.path.join(a.data, "collections", name, "docs.jsonl.gz")])
        have_gold = os.path.isdir(os.path.join(a.data, "seeds")) and os.path.isdir(os.path.join(a.data, "seed-gold"))
        if have_gold:
            seeds = os.path.join(a.data, "seeds")
            others(a.data, names, os.path.join(tmp, "others.ndjson"), 10000)
            index(a.build, os.path.join(tmp, "seeds"), [seeds])
            variants = os.path.join(tmp, "variants")
            subprocess.run([sys.executable, os.path.join(a.data, "seed-gold/make_neardups.py"), seeds,
                            os.path.join(a.data, "seed-gold/near_dups.jsonl"), variants], check=True, stdout=subprocess.DEVNULL)
            index(a.build, os.path.join(tmp, "twins"), [seeds, variants])
            index(a.build, os.path.join(tmp, "mixed"), [seeds, os.path.join(tmp, "others.ndjson")])
        served = judged + (["seeds", "mixed", "twins"] if have_gold else [])
        d = Daemon(a.build, os.path.join(tmp, "s"), [(n, os.path.join(tmp, n)) for n in served],
                   log=os.path.join(tmp, "karezd.log"))
        c = Client(d.addr)
        try:
            for name in judged:
                result["collections"][name] = evaluate(ForCollection(c, name), os.path.join(a.data, "collections", name),
                                                       a.options)
            for name in ["seeds", "mixed"] if have_gold else []:
                g = Gold(ForCollection(c, name), os.path.join(a.data, "seed-gold"), read_seeds(seeds))
                mean = g.run(ndcg)
                if name == "seeds":
                    g.near_duplicates(ForCollection(c, "twins"))
                result["gold"][name] = {"tables": g.results, "ndcg10": mean}
        finally:
            c.close()
            d.stop()
    if a.json:
        json.dump(result, sys.stdout, indent=1)
        print()
        return
    if result["collections"]:
        print("%-12s %8s %10s %10s %10s %10s %8s" % ("collection", "queries", "nDCG@10", "plain", "MAP", "plain", "p50 us"))
    for name, r in result["collections"].items():
        plain = PLAIN.get(name, (0, 0))
        print("%-12s %8d %10.4f %10.3f %10.4f %10.3f %8d" % (name, r["queries"], r["ndcg10"], plain[0], r["map"], plain[1],
                                                            r["p50_us"]))
    for name, r in result["gold"].items():
        print("\n%s" % ("the seeds alone" if name == "seeds" else "the seeds among 10 000 other documents"))
        report(r["tables"], r["ndcg10"], a.verbose)


class ForCollection:
    """Names the collection in each request."""

    def __init__(self, client, name):
        self.client, self.name = client, name

    def call(self, line):
        verb, rest = line.split(" ", 1)
        return self.client.call("%s %s %s" % (verb, self.name, rest))


main()
