"""Speaks RESP to a karezd: the same queries over every wire, and bytes cut anywhere.  What clients do with it: 71-clients.sh.

usage: redis_ask.py SOCKET HTTP-SOCKET COLLECTION; prints FAIL lines and "N passed, N failed".
"""
import http.client, json, os, sys, urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))
from resp import Error, Redis, command, connect, value

path, http_path, collection = sys.argv[1:4]
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL %s: %s" % (name, detail))


def lines(*requests):
    s = connect(path)
    f = s.makefile("rwb")
    f.write("".join(r + "\n" for r in requests).encode())
    f.flush()
    out = []
    for _ in requests:
        head = f.readline().decode()
        rows = int(head[1:].split()[0]) if head[0] == "=" else 0
        out.append((head.strip(), [json.loads(f.readline()) for _ in range(rows)]))
    return out


class Http(http.client.HTTPConnection):
    def connect(self):
        self.sock = connect(http_path)

    def search(self, **parameters):
        self.request("GET", "/v1/search?" + urllib.parse.urlencode(parameters))
        answer = self.getresponse()
        return answer.status, json.loads(answer.read())


# ---- the same hits over every wire ----
words = ("border trade water cooperation security Osh Tajikistan Kyrgyzstan drug police customs river canal memo "
         "граница вода таможня безопасность сотрудничество Ош шекара").split()
queries = words + [a + " " + b for a, b in zip(words, words[1:])] + [
    '"border cooperation"', "border*", "bord* -drug", "%boarder%", "title:border", "*", "trade zzzzzz", "al-Qaeda", "o'zbek"]
queries = queries[:50]
two, three, web = Redis(path), Redis(path, 3), Http("localhost")
check("HELLO 3 tells the version spoken", three.hello.get("proto") == 3, three.hello)
for q in queries:
    karez = {"%boarder%": "boarder~1", "title:border": "title:border"}.get(q, q)
    redis = {"title:border": "@title:border"}.get(q, q)
    head, rows = lines("SEARCH %s limit=10 : %s" % (collection, karez))[0]
    line = [r["id"] for r in rows]
    a = two("FT.SEARCH", collection, redis, "NOCONTENT")
    b = three("FT.SEARCH", collection, redis, "NOCONTENT")
    ok = isinstance(a, list) and isinstance(b, dict) and a[1:] == line and [r["id"] for r in b["results"]] == line
    status, c = web.search(collection=collection, q=karez, limit=10)
    ok = ok and status == 200 and [r["id"] for r in c["hits"]] == line
    total = int(head.split("total=")[1].split()[0]) if "total=" in head else None
    check("%s: the same hits" % q, ok and a[0] == b["total_results"] == c["total"] == total,
          "line %s %s, RESP2 %s, RESP3 %s, HTTP %s" % (head, line, a, b, c))

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

s = connect(path)
s.sendall(b"PING\r\n")
check("a health check by an inline PING", s.recv(100) == b"+PONG\r\n")

# ---- bytes cut anywhere ----
text = command("FT.SEARCH", collection, "граница", "NOCONTENT") + command("ECHO", b"a\r\nb\x00c")
for cut in (1, 7, len(text) - 1):
    r = Redis(path)
    for i in range(0, len(text), cut):
        r.s.sendall(text[i:i + cut])
    first, second = value(r.f), value(r.f)
    check("in pieces of %d bytes" % cut, isinstance(first, list) and second.encode() == b"a\r\nb\x00c", (first, second))
for name, junk in {"no RESP after RESP": command("PING") + b"PING\r\n", "too many arguments": b"*1025\r\n", "a length that lies": b"*1\r\n$3\r\nPINGPING\r\n",
                   "a huge length": b"*1\r\n$999999999\r\n", "too much": b"*2\r\n$4\r\nECHO\r\n$65530\r\n" + b"x" * 65530 + b"\r\n"}.items():
    r = Redis(path)
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
