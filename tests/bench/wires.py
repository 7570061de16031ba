"""What each wire costs: searches and pings over karez's protocols, beside PING and GET of redis-server in the same run.

Two karezd serve the same index: one that keeps no answers is asked many different queries, one that keeps them the same query again and
again.  Every answer is what a client gets without options: ten hits with all fields and a passage.
"""
import contextlib, csv, json, os, shutil, socket, time
from urllib.parse import quote

from process import Run, Server

CONNECTIONS = (1, 8, 64)
GET = ("redis-server", "GET", "resp")       # what the others are held against


def resp(*args):
    return b"*%d\r\n" % len(args) + b"".join(b"$%d\r\n%s\r\n" % (len(a), a) for a in args)


def ask(path, request):
    """Bytes of the answer: all that comes within a moment."""
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(path)
        s.sendall(request)
        s.settimeout(0.5)
        answer = b""
        with contextlib.suppress(TimeoutError):
            while chunk := s.recv(1 << 16):
                answer += chunk
        return answer


SEARCH = {      # format of load.c -> the search of a text
    "line": lambda text: "SEARCH bench : " + text,
    "resp": lambda text: "FT.SEARCH\tbench\t" + text,
    "http": lambda text: "/v1/search?collection=bench&q=" + quote(text),
}
PING = {"line": "PING", "resp": "PING", "http": "/healthz"}


class Wires:
    def __init__(self, bench, index, queries):
        self.bench, self.rows = bench, []
        self.servers = {"karez, cache = 0": self.karezd(index, "search", "0"), "karez": self.karezd(index, "kept", "32M")}
        with open(queries, encoding="utf-8") as f:
            texts = [line.rstrip("\n").split("\t")[1] for line in f if line.startswith(("word\t", "and\t"))]
        self.cases = []
        for wire, search in SEARCH.items():
            self.cases += [("karez", "PING", wire, [PING[wire]]), ("karez", "the same search", wire, [search(texts[0])]),
                           ("karez, cache = 0", "%d searches" % len(texts), wire, [search(t) for t in texts])]
        if shutil.which("redis-server"):
            self.redis(texts[0])
        self.same = texts[0]

    def socket(self, name):
        return self.bench.path("wires-%s.sock" % name)

    def karezd(self, index, name, cache):
        conf, sock = self.bench.path("wires-%s.conf" % name), self.socket(name)
        with open(conf, "w") as f:
            f.write('listen = {"unix:%s"}\nhttp = {"unix:%s"}\ncache = %s\ncollection bench { index = "%s" }\n' % (
                sock, self.socket(name + "-http"), cache, index))
        return Server([self.bench.tool("daemon/karezd"), "-c", conf], sock, log=self.bench.path("karezd.log"))

    def redis(self, text):
        """Its value is as long as the answer to the search."""
        sock, size = self.socket("redis"), len(ask(self.socket("kept"), resp(b"FT.SEARCH", b"bench", text.encode())))
        self.servers["redis-server"] = Server(["redis-server", "--port", "0", "--unixsocket", sock, "--save", "", "--appendonly", "no"], sock)
        ask(sock, resp(b"SET", b"key", b"x" * size))
        self.cases += [("redis-server", "PING", "resp", ["PING"]), GET + (["GET\tkey"],)]
        self.value = size

    def address(self, server, wire):
        return self.servers[server].addr.replace(".sock", "-http.sock") if wire == "http" else self.servers[server].addr

    def load(self, server, what, wire, requests, connections, seconds):
        path = self.bench.path("wires.requests")
        with open(path, "w", encoding="utf-8") as f:
            f.writelines("%s\t%s\n" % (what, r) for r in requests)
        before, began = self.servers[server].cpu(), time.monotonic()
        row = json.loads(Run([self.bench.tool("tests/bench/load"), "-f", wire, "-t", str(seconds), "-c", str(connections),
                              self.address(server, wire), path]).out)
        used = (self.servers[server].cpu() - before) / (time.monotonic() - began)
        if row["errors"]:
            raise SystemExit("bench: %s answers %d errors to %s" % (server, row["errors"], what))
        self.add(server, what, wire, connections, row["per_second"], row["p99"], used * 1e6 / row["per_second"])
        return row["per_second"]

    def redis_benchmark(self, connections, requests):
        """The same search by the client that others measure with."""
        out = Run(["redis-benchmark", "-s", self.socket("kept"), "-c", str(connections), "-n", str(requests), "--csv",
                   "FT.SEARCH", "bench", self.same]).out
        head, values = list(csv.reader(line for line in out.splitlines() if line.startswith('"')))[-2:]
        figures = dict(zip(head, values))
        self.add("karez", "the same, by redis-benchmark", "resp", connections, float(figures["rps"]),
                 float(figures["p99_latency_ms"]) * 1000, None)

    def add(self, server, what, wire, connections, per_second, p99, server_cpu_us):
        self.rows.append({"server": server, "what": what, "wire": wire, "connections": connections, "per_second": per_second,
                          "p99": p99, "server_cpu_us": server_cpu_us})

    def measure(self, seconds):
        for connections in CONNECTIONS:
            for case in self.cases:
                rate = self.load(*case, connections, seconds)
                if case[:3] == ("karez", "the same search", "resp") and shutil.which("redis-benchmark"):
                    self.redis_benchmark(connections, max(100, int(rate * seconds)))

    def stop(self):
        for server in self.servers.values():
            server.stop()


def measure(bench, index, queries, repeats, seconds):
    """Rows of all repeats, and the bytes of GET's value."""
    wires = Wires(bench, index, queries)
    try:
        for _ in range(repeats):
            wires.measure(seconds)
    finally:
        wires.stop()
    return {"rows": wires.rows, "value": getattr(wires, "value", None), "load_average": os.getloadavg()[0]}
