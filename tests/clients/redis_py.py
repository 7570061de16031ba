"""Debian's redis-py against karezd: a line for each command, as matrix.py reads them.  usage: redis_py.py SOCKET COLLECTION"""
import sys

import redis
from redis.commands.search.aggregation import AggregateRequest
from redis.commands.search.query import Query
from redis.commands.search.reducers import count

path, index = sys.argv[1:3]
client = redis.Redis(unix_socket_path=path, decode_responses=True)
ft = client.ft(index)


def report(command, how, run):
    try:
        got = run()
    except Exception as e:
        got = "failed: %s: %s" % (type(e).__name__, e)
    print(command, how, " ".join(str(got).split()), sep="\t", flush=True)


def message_of(run, *args):
    try:
        run(*args)
    except redis.RedisError as e:    # its class tells some codes, which are no part of the message then
        return ("READONLY " if isinstance(e, redis.ReadOnlyError) else "") + str(e)
    return "no error"


def joined(result, show):
    return " | ".join([str(result.total)] + [show(d) for d in result.docs])


def hit(d):
    return "%s %s" % (d.id, d.title)


def name_and_id():
    client.client_setname("tests")
    return "%s, %s" % (client.client_getname(), "number" if isinstance(client.client_id(), int) else "no number")


def pairs(flat):
    return dict(zip(flat[::2], flat[1::2]))


def groups():
    rows = ft.aggregate(AggregateRequest("*").group_by("@lang", count().alias("n"))).rows
    return ",".join(sorted("%s=%s" % (r["lang"], r["n"]) for r in map(pairs, rows)))


def spelling():
    (word, better), = ft.spellcheck("boarder").items()
    return "%s %s" % (word, better[0]["suggestion"])


def pipeline():
    p = client.pipeline(transaction=False)
    for i in range(30):
        p.execute_command("FT.SEARCH", index, ("border", "water", "trade")[i % 3], "LIMIT", 0, 1)
    return ",".join(str(r[0]) for r in p.execute())


def errors():
    return " | ".join([message_of(client.ft("nowhere").search, "x"), message_of(ft.search, "(border"),
                       message_of(client.execute_command, "FT.CREATE", "x", "SCHEMA"), str(client.ping()).replace("True", "PONG")])


def restart():
    print("restart", flush=True)
    sys.stdin.readline()
    try:
        client.ping()    # the connection that the server closed; redis-py says so once
    except redis.ConnectionError:
        pass
    return ft.search(Query("border").paging(0, 0)).total


options = Query("border $w").verbatim().return_fields("title", "lang").highlight(["title"], ["[", "]"]).sort_by("date", asc=False).paging(1, 2)
report("HELLO", "raw", lambda: "proto %d" % pairs(client.execute_command("HELLO"))["proto"])
report("AUTH", "typed", lambda: message_of(client.execute_command, "AUTH", "x"))
report("PING", "typed", lambda: str(client.ping()).replace("True", "PONG"))
report("ECHO", "typed", lambda: client.echo('"эхо"'))
report("SELECT", "typed", lambda: "%s, %s" % ("OK" if client.select(0) else "no", message_of(client.select, 1)))
report("CLIENT", "typed", name_and_id)
report("INFO", "typed", lambda: "redis_version:%s" % client.info()["redis_version"])
report("COMMAND", "typed", lambda: client.command_count())
report("CONFIG GET", "typed", lambda: client.config_get("timeout"))
report("FT.SEARCH", "typed", lambda: joined(ft.search(Query("border cooperation").paging(0, 3)), hit))
report("options", "typed", lambda: joined(ft.search(options, {"w": "water"}), lambda d: "%s %s" % (hit(d), d.lang)))
report("snippets", "typed", lambda: ft.search(Query("border").summarize(num_frags=1).highlight().paging(0, 1)).docs[0].snippet)
report("NOCONTENT", "typed", lambda: joined(ft.search(Query("border").no_content().paging(0, 5)), lambda d: d.id))
report("WITHSCORES", "typed", lambda: joined(ft.search(Query("border").no_content().with_scores().paging(0, 2)),
                                             lambda d: "%s %.4f" % (d.id, d.score)))
report("FT._LIST", "raw", lambda: ",".join(client.execute_command("FT._LIST")))
report("FT.INFO", "typed", lambda: "%(index_name)s %(num_docs)s" % ft.info())
report("FT.AGGREGATE", "typed", groups)
report("FT.SUGGET", "typed", lambda: ",".join("%s %g" % (s.string, s.score) for s in ft.sugget(index, "bord", with_scores=True, num=2)))
report("FT.SPELLCHECK", "typed", spelling)
report("FT.EXPLAIN", "typed", lambda: ft.explain(Query("border -drug")))
report("FT.TAGVALS", "typed", lambda: ",".join(sorted(ft.tagvals("lang"))))
report("unicode", "typed", lambda: joined(ft.search(Query('"Азамат Чынбаев" граница').paging(0, 1)), hit))
report("pipeline", "typed", pipeline)
report("errors", "typed", errors)
report("reconnect", "typed", restart)
report("QUIT", "typed", lambda: "OK" if client.quit() else "no")
