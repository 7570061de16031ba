"""What every client must get, by the line protocol, and the table of what they got.

usage: matrix.py expect SOCKET COLLECTION >EXPECTED
       matrix.py table EXPECTED DOC CLIENT=RESULTS...

A client's results are lines of COMMAND, "typed" (by a method that the client has for it) or "raw" (sent as it is) and what came
back, with tabs between.  "table" prints the matrix in Markdown, a FAIL line for what differs, a row that DOC does not have as it is,
or a command that is missing, and "N passed, N failed".
"""
import json
import socket
import sys

COMMANDS = ("HELLO AUTH PING ECHO SELECT CLIENT INFO COMMAND|CONFIG GET|QUIT|FT.SEARCH|options|snippets|NOCONTENT|WITHSCORES|"
            "FT._LIST|FT.INFO|FT.AGGREGATE|FT.SUGGET|FT.SPELLCHECK|FT.EXPLAIN|FT.TAGVALS|unicode|pipeline|errors|reconnect")
COMMANDS = COMMANDS.split("|")[0].split() + COMMANDS.split("|")[1:]


class Line:
    def __init__(self, path):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(20)
        s.connect(path)
        self.f = s.makefile("rw", encoding="utf-8", newline="\n")

    def __call__(self, request):
        """The head as it is and the rows."""
        self.f.write(request + "\n")
        self.f.flush()
        head = self.f.readline().rstrip("\n")
        return head, [json.loads(self.f.readline()) for _ in range(int(head[1:].split()[0]))] if head[0] == "=" else []


def number(head, name):
    return int(head.split(" %s=" % name)[1].split()[0])


def marked(text, spans, before, after):
    """Spans are of bytes."""
    b, out, at = text.encode(), b"", 0
    for start, end in spans:
        out += b[at:start] + before + b[start:end] + after
        at = end
    return (out + b[at:]).decode()


def expect(path, index):
    line = Line(path)

    def search(options, query, show):
        head, rows = line("SEARCH %s %s : %s" % (index, options, query))
        return " | ".join([str(number(head, "total"))] + [show(r) for r in rows])

    def titled(r):
        return "%s %s" % (r["id"], r.get("title", ""))

    def facet(name):
        return line("SEARCH %s limit=0 facets=%s : *" % (index, name))[1][0]["values"]

    totals = [number(line("SEARCH %s limit=1 : %s" % (index, w))[0], "total") for w in ("border", "water", "trade")]
    passage = line("SEARCH %s limit=1 : border" % index)[1][0]["snippets"][0]
    documents = [r for r in line("COLLECTIONS")[1] if r["collection"] == index][0]["documents"]
    words = line("SUGGEST %s limit=2 : bord" % index)[1]
    spelled = line("SPELL %s : boarder" % index)[1][0]
    plan = [r["planned"] for r in line("EXPLAIN %s : border -drug" % index)[1] if "planned" in r][-1]
    return {
        "HELLO": "proto 2 or 3",
        "AUTH": "AUTH called without any password configured: karez has none, the rights of its socket decide",
        "PING": "PONG", "ECHO": '"эхо"', "SELECT": "OK, DB index is out of range", "CLIENT": "tests, number", "INFO": "redis_version:7.4.0",
        "COMMAND": "0", "CONFIG GET": "{}", "QUIT": "OK",
        "FT.SEARCH": search("limit=3", "border cooperation", titled),
        "options": search("offset=1 limit=2 sort=date", "=border =water", lambda r: "%s %s %s" % (
            r["id"], marked(r["title"], r.get("title_hl", []), b"[", b"]"), r["lang"])),
        "snippets": marked(passage["text"], passage["hl"], b"<b>", b"</b>"),
        "NOCONTENT": search("limit=5", "border", lambda r: r["id"]),
        "WITHSCORES": search("limit=2", "border", lambda r: "%s %.4f" % (r["id"], r["score"])),
        "FT._LIST": index, "FT.INFO": "%s %d" % (index, documents),
        "FT.AGGREGATE": ",".join(sorted("%s=%d" % (v, n) for v, n in facet("lang"))),
        "FT.SUGGET": ",".join("%s %d" % (w["text"], w["documents"]) for w in words),
        "FT.SPELLCHECK": "%s %s" % (spelled["word"], spelled["better"][0]["text"]),
        "FT.EXPLAIN": plan,
        "FT.TAGVALS": ",".join(sorted(v for v, _n in facet("lang"))),
        "unicode": search("limit=1", '"Азамат Чынбаев" граница', titled),
        "pipeline": ",".join(str(totals[i % 3]) for i in range(30)),
        "errors": "SEARCH_INDEX_NOT_FOUND no such index: 'nowhere' (have: %s) | SEARCH_SYNTAX this '(' is not closed at offset 0 near "
                  "'(border' | READONLY karez indexes are built by karez-index(1); 'FT.CREATE' is not for clients | PONG" % index,
        "reconnect": str(totals[0]),
    }


def same(got, wanted):
    """Some clients leave the code ERR out of a message; a version is whichever the client chose."""
    got = got.replace("ERR ", "").replace("proto 3", "proto 2 or 3").replace("proto 2 or 3 or 3", "proto 2 or 3")
    return got == wanted or (wanted == "proto 2 or 3" and got == "proto 2")


def results_of(path):
    with open(path, encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t") for line in f if line.count("\t") == 2]
    return {command: (how, got) for command, how, got in lines}


def table(expected, doc, clients):
    passed, failures, rows = 0, [], []
    for name, path in clients:
        got, cells = results_of(path), []
        for command in COMMANDS:
            how, value = got.get(command, ("", "nothing"))
            ok = same(value, " ".join(expected[command].split()))
            passed += ok
            cells.append(how if ok else "FAILED")
            if not ok:
                failures.append("%s, %s: %s\n     expected: %s" % (name, command, value, expected[command]))
        rows.append("| %s | %s | %s |" % (name, got.get("HELLO", ("", "?"))[1][-1:], " | ".join(cells)))
    print("| client | RESP | %s |" % " | ".join(COMMANDS))
    print("|" + "---|" * (len(COMMANDS) + 2))
    for row in rows:
        print(row)
        if row in doc:
            passed += 1
        else:
            failures.append("doc/CLIENTS.md does not have this row: %s" % row)
    for f in failures:
        print("FAIL " + f)
    print("%d passed, %d failed" % (passed, len(failures)))


if sys.argv[1] == "expect":
    json.dump(expect(*sys.argv[2:4]), sys.stdout, ensure_ascii=False)
else:
    with open(sys.argv[2], encoding="utf-8") as e, open(sys.argv[3], encoding="utf-8") as d:
        table(json.load(e), d.read(), [c.split("=", 1) for c in sys.argv[4:]])
