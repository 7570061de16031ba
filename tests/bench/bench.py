#!/usr/bin/env python3
"""Build and query speed of karez beside Xapian as it comes, on the same work in the same run.

usage: bench.py [--documents N] [--seed N] [--rounds N] [--corpus FILE.ndjson --queries FILE.tsv]
                [--skip-peer-build] [--json] BUILD-FOLDER
"""
import argparse, json, os, resource, subprocess, sys, tempfile, time

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "../eval"))
from karez_wire import Daemon


def tree_size(path):
    return sum(os.lstat(os.path.join(d, f)).st_size for d, _, fs in os.walk(path) for f in fs)


def run(cmd, **kw):
    """Wall seconds and peak memory (kB) of a child."""
    began = time.monotonic()
    p = subprocess.Popen(cmd, stdout=subprocess.PIPE, text=True, **kw)
    out = p.stdout.read()
    _, status, usage = os.wait4(p.pid, 0)
    if status:
        sys.exit("%s failed: %s" % (cmd[0], status))
    return time.monotonic() - began, usage.ru_maxrss, out


def lines(text):
    return {r["class"]: r for r in map(json.loads, text.splitlines())}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--documents", type=int, default=20000)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--corpus")
    ap.add_argument("--queries")
    ap.add_argument("--skip-peer-build", action="store_true")
    ap.add_argument("--json", action="store_true")
    ap.add_argument("build")
    a = ap.parse_args()
    tool = lambda name: os.path.join(a.build, name)
    out = {"documents": a.documents, "build": {}, "latency": {}}
    with tempfile.TemporaryDirectory(prefix="karez-bench.") as tmp:
        corpus, queries = a.corpus, a.queries
        if not corpus:
            corpus, queries = os.path.join(tmp, "corpus.ndjson"), os.path.join(tmp, "queries.tsv")
            with open(corpus, "wb") as f:
                subprocess.run([tool("tests/bench/corpus"), str(a.documents), str(a.seed), queries], stdout=f, check=True)
        text = 0
        with open(corpus, encoding="utf-8") as f:
            for line in f:
                r = json.loads(line)
                text += len(r.get("title", "").encode()) + len(r.get("text", "").encode())
        out["text_mb"] = text / 1e6
        index = os.path.join(tmp, "index")
        s, kb, _ = run([tool("indexer/karez-index"), "--quiet", "--full", "--index", index, corpus])
        current = os.path.realpath(os.path.join(index, "current"))
        out["build"]["karez"] = {"seconds": s, "mb_per_s": text / 1e6 / s, "peak_mb": kb / 1024,
                                 "index_per_text": tree_size(current) / text}
        if not a.skip_peer_build:
            peer = os.path.join(tmp, "peer")
            s, kb, _ = run([tool("tests/bench/xapian_peer"), "build", corpus, peer])
            out["build"]["xapian TermGenerator"] = {"seconds": s, "mb_per_s": text / 1e6 / s, "peak_mb": kb / 1024,
                                                    "index_per_text": tree_size(peer) / text}
        rounds = str(a.rounds)
        _, _, o = run([tool("tests/bench/xapian_peer"), "query", current, queries, rounds])
        out["latency"]["xapian in process"] = lines(o)
        d = Daemon(a.build, os.path.join(tmp, "s"), [("bench", index)], log=os.path.join(tmp, "log"))
        try:
            for label, connections, options in (("socket, 1 client, no snippets", 1, "snippets=0 cache=off"),
                                                ("socket, 1 client, snippets", 1, "snippets=1 cache=off"),
                                                ("socket, 16 clients, no snippets", 16, "snippets=0 cache=off"),
                                                ("socket, 16 clients, snippets", 16, "snippets=1 cache=off")):
                _, _, o = run([tool("tests/bench/load"), d.addr, "bench", queries, str(connections),
                               rounds if connections == 1 else "2", options])
                out["latency"][label] = lines(o)
            out["daemon_rss_mb"] = d.rss_kb() / 1024
        finally:
            d.stop()
    if a.json:
        json.dump(out, sys.stdout, indent=1)
        print()
        return
    print("%d documents, %.1f MB of text" % (out["documents"], out["text_mb"]))
    print("\n%-24s %8s %8s %10s %12s" % ("build", "seconds", "MB/s", "peak MB", "index/text"))
    for name, b in out["build"].items():
        print("%-24s %8.1f %8.2f %10.0f %12.2f" % (name, b["seconds"], b["mb_per_s"], b["peak_mb"], b["index_per_text"]))
    base = out["latency"]["xapian in process"]
    print("\n%-34s %-8s %9s %9s %9s %9s %10s %8s" % ("top 10, microseconds", "class", "mean", "p50", "p90", "p99", "per s", "x peer"))
    for name, classes in out["latency"].items():
        for cls, r in classes.items():
            print("%-34s %-8s %9.0f %9.0f %9.0f %9.0f %10.0f %8.2f%s" % (
                name, cls, r["mean"], r["p50"], r["p90"], r["p99"], r["per_second"], r["mean"] / base[cls]["mean"],
                "  %d errors" % r["errors"] if r["errors"] else ""))
    print("\nkarezd holds %.0f MB after it all" % out["daemon_rss_mb"])


main()
