#!/usr/bin/env python3
"""Relevance of the real programs on judged collections, and passes on the seed gold.

usage: eval.py [--json] [--verbose] [--options 'match=any ...'] [--save DIR] [--against DIR] BUILD-FOLDER DATA-FOLDER

DATA-FOLDER holds collections/NAME/{docs.jsonl.gz,queries.tsv,qrels.tsv} and seeds/ with
seed-gold/queries.jsonl.  Each collection is indexed with karez-index, served by karezd and measured by
karez eval, so the figures here are those that users get.
"""
import argparse, gzip, json, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gold import Gold, report
from karez_wire import Client, Daemon, index

# nDCG@10 and MAP of Xapian 1.4.22 as it comes (BM25, the language's stemmer, OR of all words).
PLAIN = {"cranfield": (0.509, 0.408), "cacm": (0.450, 0.312), "xquad-ru": (0.953, 0.942)}


def karez_eval(build, *args):
    """The last line of karez eval --json: the means."""
    p = subprocess.run([os.path.join(build, "client/karez"), "--json", "eval", *args], capture_output=True, text=True)
    if p.returncode:
        sys.exit("karez eval %s failed (%d): %s" % (" ".join(args), p.returncode, p.stderr))
    return json.loads(p.stdout.splitlines()[-1])


def evaluate(build, addr, data, name, a):
    folder = os.path.join(data, "collections", name)
    args = ["-s", addr, "-C", name, "--queries", os.path.join(folder, "queries.tsv"), "--qrels", os.path.join(folder, "qrels.tsv")]
    if a.save:
        args += ["--save", os.path.join(os.path.abspath(a.save), name + ".run")]
    if a.against:
        args += ["--against", os.path.join(a.against, name + ".run")]
    return karez_eval(build, *args, "timeout=10s", *a.options.split())


def mean_of_gold(build, where, queries):
    """nDCG@10 of rankings of articles: [(id, ranking, grades)]."""
    with open(where + ".run", "w") as run, open(where + ".qrels", "w") as qrels:
        for ident, found, grades in queries:
            run.writelines("%s Q0 %s %d %d gold\n" % (ident, d, i + 1, -i) for i, d in enumerate(found))
            qrels.writelines("%s 0 %s %d\n" % (ident, d, g) for d, g in grades.items())
    return karez_eval(build, "--run", where + ".run", "--qrels", where + ".qrels")["run"]["ndcg_cut_10"]


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
    ap.add_argument("--options", default="", help="of SEARCH, as 'expand=on match=any'")
    ap.add_argument("--save", metavar="FOLDER", help="keep the run of each collection")
    ap.add_argument("--against", metavar="FOLDER", help="runs to compare with")
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
        with Daemon(a.build, os.path.join(tmp, "s"), [(n, os.path.join(tmp, n)) for n in served],
                    log=os.path.join(tmp, "karezd.log")) as d, Client(d.addr) as c:
            for name in judged:
                result["collections"][name] = evaluate(a.build, d.addr, a.data, name, a)
            for name in ["seeds", "mixed"] if have_gold else []:
                g = Gold(ForCollection(c, name), os.path.join(a.data, "seed-gold"), read_seeds(seeds))
                mean = mean_of_gold(a.build, os.path.join(tmp, name), g.run())
                if name == "seeds":
                    g.near_duplicates(ForCollection(c, "twins"))
                result["gold"][name] = {"tables": g.results, "ndcg10": mean}
    if a.json:
        json.dump(result, sys.stdout, indent=1)
        print()
        return
    if result["collections"]:
        print("%-12s %8s %10s %10s %10s %10s %10s %8s" % ("collection", "queries", "nDCG@10", "plain", "MAP", "plain", "R@100", "p50 ms"))
    for name, r in result["collections"].items():
        plain = PLAIN.get(name, (0, 0))
        print("%-12s %8d %10.4f %10.3f %10.4f %10.3f %10.4f %8.1f" % (
            name, r["queries"], r["run"]["ndcg_cut_10"], plain[0], r["run"]["map"], plain[1], r["run"]["recall_100"], r["p50_ms"]))
        for metric, d in r.get("difference", {}).items():
            print("%21s %-12s %+.4f  p %.4f  better %d, worse %d" % ("", metric, d["mean"], d["p"], d["better"], d["worse"]))
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
