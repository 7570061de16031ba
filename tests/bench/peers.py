"""Karez and its peers: how each is found, builds an index of a corpus, and answers the queries.

`corpus` and `queries` are the files of bench.py: `id TAB title TAB text`, ids from 1, and `class TAB words`. A peer that
answers prints `variant TAB class TAB microseconds TAB ids`, in the order of the queries of a class, where variant is `ids` (the best ten
documents' ids) or `text` (their stored text as well; for karez a passage of it).
"""
import glob, os, shutil

from process import Run, Server, some_cores

MEMORY_MB = 256     # that karez-index is given
HERE = os.path.dirname(os.path.abspath(__file__))


def tree_size(path):
    if not os.path.isdir(path):
        return sum(os.path.getsize(p) for p in glob.glob(path + "*"))
    return sum(os.lstat(os.path.join(d, f)).st_size for d, _, fs in os.walk(path) for f in fs)


def rewritten(queries, path, line):
    """The queries as a peer wants them, in a file of their own."""
    with open(queries, encoding="utf-8") as f, open(path, "w", encoding="utf-8") as out:
        for q in f:
            cls, words = q.rstrip("\n").split("\t")
            out.write("%s\t%s\n" % (cls, line(cls, words.split())))
    return path


class Peer:
    cores = (1,)        # on how many it can build
    answers = True
    slow = False        # left out of growth
    package = ""        # that brings it
    disk = 8            # bytes of index and temporary files for each byte of text, at most

    def __init__(self, bench):
        self.bench = bench

    def find(self):
        """Whether it is here; called once before anything else."""
        return True

    def prepare(self, corpus):
        """What is not counted as building."""

    def size(self, index):
        return tree_size(index)


class Served(Peer):
    """A peer behind a socket: load.c asks."""
    wire = "line"
    variants = {}       # to what `text` of a request needs

    def load(self, server, queries, variant, options, cores=None):
        path = self.bench.path(type(self).__name__ + ".requests")
        rewritten(queries, path, lambda cls, words: self.request(cls, words, self.variants[variant]))
        return Run([self.bench.tool("tests/bench/load"), "-f", self.wire] + [str(o) for o in options] + [server.addr, path], cores).out

    def ask(self, index, queries, rounds):
        core, out = some_cores(1), ""
        with self.serve(index, core) as server:
            for variant in ("ids", "text"):
                if variant in self.variants:
                    lines = self.load(server, queries, variant, ["-r", rounds], core)
                    out += "".join("%s\t%s\n" % (variant, line) for line in lines.splitlines())
        return out


class Karez(Served):
    name, cores = "karez", (1, 2)
    variants = {"ids": "fields=id snippets=0 cache=off", "text": "snippets=1 cache=off", "kept": "fields=id snippets=0"}

    def build(self, corpus, index, cores):
        return [self.bench.tool("indexer/karez-index"), "--quiet", "--full", "--memory", "%dM" % MEMORY_MB,
                "--jobs", str(cores), "--index", index, corpus]

    def size(self, index):
        return tree_size(os.path.realpath(os.path.join(index, "current")))

    def serve(self, index, cores=None):
        sock, conf = self.bench.path("karez.sock"), self.bench.path("karez.conf")
        with open(conf, "w") as f:
            f.write('listen = {"unix:%s"}\nmax_connections = 12000\ncollection bench { index = "%s" }\n' % (sock, index))
        return Server([self.bench.tool("daemon/karezd"), "-c", conf], sock, cores, self.bench.path("karezd.log"))

    def request(self, cls, words, options):
        text = '"%s"' % " ".join(words) if cls == "phrase" else (" OR " if cls == "or" else " AND ").join(words)
        return "SEARCH bench %s : %s" % (options, text)


class XapianTerms(Peer):
    name, slow = "xapian TermGenerator", True

    def build(self, corpus, index, cores):
        return [self.bench.tool("tests/bench/xapian_peer"), "terms", corpus, index]

    def ask(self, index, queries, rounds):
        return Run([self.bench.tool("tests/bench/xapian_peer"), "query", "terms", index, queries, str(rounds)], some_cores(1)).out


class XapianStems(Peer):
    name, cores = "xapian stems, compact", (1, 2)

    def build(self, corpus, index, cores):
        return [self.bench.tool("tests/bench/xapian_peer"), "stems", corpus, index, str(cores)]

    def size(self, index):
        for small in glob.glob(index + ".*"):
            shutil.rmtree(small)
        return tree_size(index)

    def ask(self, index, queries, rounds):
        return Run([self.bench.tool("tests/bench/xapian_peer"), "query", "stems", index, queries, str(rounds)], some_cores(1)).out


class XapianOnKarez(XapianStems):
    """Xapian in process on the index of karez: what its daemon adds is the difference."""
    name, cores, uses = "xapian on karez's index", (), Karez.name

    def ask(self, index, queries, rounds):
        current = os.path.realpath(os.path.join(index, "current"))
        db = os.path.join(current, "db")
        return super().ask(db if os.path.isdir(db) else current, queries, rounds)


class ScriptIndex(Peer):
    name, package, answers = "omega scriptindex", "xapian-omega", False

    def find(self):
        return shutil.which("scriptindex")

    def prepare(self, corpus):
        with open(self.bench.path("scriptindex.script"), "w") as f:
            f.write("id : boolean=Q\ntitle : index\ntext : field index\n")
        with open(corpus, encoding="utf-8") as f, open(self.bench.path("scriptindex.dump"), "w", encoding="utf-8") as out:
            for line in f:
                out.write("id=%s\ntitle=%s\ntext=%s\n" % tuple(line.split("\t")))

    def build(self, corpus, index, cores):
        return ["scriptindex", "--stemmer=english", "--overwrite", index, self.bench.path("scriptindex.script"),
                self.bench.path("scriptindex.dump")]


class Fts5(Peer):
    name, package = "sqlite fts5", "libsqlite3-dev"

    def find(self):
        self.program = self.bench.path("fts5_peer")
        return self.bench.compiled(["cc", "-std=gnu11", "-D_GNU_SOURCE", "-O2", "-o", self.program,
                                    os.path.join(HERE, "fts5_peer.c"), "-lsqlite3"])

    def build(self, corpus, index, cores):
        return [self.program, "build", corpus, index]

    def ask(self, index, queries, rounds):
        def line(cls, words):
            quoted = ['"%s"' % w for w in words]
            return '"%s"' % " ".join(words) if cls == "phrase" else (" OR " if cls == "or" else " AND ").join(quoted)
        return Run([self.program, "query", index, rewritten(queries, self.bench.path("fts5.queries"), line), str(rounds)],
                   some_cores(1)).out


class Sphinx(Served):
    name, package, wire = "sphinx", "sphinxsearch", "sphinxql"
    variants = {"ids": "id", "text": "id, text"}

    def find(self):
        return shutil.which("searchd") and shutil.which("indexer")

    def configure(self, corpus, index):
        path, here = self.bench.path("sphinx.conf"), self.bench.path
        with open(path, "w") as f:
            f.write("source bench {\n type = tsvpipe\n tsvpipe_command = cat '%s'\n tsvpipe_field = title\n"
                    " tsvpipe_field_string = text\n}\n"
                    "index bench {\n source = bench\n path = %s\n morphology = stem_en\n min_word_len = 1\n}\n"
                    "indexer {\n mem_limit = 512M\n max_file_field_buffer = 64M\n}\n"
                    "searchd {\n listen = %s:mysql41\n log = %s\n pid_file = %s\n binlog_path =\n workers = threads\n"
                    " client_timeout = 3600\n max_packet_size = 64M\n listen_backlog = 1024\n}\n"
                    % (corpus, index, here("sphinx.sock"), here("sphinx.log"), here("sphinx.pid")))
        return path

    def build(self, corpus, index, cores):
        return ["indexer", "-c", self.configure(corpus, index), "--all", "--quiet"]

    def size(self, index):
        return sum(os.path.getsize(p) for p in glob.glob(index + ".sp*"))

    def serve(self, index, cores=None):
        return Server(["searchd", "-c", self.configure("/dev/null", index), "--nodetach"], self.bench.path("sphinx.sock"), cores,
                      self.bench.path("searchd.log"))

    def request(self, cls, words, columns):
        text = '"%s"' % " ".join(words) if cls == "phrase" else (" | " if cls == "or" else " ").join(words)
        return "SELECT %s FROM bench WHERE MATCH('%s') LIMIT 10 OPTION ranker=bm25" % (columns, text)


class Lucene(Peer):
    name, cores, package = "lucene 8", (1, 2), "liblucene8-java and default-jdk-headless"

    def find(self):
        jars = [sorted(glob.glob("/usr/share/java/lucene-%s-8*.jar" % part)) for part in ("core", "analyzers-common")]
        if not all(jars) or not shutil.which("java") or not shutil.which("javac"):
            return False
        self.classes = self.bench.path("java")
        classpath = ":".join([self.classes] + [j[-1] for j in jars])
        self.java = ["java", "-Xmx4g", "-XX:+UseParallelGC", "-cp", classpath, "LucenePeer"]
        return self.bench.compiled(["javac", "-d", self.classes, "-cp", classpath, os.path.join(HERE, "LucenePeer.java")])

    def build(self, corpus, index, cores):
        return self.java + ["build", corpus, index, str(cores)]

    def ask(self, index, queries, rounds):
        return Run(self.java + ["query", index, queries, str(rounds), str(self.bench.args.warm)]).out


class Floor(Served):
    """A request and its answer through a socket, with no search in it."""
    name, cores, uses = "socket floor", (), Karez.name
    variants = {"ids": ""}

    def serve(self, _, cores=None):
        sock = self.bench.path("echo.sock")
        if os.path.exists(sock):
            os.unlink(sock)
        return Server([self.bench.tool("tests/bench/echo"), sock, "1200"], sock, cores)

    def request(self, cls, words, _):
        return " ".join(words)


PEERS = [Karez, XapianTerms, XapianStems, XapianOnKarez, ScriptIndex, Fts5, Sphinx, Lucene, Floor]
