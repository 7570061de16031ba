"""Compares web/openapi.json with a karezd: resources, options and their values, and every answer with its schema.

usage: openapi_check.py SOCKET PORT SOURCE; prints FAIL lines and "N passed, N failed".
Schemas are read more strictly than by clients: a member that they do not describe is a failure here.  Ends with 77 where
python3-jsonschema is missing.
"""
import copy, json, re, socket, sys, urllib.error, urllib.parse, urllib.request

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit(77)

path, port, source = sys.argv[1], int(sys.argv[2]), sys.argv[3]
passed = failed = 0


def check(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL openapi %s: %s" % (name, str(detail)[:500]))


def ask(target, what=None):
    request = urllib.request.Request("http://127.0.0.1:%d%s" % (port, target), what and json.dumps(what).encode(),
                                     {"Content-Type": "application/json"} if what else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as r:
            return r.status, r.headers["Content-Type"], r.read()
    except urllib.error.HTTPError as e:
        with e:
            return e.code, e.headers["Content-Type"], e.read()


def lines(request):
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(path)
        s.sendall(request.encode() + b"\n")
        f = s.makefile("rb")
        return [json.loads(f.readline()) for _ in range(int(f.readline().split()[0][1:]))]


status, kind, text = ask("/v1/openapi.json")
api = json.loads(text)
with open(source + "/web/openapi.json", "rb") as f:
    check("is served as it is in the source", status == 200 and kind == "application/json" and text == f.read())
check("says which version it is written for", api["openapi"].startswith("3.1."))


def resolve(x):
    while "$ref" in x:
        place = api
        for step in x["$ref"][2:].split("/"):
            place = place[step]
        x = place
    return x


def strict(x):
    if isinstance(x, dict):
        for v in x.values():
            strict(v)
        if x.get("type") == "object" and "properties" in x:
            x.setdefault("additionalProperties", False)
    elif isinstance(x, list):
        for v in x:
            strict(v)
    return x


whole = strict(copy.deepcopy(api))


def problems(name, what):
    schema = {"$ref": "#/components/schemas/" + name, "components": whole["components"]}
    Draft202012Validator.check_schema(schema)
    return ["%s: %s" % ("/".join(map(str, e.path)), e.message[:200]) for e in Draft202012Validator(schema).iter_errors(what)]


# ---- resources and options ----

with open(source + "/proto/routes.def") as f:
    routes = {p + "{id}" if p.endswith("/") else p: (verb, post == "true") for p, verb, form, post in
              re.findall(r'^ROUTE\("([^"]+)",\s*(\w+),\s*(\w+),\s*[^,]+,\s*(\w+)\)', f.read(), re.M) if form != "PAGE"}
check("has every resource and no other", set(routes) == set(api["paths"]), set(routes) ^ set(api["paths"]))
options = {row["verb"]: set(row.get("options", "").split()) for row in lines("HELP")}
for route, (verb, post) in routes.items():
    item = api["paths"].get(route, {})
    check(route + " has its methods", set(item) == ({"get", "post"} if post else {"get"}), set(item))
    parameters = [resolve(p) for p in item["get"].get("parameters", [])]
    names = {p["name"] for p in parameters}
    own = names & {"q", "id", "collection"}
    check(route + " has its options", names - own == options[verb], (names, options[verb]))
    if post:
        body = item["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
        check(route + " has them posted", set(body) == names, set(body) ^ names)

# ---- values: each that is described is taken, one past a bound is not ----

some = lines("SEARCH limit=1 : border")[0]["id"]
texts = {"q": "border", "id": some}
for route, item in api["paths"].items():
    parameters = [resolve(p) for p in item["get"].get("parameters", [])]
    base = {p["name"]: texts[p["name"]] for p in parameters if p.get("required")}
    target = route.replace("{id}", urllib.parse.quote(base.pop("id", "") if "{id}" in route else ""))
    for p in parameters:
        schema, good, bad = p["schema"], [], []
        if p["name"] in texts or p["name"] == "collection":
            continue
        if schema["type"] == "integer":
            good, bad = [schema["minimum"], schema["maximum"]], [schema["maximum"] + 1, -1]
        elif schema["type"] == "array":
            good, bad = [",".join(schema["items"]["enum"])], ["nonsense"]
        elif "enum" in schema:
            good, bad = schema["enum"], ["nonsense"]
        else:
            good, bad = schema["examples"], ["nonsense"]
            check("%s %s: its pattern" % (route, p["name"]), all(re.fullmatch(schema["pattern"], v) for v in good))
        for values, wanted in ((good, 200), (bad, 400)):
            for v in values:
                got = ask(target + "?" + urllib.parse.urlencode({**base, p["name"]: v}))
                check("%s %s=%s" % (route, p["name"], v), got[0] == wanted, got)

# ---- answers ----

ANSWERS = ["/v1/search?q=border+cooperation&limit=20&snippets=3&facets=lang,names,year,author&explain=on&expand=on", "/v1/search?q=notes&snippets=3",
           "/v1/search?q=IMU+boarder&match=any", "/v1/search?q=date:2012+border", "/v1/count?q=border", "/v1/suggest?q=bor",
           "/v1/spell?q=boarder+xyzzy", "/v1/aliases?q=IMU", "/v1/similar?explain=on&id=" + some, "/v1/versions?id=" + some, "/v1/explain?q=IMU+border",
           "/v1/analyze?q=Border+Kara-Suu", "/v1/documents/" + some, "/v1/collections", "/v1/status", "/v1/stats", "/healthz"]
ANSWERS += ["/v1/documents/" + urllib.parse.quote(r["id"]) for r in lines("SEARCH limit=40 fields=id : *") or []]
seen = set()
for target in ANSWERS:
    route = next(r for r in routes if re.fullmatch(r.replace("{id}", ".+"), target.split("?")[0]))
    seen.add(route)
    status, kind, text = ask(target)
    content = api["paths"][route]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    check(target, status == 200 and kind == "application/json" and not problems(content.rpartition("/")[2], json.loads(text)),
          (status, problems(content.rpartition("/")[2], json.loads(text))))
check("every resource was asked", seen == set(routes) - {"/metrics"}, set(routes) - seen)
for target in ["/v1/search", "/v1/search?q=(", "/v1/search?q=x&limit=x", "/v1/search?q=x&collection=nope", "/nope"]:
    status, kind, text = ask(target)
    problem = json.loads(text)
    check(target, kind == "application/problem+json" and problem["status"] == status and not problems("Problem", problem), problem)
check("a schema that is not kept is seen", problems("Health", {"status": "fine", "collections": 1, "available": 1, "more": 1}))
print("%d passed, %d failed" % (passed, failed))
