"""Speaks HTTP to a karezd, well and badly: the same answers as over lines, bytes cut anywhere, clients that stall, lie or leave.

usage: http_ask.py SOCKET PORT COLLECTION; prints FAIL lines and "N passed, N failed".
The daemon serves one collection, made of samples/, with max_connections 40, http_hosts desk.example and http_origins
https://ok.example.
"""
import gzip, http.client, json, socket, sys, time, urllib.parse

path, port, collection = sys.argv[1], int(sys.argv[2]), sys.argv[3]
HOST = b"Host: 127.0.0.1:%d\r\n" % port
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL %s: %s" % (name, str(detail)[:600]))


def connect():
    s = socket.create_connection(("127.0.0.1", port), timeout=20)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return s


def read_answer(f, head=False):
    """(status, headers, body) of one answer."""
    line = f.readline().decode()
    if not line.startswith("HTTP/1.1 "):
        raise EOFError(repr(line))
    headers = {}
    while (h := f.readline().decode().rstrip("\r\n")):
        name, _, value = h.partition(": ")
        headers[name.lower()] = value
    return int(line.split()[1]), headers, b"" if head else f.read(int(headers["content-length"]))


def send(*parts):
    """The answers to bytes sent in pieces; then the connection."""
    s = connect()
    for p in parts:
        s.sendall(p)
        if len(parts) > 1:
            time.sleep(0.01)
    return s, s.makefile("rb")


def one(*parts):
    s, f = send(*parts)
    with s:
        return read_answer(f)


def get(target, **headers):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    c.request("GET", target, headers=headers)
    r = c.getresponse()
    body = r.read()
    c.close()
    return r.status, r, json.loads(body) if body else None


def post(target, what, **headers):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    c.request("POST", target, what if isinstance(what, (bytes, str)) else json.dumps(what),
              {"Content-Type": "application/json", **headers})
    r = c.getresponse()
    body = r.read()
    c.close()
    return r.status, r, json.loads(body)


def lines(request):
    """Status line as a dict and rows of the line protocol."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(20)
        s.connect(path)
        s.sendall(request.encode() + b"\n")
        f = s.makefile("rb")
        status = f.readline().decode()
        if not status.startswith("="):
            return status.split()[0], []
        return "", [json.loads(f.readline()) for _ in range(int(status[1:].split()[0]))]


# ---- the same answers ----

QUERIES = ["border cooperation", '"border cooperation"', "border -drug", "water*", "title:border", "author:Oldvik", "date:2012..2014 border",
           "граница", "Узбекистан", "(border OR water) trade", "", "a AND", "NEAR/3", "no such words at all", "Назарбаев", "IMU", "border^2 trade"]
for q in QUERIES:
    for options in ({}, {"limit": "3", "facets": "lang,year", "snippets": "2"}, {"match": "all", "sort": "date"}):
        error, rows = lines("SEARCH %s %s : %s" % (collection, " ".join("%s=%s" % o for o in options.items()), q))
        status, _, answer = get("/v1/search?" + urllib.parse.urlencode({"q": q, "collection": collection, **options}))
        _, _, posted = post("/v1/search", {"q": q, "collection": [collection],
                                           **{k: int(v) if v.isdigit() else v.split(",") if "," in v else v for k, v in options.items()}})
        name = "%r %s" % (q, options)
        if error:
            check(name, status == 400 and "-" + answer["code"] == error and posted["code"] == answer["code"], (error, answer))
            continue
        hits = [r for r in rows if "rank" in r]
        facets = {r.pop("facet"): r for r in rows if "facet" in r}
        check(name, answer["hits"] == hits and answer.get("facets", {}) == facets, (rows, answer))
        check(name + " posted", posted["hits"] == hits and posted.get("facets", {}) == facets, (rows, posted))

some = lines("SEARCH %s limit=1 : border" % collection)[1][0]["id"]
for verb, target, key in [("SUGGEST %s : bord", "/v1/suggest?q=bord", "suggestions"), ("SPELL %s : boarder", "/v1/spell?q=boarder", "words"),
                          ("ALIASES %s : IMU", "/v1/aliases?q=IMU", "aliases"), ("EXPLAIN %s : border", "/v1/explain?q=border", "rows"),
                          ("ANALYZE %s : Border trade", "/v1/analyze?q=Border+trade", "words"),
                          ("SIMILAR %%s : %s" % some, "/v1/similar?id=" + some, "hits"),
                          ("VERSIONS %%s : %s" % some, "/v1/versions?id=" + some, "versions")]:
    check(target, get(target)[2][key] == lines(verb % collection)[1], get(target)[2])
document = lines("GET %s : %s" % (collection, some))[1]
for target in ("/v1/documents/" + some, "/v1/documents/" + urllib.parse.quote(some, safe="")):
    check(target, [get(target)[2]["document"]] == document)
check("collections", get("/v1/collections")[2]["collections"] == lines("COLLECTIONS")[1])
check("health", get("/healthz")[2] == {"status": "ok", "collections": 1, "available": 1}, get("/healthz"))

# ---- problems ----

for target, status, code, parameter in [
        ("/v1/search?q=x&limit=x", 400, "BADOPTION", "limit"), ("/v1/search", 400, "BADREQUEST", "q"), ("/x", 404, "NOTFOUND", None),
        ("/v1/search?q=x&collection=nope", 404, "NOCOLLECTION", "collection"), ("/v1/documents/nope", 404, "NOTFOUND", "id"),
        ("/v1/search?q=%c3%28", 400, "ENCODING", "q"), ("/v1/search?q=(a", 400, "SYNTAX", "q")]:
    got, r, problem = get(target)
    check(target, got == status == problem["status"] and problem["code"] == code and problem.get("parameter") == parameter and
          problem["detail"] and r.getheader("Content-Type") == "application/problem+json", problem)
check("POST of a form", post("/v1/search", "q=x", **{"Content-Type": "text/plain"})[0] == 415)
check("an answer of another type", post("/v1/search", {"q": True})[2].get("parameter") == "q")
check("bad JSON", post("/v1/search", "{")[0] == 400)
check("a body that is too large", post("/v1/search", '{"q":"%s"}' % ("x" * 70000))[0] == 413)
check("a body that is still being sent when it is refused", post("/v1/search", b"x" * 20_000_000)[0] == 413)

# ---- what browsers do ----


def raw(target, method="GET", **headers):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    c.request(method, target, headers=headers)
    r = c.getresponse()
    body = r.read()
    c.close()
    return r.status, r, body


TARGET = "/v1/search?q=border+cooperation&limit=20"
while not raw(TARGET)[1].getheader("ETag"):  # the first one may come before the loop thread has looked at the collection
    time.sleep(0.05)
status, r, plain = raw(TARGET)
tag = r.getheader("ETag")
status, r, body = raw(TARGET, **{"If-None-Match": tag})
check("a browser's repeat", status == 304 and body == b"" and r.getheader("ETag") == tag, (status, r.getheaders()))
check("another request", raw(TARGET + "&offset=1", **{"If-None-Match": tag})[0] == 200)
check("and with cache=off", raw(TARGET + "&cache=off", **{"If-None-Match": tag})[0] == 200)
for i in range(2):  # made, then kept
    status, r, body = raw(TARGET, **{"Accept-Encoding": "gzip"})
    check("packed", r.getheader("Content-Encoding") == "gzip" and len(body) < len(plain) / 2 and
          json.loads(gzip.decompress(body))["hits"] == json.loads(plain)["hits"], r.getheaders())
check("not packed unless asked", raw(TARGET)[2][:1] == b"{")
status, r, body = raw(TARGET, Host="evil.example")
check("a name that leads here", status == 421 and json.loads(body)["code"] == "DENIED", body)
check("its documents", raw("/v1/documents/" + some, Host="evil.example:%d" % port)[0] == 421)
check("a name that is configured", raw(TARGET, Host="desk.example:1")[0] == 200)
EVIL, GOOD = {"Origin": "https://evil.example"}, {"Origin": "https://ok.example"}
check("a page of another site posts", post("/v1/search", {"q": "x"}, **EVIL)[0] == 403)
check("its preflight", raw("/v1/search", "OPTIONS", **EVIL)[0] == 403)
check("it loads a script", raw(TARGET, **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})[0] == 403)
check("it cannot read", raw(TARGET, **EVIL)[1].getheader("Access-Control-Allow-Origin") is None)
status, r, body = raw("/v1/search", "OPTIONS", **GOOD)
check("a preflight of a site that may", status == 204 and r.getheader("Access-Control-Allow-Methods") == "GET, HEAD, POST, OPTIONS" and
      r.getheader("Access-Control-Allow-Origin") == GOOD["Origin"], r.getheaders())
status, r, _ = post("/v1/search", {"q": "x"}, **GOOD)
check("and what it asks", status == 200 and r.getheader("Access-Control-Allow-Origin") == GOOD["Origin"], r.getheaders())

check("what is wrong with it can be read there", raw("/v1/search", **GOOD)[1].getheader("Access-Control-Allow-Origin") == GOOD["Origin"])
check("and not elsewhere", raw("/v1/search", **EVIL)[1].getheader("Access-Control-Allow-Origin") is None)
for target in ("/v1/search", "/nowhere", "/karez.js", "/v1/openapi.json", "/", "/?limit=x"):
    status, r, body = raw(target, Host="evil.example")
    check("not for a name that leads here: " + target, status == 421 and b"strict" not in body and b"wants" not in body, (status, body))
status, r, body = raw("/karez.js", "OPTIONS", **GOOD)
check("a file has options", status == 204 and r.getheader("Allow") == "GET, HEAD, OPTIONS" and
      r.getheader("Access-Control-Allow-Origin") == GOOD["Origin"], r.getheaders())
check("whatever there is", raw("/karez.js", **{"If-None-Match": "*"})[0] == raw(TARGET, **{"If-None-Match": "*"})[0] == 304)
check("but no error", raw("/v1/search?q=(", **{"If-None-Match": "*"})[0] == 400)

# ---- bytes ----

GET = b"GET /v1/count?q=border HTTP/1.1\r\n" + HOST + b"\r\n"
status, headers, body = one(GET)
total = json.loads(body)["total"]
check("an answer has a date", status == 200 and headers["date"].endswith(" GMT") and headers["x-content-type-options"] == "nosniff", headers)
check("byte by byte", json.loads(one(*[GET[i:i + 1] for i in range(len(GET))])[2])["total"] == total)

s, f = send(GET * 50)
with s:
    check("50 in one go", all(json.loads(read_answer(f)[2])["total"] == total for _ in range(50)))
s, f = send(b"".join(b"GET /v1/search?limit=1&q=%s HTTP/1.1\r\n%s\r\n" % (q, HOST) for q in [b"border", b"nope", b"(", b"water"] * 5))
with s:
    check("pipelined answers come in order", [read_answer(f)[0] for _ in range(20)] == [200, 200, 400, 200] * 5)
s, f = send(b"HEAD" + GET[3:] + GET)
with s:
    head = read_answer(f, head=True)
    answer = read_answer(f)
    check("HEAD has the length and no body", head[0] == 200 and head[1].keys() == answer[1].keys() and answer[0] == 200, (head, answer))
BODY = b'{"q":"border"}'
chunked = b"POST /v1/count HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + \
    b"".join(b"%x\r\n%s\r\n" % (len(BODY[i:i + 5]), BODY[i:i + 5]) for i in range(0, len(BODY), 5)) + b"0\r\n\r\n"
s, f = send(chunked + GET)
with s:
    check("a body in chunks, and what follows it", [json.loads(read_answer(f)[2])["total"] for _ in range(2)] == [total] * 2)
s, f = send(b"POST /v1/count HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(BODY))
with s:
    check("100 Continue", f.readline() == b"HTTP/1.1 100 Continue\r\n" and f.readline() == b"\r\n")
    s.sendall(BODY)
    check("and then the answer", json.loads(read_answer(f)[2])["total"] == total)


POST = b"POST /v1/count HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(BODY)
SLOW = b"GET /v1/search?cache=off&limit=100&snippets=3&q=the+of+and HTTP/1.1\r\n" + HOST + b"\r\n"
s, f = send(SLOW * 3 + POST)
with s:
    check("100 Continue behind requests under way", [read_answer(f)[0] for _ in range(3)] == [200] * 3 and
          f.readline() == b"HTTP/1.1 100 Continue\r\n" and f.readline() == b"\r\n")
    s.sendall(BODY)
    check("and then the answer", json.loads(read_answer(f)[2])["total"] == total)
s, f = send(SLOW + POST + BODY)
with s:
    check("no 100 Continue for what is here already", [read_answer(f)[0] for _ in range(2)] == [200] * 2)
status, headers, body = one(b"GET /v1/count HTTP/1.1\r\n" + HOST + b"Origin: https://ok.example\r\nContent-Length: 99999\r\n\r\n")
check("an error of the bytes can be read, too", status == 413 and headers.get("access-control-allow-origin") == "https://ok.example", headers)
check("the host of the target counts", one(b"GET http://evil.example/v1/status HTTP/1.1\r\n" + HOST + b"\r\n")[0] == 421)
s, f = send(b"HEAD / HTTP/1.1\r\n" + HOST + b"Content-Length: 1, 2\r\n\r\n")
with s:
    check("HEAD of no message has no body", read_answer(f, head=True)[0] == 400 and f.read() == b"")


def ends_after(name, request, status):
    s, f = send(request)
    with s:
        got = read_answer(f)
        check(name, got[0] == status and got[1].get("connection") == "close" and f.read() == b"", got)


ends_after("HTTP/1.0", b"GET /healthz HTTP/1.0\r\n\r\n", 200)
ends_after("Connection: close", b"GET /healthz HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n" + GET, 200)
ends_after("no HTTP", b"SEARCH memos : border\r\n\r\n", 400)
ends_after("no Host", b"GET / HTTP/1.1\r\n\r\n", 400)
ends_after("a long target", b"GET /" + b"x" * 40000, 414)
ends_after("long headers", b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: %s\r\n" % (i, b"x" * 1000) for i in range(40)), 431)
ends_after("many headers", b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n" * 120 + b"\r\n", 431)
ends_after("two lengths", b"POST /v1/count HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)
ends_after("a length and chunks", b"POST /v1/count HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)
ends_after("HTTP/2 without asking", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)

with connect() as s:
    s.sendall(b"\x16\x03\x01\x02\x00")
    check("a TLS client is closed", s.recv(100) == b"")

# ---- clients that come in crowds, stall, leave ----

stalled = [send(GET[:20 + i])[0] for i in range(20)]
check("half requests stop nobody", json.loads(one(GET)[2])["total"] == total)
for s in stalled:
    s.close()
time.sleep(0.2)
for i in range(30):
    s, f = send(b"GET /v1/search?cache=off&limit=100&q=the+of+and HTTP/1.1\r\n" + HOST + b"\r\n")
    s.close()
time.sleep(0.2)  # they count among max_connections until their end was read
check("those who leave stop nobody", json.loads(one(GET)[2])["total"] == total)
crowd = []
try:
    for i in range(45):
        crowd.append(send(GET))
    answers = [read_answer(f) for s, f in crowd]
except (OSError, EOFError) as e:
    answers = [(0, {}, str(e))]
statuses = [a[0] for a in answers]
check("above max_connections 503", set(statuses) == {200, 503} and
      all(a[1].get("retry-after") and json.loads(a[2])["code"] == "BUSY" for a in answers if a[0] == 503), statuses)
for s, f in crowd:
    s.close()
time.sleep(0.2)
check("and later again 200", one(GET)[0] == 200)
print("%d passed, %d failed" % (passed, failed))
