"""Clients that have no methods of their own, or cannot be run here: a line for each command, as matrix.py reads them.

usage: by_command.py redis-cli-2|redis-cli-3|redis-py-8|go-redis SOCKET COLLECTION

redis-cli is run for each command.  redis-py 8 and go-redis 9 are in no Debian, so what they send is replayed: what comes first on
their connections, then their commands with the options in their order.  Both read RESP3 by the rules in `Replayed`.
"""
import json
import subprocess
import sys

from resp import Error, Redis

client, path, index = sys.argv[1:4]


class RedisCli:
    """redis-cli --json, which shows a reply as it came: flat in version 2, with maps in version 3."""

    def __init__(self, version):
        self.version = version
        self.words = ["redis-cli", "-s", path, version, "--json"]

    def __call__(self, *args):
        out = subprocess.run(self.words + [str(a) for a in args], capture_output=True, text=True, timeout=20).stdout.strip()
        if out.startswith("error:"):
            return Error(json.loads(out[len("error:"):]))
        return json.loads(out) if out[:1] in "[{\"0123456789-" else out    # a long text comes as it is

    def pipeline(self, commands):
        lines = "".join(" ".join('"%s"' % a for a in c) + "\n" for c in commands)
        out = subprocess.run(self.words, input=lines, capture_output=True, text=True, timeout=20).stdout
        return [json.loads(line) for line in out.splitlines()]


class Replayed:
    """What the client sends first, all of it before any answer; then every reply has to be what its parser takes."""
    first = {
        "redis-py-8": [("HELLO", "3"), ("CLIENT", "MAINT_NOTIFICATIONS", "ON", "moving-endpoint-type", "none"),
                       ("CLIENT", "SETINFO", "LIB-NAME", "redis-py"), ("CLIENT", "SETINFO", "LIB-VER", "8.1.0"), ("SELECT", "0")],
        "go-redis": [("HELLO", "3"), ("CLIENT", "SETINFO", "LIB-NAME", "go-redis(,go1.24.1)"), ("CLIENT", "SETINFO", "LIB-VER", "9.14.0"),
                     ("CLIENT", "MAINT_NOTIFICATIONS", "ON", "moving-endpoint-type", "none")],
    }

    def __init__(self, name):
        self.redis = Redis(path)
        for sent, reply in zip(self.first[name], self.redis.pipeline(self.first[name])):
            if isinstance(reply, Error) and "MAINT_NOTIFICATIONS" not in sent:
                raise RuntimeError("%s: %s" % (sent, reply))

    def __call__(self, *args):
        return self.redis(*args)

    def pipeline(self, commands):
        return self.redis.pipeline(commands)


def connect():
    return RedisCli(client[len("redis-cli"):]) if client.startswith("redis-cli") else Replayed(client)


def report(name, run):
    try:
        got = run()
    except Exception as e:
        got = "failed: %s: %s" % (type(e).__name__, e)
    print(name, "raw", " ".join(str(got).split()), sep="\t", flush=True)


# ---- Replies of both versions ----
def pairs(flat):
    return flat if isinstance(flat, dict) else dict(zip(flat[::2], flat[1::2]))


def hits(reply, scores=False, content=True):
    """Total, and (id, score, fields) of each; a reply that a parser of its version would not take raises."""
    if isinstance(reply, Error):
        raise RuntimeError(reply)
    if isinstance(reply, dict):
        for r in reply["results"]:
            if scores and not isinstance(r["score"], float):
                raise TypeError("score is no double")
            if content and not all(isinstance(v, str) for v in r["extra_attributes"].values()):
                raise TypeError("a value is no string")
        return reply["total_results"], [(r["id"], r.get("score"), r.get("extra_attributes", {})) for r in reply["results"]]
    step = 1 + scores + content
    rows = [reply[i:i + step] for i in range(1, len(reply), step)]
    return reply[0], [(r[0], float(r[1]) if scores else None, pairs(r[-1]) if content else {}) for r in rows]


def joined(found, show):
    return " | ".join([str(found[0])] + [show(*h) for h in found[1]])


def titled(ident, _score, fields):
    return "%s %s" % (ident, fields["title"])


def aggregated(reply):
    rows = [r["extra_attributes"] for r in reply["results"]] if isinstance(reply, dict) else [pairs(r) for r in reply[1:]]
    return ",".join(sorted("%s=%s" % (r["lang"], r["n"]) for r in rows))


def corrected(reply):
    if isinstance(reply, dict):
        (word, better), = reply["results"].items()
        return "%s %s" % (word, list(better[0])[0])
    return "%s %s" % (reply[0][1], reply[0][2][0][1])


def suggested(reply):
    return ",".join("%s %g" % (text, float(score)) for text, score in pairs(reply).items())


# ---- The commands, with their options in the order of the client ----
call = connect()
DIALECT = () if client.startswith("redis-cli") else ("DIALECT", 2)


def search(query, *options, index=index):
    return call("FT.SEARCH", index, query, *options)


def limited(offset, n):
    """redis-py has DIALECT before LIMIT, go-redis behind it."""
    return DIALECT + ("LIMIT", offset, n) if client == "redis-py-8" else ("LIMIT", offset, n) + DIALECT


ret, sort = ("RETURN", 2, "title", "lang"), ("SORTBY", "date", "DESC")
marks = ("HIGHLIGHT", "FIELDS", 1, "title", "TAGS", "[", "]")
params = ("PARAMS", 2, "w", "water")
many = {
    "redis-py-8": ("VERBATIM", "TIMEOUT", 5000) + ret + sort + DIALECT + marks + ("LIMIT", 1, 2) + params,
    "go-redis": ("VERBATIM",) + ret + ("TIMEOUT", 5000) + sort + ("WITHCOUNT", "LIMIT", 1, 2) + params + DIALECT + marks,
}.get(client, ("limit", 1, 2) + marks + sort + ("verbatim",) + ret + params + ("dialect", 2))


def named():
    if isinstance(call, RedisCli):    # each of its commands has a connection of its own
        return ", ".join(["tests" if call.pipeline([("CLIENT", "SETNAME", "tests"), ("CLIENT", "GETNAME")])[1] == "tests" else "no name",
                          "number" if isinstance(call("CLIENT", "ID"), int) else "no number"])
    call("CLIENT", "SETNAME", "tests")
    return "%s, %s" % (call("CLIENT", "GETNAME"), "number" if isinstance(call("CLIENT", "ID"), int) else "no number")


def pipeline():
    queries = [("FT.SEARCH", index, ("border", "water", "trade")[i % 3], "LIMIT", 0, 1) for i in range(30)]
    return ",".join(str(hits(r)[0]) for r in call.pipeline(queries))


def reconnect():
    global call
    print("restart", flush=True)
    sys.stdin.readline()
    call = connect()
    return hits(search("border", *limited(0, 0)))[0]


report("HELLO", lambda: "proto %d" % pairs(call("HELLO"))["proto"])
report("AUTH", lambda: call("AUTH", "x"))
report("PING", lambda: call("PING"))
report("ECHO", lambda: call("ECHO", '"эхо"'))
report("SELECT", lambda: "%s, %s" % (call("SELECT", 0), call("SELECT", 1)))
report("CLIENT", named)
report("INFO", lambda: [line for line in call("INFO").splitlines() if line.startswith("redis_version")][0])
report("COMMAND", lambda: call("COMMAND", "COUNT"))
report("CONFIG GET", lambda: pairs(call("CONFIG", "GET", "timeout")))
report("FT.SEARCH", lambda: joined(hits(search("border cooperation", *limited(0, 3))), titled))
report("options", lambda: joined(hits(search("border $w", *many)), lambda i, s, f: "%s %s" % (titled(i, s, f), f["lang"])))
report("snippets", lambda: hits(search("border", "SUMMARIZE", "FRAGS", 1, "HIGHLIGHT", *limited(0, 1)))[1][0][2]["snippet"])
report("NOCONTENT", lambda: joined(hits(search("border", "NOCONTENT", *limited(0, 5)), content=False), lambda i, _s, _f: i))
report("WITHSCORES", lambda: joined(hits(search("border", "NOCONTENT", "WITHSCORES", *limited(0, 2)), scores=True, content=False),
                                    lambda i, s, _f: "%s %.4f" % (i, s)))
report("FT._LIST", lambda: ",".join(call("FT._LIST")))
report("FT.INFO", lambda: "%(index_name)s %(num_docs)s" % pairs(call("FT.INFO", index)))
report("FT.AGGREGATE", lambda: aggregated(call("FT.AGGREGATE", index, "*", "GROUPBY", 1, "@lang", "REDUCE", "COUNT", 0, "AS", "n", *DIALECT)))
report("FT.SUGGET", lambda: suggested(call("FT.SUGGET", index, "bord", "WITHSCORES", "MAX", 2)))
report("FT.SPELLCHECK", lambda: corrected(call("FT.SPELLCHECK", index, "boarder", *DIALECT)))
report("FT.EXPLAIN", lambda: call("FT.EXPLAIN", index, "border -drug", *limited(0, 10)))
report("FT.TAGVALS", lambda: ",".join(sorted(call("FT.TAGVALS", index, "lang"))))
report("unicode", lambda: joined(hits(search('"Азамат Чынбаев" граница', *limited(0, 1))), titled))
report("pipeline", pipeline)
report("errors", lambda: " | ".join([search("x", index="nowhere"), search("(border"), call("FT.CREATE", "x", "SCHEMA"), call("PING")]))
report("reconnect", reconnect)
report("QUIT", lambda: call("QUIT"))
