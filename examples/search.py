#!/usr/bin/env python3
"""Searches a collection of karez and prints what was found.  usage: search.py ADDRESS COLLECTION QUERY

ADDRESS is unix:/run/karez/karez.sock, or 127.0.0.1:7700 where karezd listens on TCP.
"""
import json
import socket
import sys


def connect(address):
    if address.startswith("unix:"):
        s = socket.socket(socket.AF_UNIX)
        s.connect(address[len("unix:"):])
        return s
    host, port = address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=10)


def marked(text, spans):
    """The text with brackets around what matched; spans count bytes of UTF-8."""
    raw, out, at = text.encode(), b"", 0
    for start, end in spans:
        out += raw[at:start] + b"[" + raw[start:end] + b"]"
        at = end
    return (out + raw[at:]).decode()


def search(stream, collection, query):
    """The first line of a reply has the counts, or the error; the rows behind it are JSON, one a line."""
    # The query is everything behind " : ", as it was typed: nothing has to be escaped.
    stream.write("SEARCH %s limit=3 fields=rank,score,title,snippets : %s\n" % (collection, query))
    stream.flush()
    head = stream.readline().rstrip("\n")
    if not head.startswith("="):
        raise RuntimeError(head[1:] or "karezd closed the connection")
    rows, *facts = head[1:].split()
    facts = dict(fact.split("=", 1) for fact in facts if "=" in fact)
    return facts, [json.loads(stream.readline()) for _ in range(int(rows))]


def main():
    if len(sys.argv) != 4 or "\n" in sys.argv[3]:
        sys.exit("usage: search.py ADDRESS COLLECTION QUERY (of one line)")
    address, collection, query = sys.argv[1:]
    try:
        with connect(address) as s, s.makefile("rw", encoding="utf-8", newline="\n") as stream:
            facts, hits = search(stream, collection, query)
    except (OSError, RuntimeError) as e:
        sys.exit("search.py: %s" % e)
    print("%s found" % facts["total"])
    for hit in hits:
        print("%d. %.2f  %s" % (hit["rank"], hit["score"], hit.get("title", "")))
        for passage in hit.get("snippets", []):
            print("   " + marked(passage["text"], passage.get("hl", [])))


if __name__ == "__main__":
    main()
