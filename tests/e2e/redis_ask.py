"""Speaks RESP to a karezd: the same queries over every wire, bytes cut anywhere, and what newer clients send first.

usage: redis_ask.py SOCKET COLLECTION; prints FAIL lines and "N passed, N failed".
"""
import json, socket, sys

path, collection = sys.argv[1:3]
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL %s: %s" % (name, detail))


def connect():
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(20)
    s.connect(path)
    return s


def command(*args):
    parts = [a if isinstance(a, bytes) else a.encode() for a in args]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts)


class Error(str):
    pass


def value(f):
    line = f.readline()
    if not line.endswith(b"\r\n"):
        raise EOFError(line)
    kind, rest = line[:1], line[1:-2].decode()
    if kind == b"+":
        return rest
    if kind == b"-":
        return Error(rest)
    if kind == b":":
        return int(rest)
    if kind == b",":
        return float(rest)
    if kind == b"_":
        return None
    if kind == b"$":
        n = int(rest)
        return None if n < 0 else f.read(n + 2)[:-2].decode()
    if kind == b"*":
        return [value(f) for _ in range(int(rest))]
    if kind == b"%":
        return {value(f): value(f) for _ in range(int(rest))}
    raise ValueError(line)


class Redis:
    def __init__(self, proto=2):
        self.s = connect()
        self.f = self.s.makefile("rb")
        if proto == 3:
            self.hello = self("HELLO", "3")

    def __call__(self, *args):
        self.s.sendall(command(*args))
        return value(self.f)


def lines(*requests):
    s = connect()
    f = s.makefile("rwb")
    f.write("".join(r + "\n" for r in requests).encode())
    f.flush()
    out = []
    for _ in requests:
        head = f.readline().decode()
        rows = int(head[1:].split()[0]) if head[0] == "=" else 0
        out.append((head.strip(), [json.loads(f.readline()) for _ in range(rows)]))
    return out


# ---- the same hits over every wire ----
words = ("border trade water cooperation security Osh Tajikistan Kyrgyzstan drug police customs river canal memo "
         "граница вода таможня безопасность сотрудничество Ош шекара").split()
queries = words + [a + " " + b for a, b in zip(words, words[1:])] + [
    '"border cooperation"', "border*", "bord* -drug", "%boarder%", "title:border", "*", "trade zzzzzz", "al-Qaeda", "o'zbek"]
queries = queries[:50]
two, three = Redis(), Redis(3)
check("HELLO 3 tells the version spoken", three.hello.get("proto") == 3, three.hello)
for q in queries:
    karez = {"%boarder%": "boarder~1", "title:border": "title:border"}.get(q, q)
    redis = {"title:border": "@title:border"}.get(q, q)
    head, rows = lines("SEARCH %s limit=10 : %s" % (collection, karez))[0]
    line = [r["id"] for r in rows]
    a = two("FT.SEARCH", collection, redis, "NOCONTENT")
    b = three("FT.SEARCH", collection, redis, "NOCONTENT")
    ok = isinstance(a, list) and isinstance(b, dict) and a[1:] == line and [r["id"] for r in b["results"]] == line
    total = int(head.split("total=")[1].split()[0]) if "total=" in head else None
    check("%s: the same hits" % q, ok and a[0] == b["total_results"] == total, "line %s %s, RESP2 %s, RESP3 %s" % (head, line, a, b))

# ---- what an answer holds ----
head, rows = lines("SEARCH %s limit=3 : border" % collection)[0]
a = two("FT.SEARCH", collection, "border", "LIMIT", "0", "3", "WITHSCORES", "HIGHLIGHT")
for i, row in enumerate(rows):
    ident, score, fields = a[1 + 3 * i:4 + 3 * i]
    fields = dict(zip(fields[::2], fields[1::2]))
    check("fields of " + row["id"], ident == row["id"] and abs(float(score) - row["score"]) < 1e-3 and
          fields.get("title", "").replace("<b>", "").replace("</b>", "") == row.get("title", "") and "<b>" in fields["snippet"], fields)
again = two("FT.SEARCH", collection, "border", "LIMIT", "0", "3", "WITHSCORES", "HIGHLIGHT")
check("a kept answer is the same", again == a)
check("and has the shape that is asked for", two("FT.SEARCH", collection, "border", "LIMIT", "0", "3", "NOCONTENT")[1:] == [r["id"] for r in rows])
groups = three("FT.AGGREGATE", collection, "*", "GROUPBY", "1", "@lang", "REDUCE", "COUNT", "0", "AS", "n")
facet = lines("SEARCH %s limit=0 facets=lang : *" % collection)[0][1][0]
check("groups are facets", [[r["extra_attributes"]["lang"], int(r["extra_attributes"]["n"])] for r in groups["results"]] == facet["values"], groups)
info = two("FT.INFO", collection)
check("FT.INFO by position", info[0] == "index_name" and info[1] == collection and info[8] == "num_docs" and len(info) == 50, info)
check("INFO", "loading:0" in two("INFO") and "redis_version:" in two("INFO", "server"))
check("no such index", two("FT.SEARCH", "nope", "x").startswith("SEARCH_INDEX_NOT_FOUND"))
check("an error leaves the connection", two("PING") == "PONG")

# ---- what newer clients send before anything is answered ----
for name, first in {
    "node-redis 6": [("HELLO", "3"), ("CLIENT", "SETINFO", "LIB-NAME", "node-redis"), ("CLIENT", "SETINFO", "LIB-VER", "6.3.1"),
                     ("CLIENT", "MAINT_NOTIFICATIONS", "ON", "moving-endpoint-type", "none")],
    "redis-py 8": [("HELLO", "3"), ("CLIENT", "MAINT_NOTIFICATIONS", "ON", "moving-endpoint-type", "none"),
                   ("CLIENT", "SETINFO", "LIB-NAME", "redis-py"), ("CLIENT", "SETINFO", "LIB-VER", "8.1.0"), ("SELECT", "0")],
    "go-redis": [("HELLO", "3"), ("CLIENT", "SETINFO", "LIB-NAME", "go-redis"), ("PING",)],
    "ioredis": [("hello", "3"), ("client", "SETINFO", "LIB-NAME", "ioredis"), ("info",)],
}.items():
    r = Redis()
    r.s.sendall(b"".join(command(*c) for c in first) + command("FT.SEARCH", collection, "border", "DIALECT", "2", "LIMIT", "0", "10"))
    answers = [value(r.f) for _ in range(len(first) + 1)]
    refused = [a for a in answers if isinstance(a, Error) and "MAINT_NOTIFICATIONS" not in a]
    check(name, not refused and answers[0]["proto"] == 3 and answers[-1]["total_results"] > 0 and "results" in answers[-1], answers[:2])

# ---- bytes cut anywhere ----
text = command("FT.SEARCH", collection, "граница", "NOCONTENT") + command("ECHO", b"a\r\nb\x00c")
for cut in (1, 7, len(text) - 1):
    r = Redis()
    for i in range(0, len(text), cut):
        r.s.sendall(text[i:i + cut])
    first, second = value(r.f), value(r.f)
    check("in pieces of %d bytes" % cut, isinstance(first, list) and second.encode() == b"a\r\nb\x00c", (first, second))
for name, junk in {"no RESP after RESP": command("PING") + b"PING\r\n", "too many arguments": b"*1025\r\n", "a length that lies": b"*1\r\n$3\r\nPINGPING\r\n",
                   "a huge length": b"*1\r\n$999999999\r\n", "too much": b"*2\r\n$4\r\nECHO\r\n$65530\r\n" + b"x" * 65530 + b"\r\n"}.items():
    r = Redis()
    r.s.sendall(junk)
    answers = []
    try:
        while True:
            answers.append(value(r.f))
    except (EOFError, ConnectionResetError):    # reset: not all that was sent had been read
        pass
    check(name + ": told, then closed", answers and answers[-1].startswith("ERR Protocol error"), answers)
check("QUIT", two("QUIT") == "OK" and two.f.read() == b"")
print("%d passed, %d failed" % (passed, failed))
