#!/usr/bin/env python3
"""Build, latency, throughput and growth of karez beside its peers, on the same work in the same run; see README.md.

usage: bench.py [options] BUILD-FOLDER
"""
import argparse, datetime, gzip, json, os, re, resource, shlex, shutil, signal, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True      # the sources may not be ours to write to
from peers import MEMORY_MB, PEERS, Floor, Karez, Sphinx
from process import Run, say, some_cores, spawn
import report
import ways
import wires

PHASES = ("build", "latency", "ways", "throughput", "wires", "growth")
CLASSES = {"word": "word", "term": "word", "and": "and", "intersection": "and", "phrase": "phrase", "or": "or", "union": "or"}
SYNTHETIC = 1600    # bytes of a document of corpus.c, with its title, at most
SLOW = 20           # seconds: a build that takes longer is not repeated


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for phase in PHASES:
        ap.add_argument("--" + phase, action="store_true", help="this phase; all when none is named")
    ap.add_argument("--corpus", help="TSV (id, title, text) or NDJSON, also .gz; synthetic when not given")
    ap.add_argument("--queries", help="class (word, and, phrase, or) TAB words; needed with --corpus")
    ap.add_argument("--documents", type=int, help="synthetic documents (20000, or the largest of --sizes), or how many of the corpus (all)")
    ap.add_argument("--russian", type=int, default=0, metavar="PERCENT", help="share of Cyrillic in the synthetic corpus")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--sizes", help="documents for --growth, as in 25000,100000 (a quarter and all), and for --build without it (all)")
    ap.add_argument("--minutes", type=float, default=120, help="a build that would end later than this is left out (120)")
    ap.add_argument("--peers", help="only peers whose names hold one of these words, as in lucene,sphinx; '-' for none")
    ap.add_argument("--repeats", type=int, default=3, help="runs of each thing, interleaved (3)")
    ap.add_argument("--rounds", type=int, default=3, help="of which a query's best counts (3)")
    ap.add_argument("--seconds", type=float, default=0.7, help="of each throughput measurement (0.7)")
    ap.add_argument("--idle", type=int, default=10000, help="silent clients (10000)")
    ap.add_argument("--warm", type=float, default=6, help="seconds for Lucene's compiler before a measurement (6)")
    ap.add_argument("--dir", help="keep corpus and indexes in this folder, and use those that are there")
    ap.add_argument("--json", metavar="FILE", help="all figures, for keeping")
    ap.add_argument("--markdown", metavar="FILE", help="put the tables into FILE, in place of those of the same phases")
    ap.add_argument("folder", metavar="BUILD-FOLDER")
    a = ap.parse_args()
    if a.corpus and not a.queries:
        ap.error("--corpus needs --queries")
    a.sizes = [int(n) for n in a.sizes.split(",")] if a.sizes else []
    if not a.corpus:
        a.documents = a.documents or max(a.sizes or [20000])
    return a


def records(path):
    """(title, text) of each document of a user's corpus."""
    tsv = re.search(r"\.tsv(\.gz)?$", path)
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
        for line in f:
            if tsv:
                yield (re.sub(r"\\[tn\\]", " ", line).split("\t") + ["", ""])[1:3]
            else:
                r = json.loads(line)
                yield r.get("title") or "", r.get("text") or ""


class Corpus:
    """`id TAB title TAB text` for everyone, numbers for ids, blanks for line ends."""

    def __init__(self, folder, path):
        self.folder, self.path, self.documents, self.bytes = folder, path, 0, 0
        with open(path, "rb") as f:
            for line in f:
                self.documents += 1
                self.bytes += len(line) - line.index(b"\t") - 2
        self.mb = self.bytes / 1e6

    def index(self, peer, cores):
        return os.path.join(self.folder, "%s-%d" % (type(peer).__name__, cores))

    def first(self, n):
        """The corpus of its first n documents."""
        if n >= self.documents:
            return self
        folder = os.path.join(self.folder, "first-%d" % n)
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "corpus.tsv")
        with open(self.path, "rb") as f, open(path, "wb") as out:
            for _ in range(n):
                out.write(f.readline())
        return Corpus(folder, path)


def user_corpus(args, path):
    with open(path, "w", encoding="utf-8") as out:
        for i, (title, text) in enumerate(records(args.corpus), 1):
            if args.documents and i > args.documents:
                break
            clean = lambda s: " ".join(s.replace("\\", " ").replace("\0", " ").split())
            out.write("%d\t%s\t%s\n" % (i, clean(title), clean(text)))


def user_queries(args, path):
    """Words without operators; words of their own for a file that has no class for them."""
    queries = []
    with open(args.queries, encoding="utf-8") as f:
        for line in f:
            label, _, text = line.rstrip("\n").partition("\t")
            if label not in CLASSES:
                sys.exit("bench: %s: no class %r; there are %s" % (args.queries, label, ", ".join(CLASSES)))
            words = [w.lower() for w in re.findall(r"\w+", re.sub(r"\b(AND|OR)\b", " ", text))]
            if words:
                queries.append((CLASSES[label], words))
    if not any(cls == "word" for cls, _ in queries):
        single = list(dict.fromkeys(w for _, words in queries for w in words))
        queries += [("word", [w]) for w in single[:300]]
    with open(path, "w", encoding="utf-8") as out:
        out.writelines("%s\t%s\n" % (cls, " ".join(words)) for cls, words in queries)


class Bench:
    def __init__(self, args, folder):
        self.args, self.folder, self.rates = args, folder, {}
        self.phases = [p for p in PHASES if getattr(args, p)] or PHASES
        self.result = {"command": 'make bench BENCH_FLAGS="%s"' % " ".join(shlex.quote(x) for x in sys.argv[1:-1]),
                       "date": datetime.date.today().isoformat(), "machine": machine(), "memory_mb": MEMORY_MB, "skipped": {}, "left_out": [], "busy": {}}
        self.copied = set()
        self.began = time.monotonic()
        self.peers = {}
        wanted = [w for w in (args.peers or "").split(",") if w]
        for peer in (cls(self) for cls in PEERS):
            if isinstance(peer, (Karez, Floor)) or not wanted or any(w in peer.name for w in wanted):
                if peer.find():
                    self.peers[peer.name] = peer
                else:
                    self.result["skipped"][peer.name] = peer.package
                    say("skipped: %s (%s is not installed)" % (peer.name, peer.package))
        self.floor, self.karez = self.peers[Floor.name], self.peers[Karez.name]
        self.corpus, self.queries = self.make_corpus()
        self.result.update(documents=self.corpus.documents, mb=self.corpus.mb)

    def path(self, name):
        return os.path.join(self.folder, name)

    def tool(self, name):
        """A copy, as it is when installed: of a file that a linker has just written the text lies in memory page by page, and
        AND takes a tenth longer."""
        path, copy = os.path.join(os.path.abspath(self.args.folder), name), self.path(os.path.join("programs", name))
        if name not in self.copied:
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copy2(path, copy)
            self.copied.add(name)
        return copy

    def compiled(self, cmd):
        if not shutil.which(cmd[0]):
            return False
        return subprocess.run(cmd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def check_disk(self, folder):
        """Is there room for the corpus, also cut to --sizes, and for all indexes?  Told before hours are spent."""
        a = self.args
        text = os.path.getsize(a.corpus) * (4 if a.corpus.endswith(".gz") else 1) if a.corpus else a.documents * SYNTHETIC
        indexes = sum(p.disk * len(p.cores) for p in self.peers.values())
        need = text * sum(1 + indexes * n for n in {1} | {min(1, n / a.documents) for n in a.sizes if a.documents})
        free = shutil.disk_usage(folder).free
        if need > free:
            sys.exit("bench: %s: up to %.1f GB may be needed, %.1f GB are free: fewer --documents, --sizes or --peers, or another --dir"
                     % (folder, need / 1e9, free / 1e9))

    def make_corpus(self):
        a = self.args
        key = "%s-%s" % (os.path.basename(a.corpus), a.documents or "all") if a.corpus else \
            "synthetic-%d-%d-%d" % (a.documents, a.seed, a.russian)
        folder = self.path(key)
        os.makedirs(folder, exist_ok=True)
        path, queries = os.path.join(folder, "corpus.tsv"), os.path.join(folder, "queries.tsv")
        say("corpus: " + key)
        self.check_disk(folder)
        if a.corpus:
            user_queries(a, queries)
        if os.path.exists(path + ".done"):
            return Corpus(folder, path), queries
        if a.corpus:
            user_corpus(a, path)
        else:
            with open(path, "wb") as f:
                subprocess.run([self.tool("tests/bench/corpus"), "-n", str(a.documents), "-s", str(a.seed),
                                "-r", str(a.russian), "-q", queries], stdout=f, check=True)
        open(path + ".done", "w").close()
        return Corpus(folder, path), queries

    # Build

    def build_once(self, peer, corpus, cores):
        index = corpus.index(peer, cores)
        remove(index)
        peer.prepare(corpus.path)
        run = Run(peer.build(corpus.path, index, cores), some_cores(cores))
        figures = {"seconds": run.seconds, "cpu": run.cpu, "mb_per_s": corpus.mb / run.seconds, "peak_mb": run.peak_mb,
                   "index_per_text": peer.size(index) / corpus.bytes}
        open(index + ".done", "w").close()
        return figures

    def too_late(self, peer, cores, corpus):
        """Would a build end after --minutes, judged by the largest before it?"""
        before = self.rates.get((peer.name, cores))
        if not before or (time.monotonic() - self.began) + before * corpus.mb * 1.2 < self.args.minutes * 60:
            return False
        what = "%s, %d core%s, %d documents" % (peer.name, cores, "s"[cores == 1:], corpus.documents)
        if what not in self.result["left_out"]:
            say("left out, it would end after %g minutes: %s" % (self.args.minutes, what))
            self.result["left_out"].append(what)
        return True

    def build_all(self, corpus, repeats, peers):
        """Interleaved, so that a bad minute of the machine meets everyone."""
        out = {}
        for repeat in range(repeats):
            for peer in peers:
                for cores in peer.cores:
                    if self.too_late(peer, cores, corpus):
                        continue
                    runs = out.setdefault(peer.name, {}).setdefault(str(cores), [])
                    if repeat and runs[0]["seconds"] > SLOW:
                        continue
                    say("build %d: %s, %d core%s" % (repeat + 1, peer.name, cores, "s"[cores == 1:]))
                    runs.append(self.build_once(peer, corpus, cores))
                    self.rates[peer.name, cores] = runs[-1]["seconds"] / corpus.mb
        return out

    def phase_build(self):
        """All documents, and with --sizes the first of them as well: what an index costs as it grows."""
        by_size, sizes = [], [] if "growth" in self.phases else self.args.sizes
        for n in sorted({min(n, self.corpus.documents) for n in sizes} | {self.corpus.documents}):
            corpus = self.corpus.first(n)
            say("build: %d documents" % corpus.documents)
            by_size.append({"documents": corpus.documents, "mb": corpus.mb,
                            "build": self.build_all(corpus, self.args.repeats, self.peers.values())})
        self.result["build"] = by_size[-1]["build"]
        if len(by_size) > 1:
            self.result["sizes"] = by_size

    def index(self, peer, corpus):
        """The index of a peer, built now if it is not there."""
        peer = self.peers.get(getattr(peer, "uses", ""), peer)
        for cores in reversed(peer.cores):
            if os.path.exists(corpus.index(peer, cores) + ".done"):
                return corpus.index(peer, cores)
        say("index: " + peer.name)
        self.build_once(peer, corpus, peer.cores[-1])
        return corpus.index(peer, peer.cores[-1])

    # Latency

    def ask_all(self, corpus, repeats, peers):
        out, hits = {}, {}
        for repeat in range(repeats):
            for peer in peers:
                index = self.index(peer, corpus)
                say("latency %d: %s" % (repeat + 1, peer.name))
                times = {}
                for line in peer.ask(index, self.queries, self.args.rounds).splitlines():
                    variant, cls, us, ids = line.split("\t")
                    times.setdefault((variant, cls), []).append(float(us))
                    if variant == "ids":    # of the n-th query of the class
                        hits.setdefault(peer.name, {})[cls, len(times[variant, cls])] = set(ids.split(",")) - {""}
                for (variant, cls), us in times.items():
                    us.sort()
                    row = peer.name + {"ids": "", "text": ", text"}[variant]
                    out.setdefault(row, {}).setdefault(cls, []).append(
                        {"mean": sum(us) / len(us), "p50": us[len(us) // 2], "p99": us[len(us) * 99 // 100], "n": len(us)})
        return out, {name: shared(hits[Karez.name], h) for name, h in hits.items() if name not in (Karez.name, Floor.name)}

    def phase_latency(self):
        peers = [p for p in self.peers.values() if p.answers]
        self.result["latency"], self.result["shared"] = self.ask_all(self.corpus, self.args.repeats, peers)

    # Ways of asking

    def phase_ways(self):
        say("ways of asking")
        corpus, index = self.path("ways.ndjson"), self.path("ways.index")
        ways.write_corpus(self.corpus.path, corpus)
        Run(self.karez.build(corpus, index, 2))
        with open(self.queries, encoding="utf-8") as f:
            queries = [line.rstrip("\n").split("\t") for line in f]
        requests = [(cls, self.karez.request(cls, words.split(), "").partition(" : ")[2]) for cls, words in queries]
        with self.karez.serve(index) as server:
            self.result["ways"] = ways.measure(server.addr, requests, self.args.rounds)

    # Throughput

    def loads(self, peer, server, variant, classes, cases):
        """A row for each class and each (connections, depth)."""
        rows = []
        for connections, depth in cases:
            for cls in classes:
                before, began = server.cpu(), time.monotonic()
                row = json.loads(peer.load(server, self.mixed if cls == "mixed" else self.queries, variant,
                                           ["-t", self.args.seconds, "-c", connections, "-d", depth, "-k", cls]))
                used = (server.cpu() - before) / (time.monotonic() - began)
                row.update(peer=peer.name, variant=variant, server_cpu_us=used * 1e6 / row["per_second"])
                rows.append(row)
        return rows

    def phase_throughput(self):
        self.mixed, each = self.path("mixed.tsv"), [(n, 1) for n in (1, 8, 64, 1000)]
        with open(self.queries, encoding="utf-8") as f:
            present = {line.split("\t")[0] for line in f}
        classes = [c for c in report.CLASSES if c in present]
        with open(self.queries, encoding="utf-8") as f, open(self.mixed, "w", encoding="utf-8") as out:
            out.writelines("mixed\t" + line.split("\t")[1] for line in f if line.startswith(("word\t", "and\t")))
        out = []
        for repeat in range(self.args.repeats):
            say("throughput %d" % (repeat + 1))
            with self.floor.serve(None) as server:
                out += self.loads(self.floor, server, "ids", ["mixed"], each + [(1, 100)])
            with self.karez.serve(self.index(self.karez, self.corpus)) as server:
                out += self.loads(self.karez, server, "ids", classes, each)
                out += self.loads(self.karez, server, "ids", ["mixed"], [(1, 100), (8, 100)])
                out += self.loads(self.karez, server, "kept", ["mixed"], each + [(1, 100), (8, 100)])
                self.result.setdefault("slow_beside_fast", []).append(self.slow_beside_fast(server))
            sphinx = self.peers.get(Sphinx.name)
            if sphinx:
                with sphinx.serve(self.index(sphinx, self.corpus)) as server:
                    out += self.loads(sphinx, server, "ids", classes, [(8, 1), (64, 1)])
        self.result["throughput"] = out
        self.result["idle"] = self.idle()

    def phase_wires(self):
        say("wires")
        self.result["wires"] = wires.measure(self, self.index(self.karez, self.corpus), self.queries, self.args.repeats, self.args.seconds)

    def slow_beside_fast(self, server):
        """One word and AND on 8 connections alone, and beside one connection that wants exact totals of wide ORs."""
        slow = self.path("slow.requests")
        with open(self.queries, encoding="utf-8") as f, open(slow, "w", encoding="utf-8") as out:
            words = [line.split("\t")[1].strip() for line in f if line.startswith("word\t")]
            for i in range(0, len(words), 20):
                out.write("slow\tSEARCH bench total=exact snippets=3 cache=off : %s\n" % " OR ".join(words[i:i + 20]))
        alone = self.loads(self.karez, server, "ids", ["mixed"], [(8, 1)])[0]
        other = spawn([self.tool("tests/bench/load"), "-t", str(self.args.seconds * 2), server.addr, slow],
                      stdout=subprocess.PIPE, text=True)
        beside = self.loads(self.karez, server, "ids", ["mixed"], [(8, 1)])[0]
        return {"alone": alone, "beside": beside, "slow": json.loads(other.communicate()[0])}

    def idle(self):
        """Memory of karezd with many silent clients."""
        with self.karez.serve(self.index(self.karez, self.corpus)) as server:
            self.karez.load(server, self.queries, "ids", ["-r", 1])
            before = server.rss_mb()
            p = spawn([self.tool("tests/bench/load"), "-i", str(self.args.idle), server.addr], stdin=subprocess.PIPE,
                      stdout=subprocess.PIPE)
            opened = p.stdout.readline() == b"open\n"
            time.sleep(0.5)
            after = server.rss_mb()
            p.communicate()
        return {"connections": self.args.idle, "opened": opened, "before_mb": before, "after_mb": after}

    # Growth

    def phase_growth(self):
        sizes = self.args.sizes or [self.corpus.documents // 4, self.corpus.documents]
        peers = [p for p in self.peers.values() if p.answers and not p.slow and p is not self.floor]
        out = self.result["growth"] = []
        for n in sizes:
            corpus = self.corpus.first(n)
            say("growth: %d documents" % corpus.documents)
            whole = corpus is self.corpus
            builds = self.result.get("build") if whole else None
            latency = self.result.get("latency") if whole else None
            out.append({"documents": corpus.documents, "mb": corpus.mb,
                        "build": builds or self.build_all(corpus, self.args.repeats, [self.karez]),
                        "latency": latency or self.ask_all(corpus, min(self.args.repeats, 2), peers)[0]})


def shared(ours, theirs):
    """Mean share of ids in common among the best ten, by class."""
    sums = {}
    for (cls, number), ids in ours.items():
        other = theirs[cls, number]
        if ids or other:
            sums.setdefault(cls, []).append(len(ids & other) / max(len(ids), len(other)))
    return {cls: sum(s) / len(s) for cls, s in sums.items()}


def remove(index):
    for path in (index, index + ".done"):
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            os.unlink(path)


def machine():
    with open("/proc/cpuinfo") as f:
        model = next((l.split(":")[1].strip() for l in f if l.startswith("model name")), "unknown processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30
    return "%s, %d cores, %.0f GB, Linux %s" % (model, len(os.sched_getaffinity(0)), memory, os.uname().release)


def busy_seconds():
    """Processor seconds of the whole machine, and of this benchmark."""
    with open("/proc/stat") as f:
        user, nice, system, _, _, irq, softirq = (int(x) for x in f.readline().split()[1:8])
    ours = sum(resource.getrusage(who)[0] + resource.getrusage(who)[1]
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK"), ours


def main():
    args = arguments()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: ended by a signal"))     # and its folder removed
    with tempfile.TemporaryDirectory(prefix="karez-bench.") as tmp:
        if args.dir:
            os.makedirs(args.dir, exist_ok=True)
        bench = Bench(args, os.path.abspath(args.dir) if args.dir else tmp)
        phases = bench.phases
        for phase in phases:
            began, (all_before, ours_before) = time.monotonic(), busy_seconds()
            getattr(bench, "phase_" + phase)()
            took, (all_after, ours_after) = time.monotonic() - began, busy_seconds()
            others = max(0, (all_after - all_before) - (ours_after - ours_before)) / took
            bench.result["busy"][phase] = {"seconds": took, "other_cores": others}
        text = report.text(bench.result)
        print(text)
        if args.json:
            with open(args.json, "w") as f:
                json.dump(bench.result, f, indent=1)
        if args.markdown:
            report.put(args.markdown, "all" if phases == PHASES else " ".join(phases), text)


main()
