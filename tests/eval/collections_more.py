#!/usr/bin/env python3
"""More judged collections, made of those at hand and of what a Debian system has installed.

usage: collections_more.py DATA-FOLDER OUT-FOLDER

Each gets docs.jsonl, queries.tsv and qrels.tsv.  How each is made, and what it stands for, is in doc/RANKING.md.  Chance has a fixed
seed; what is made of installed files differs from system to system.
"""
import collections, glob, gzip, hashlib, json, os, random, re, subprocess, sys

WORD = re.compile(r"\w+")


def number(text):
    """Chance that belongs to a name, so that a sample stays the same when others come or go."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class Collection:
    def __init__(self, name):
        self.name, self.docs, self.queries, self.qrels = name, [], [], collections.defaultdict(dict)

    def write(self, out):
        where = os.path.join(out, self.name)
        os.makedirs(where, exist_ok=True)
        have = {d["id"] for d in self.docs}
        with open(os.path.join(where, "docs.jsonl"), "w", encoding="utf-8") as f:
            for d in self.docs:
                f.write(json.dumps(d, ensure_ascii=False) + "\n")
        kept = 0
        with open(os.path.join(where, "queries.tsv"), "w", encoding="utf-8") as q, \
             open(os.path.join(where, "qrels.tsv"), "w", encoding="utf-8") as r:
            for qid, text in self.queries:
                rel = {d: n for d, n in self.qrels[qid].items() if d in have and n > 0}
                if not rel or not text.strip():
                    continue
                kept += 1
                q.write("%s\t%s\n" % (qid, " ".join(text.split())))
                for d, n in rel.items():
                    r.write("%s 0 %s %d\n" % (qid, d, n))
        print("%-22s %6d documents %6d queries" % (self.name, len(self.docs), kept))


# ---- The judged ones in other shapes ----

def read(data, name):
    c = Collection(name)
    where = os.path.join(data, "collections", name)
    with gzip.open(os.path.join(where, "docs.jsonl.gz"), "rt", encoding="utf-8") as f:
        c.docs = [json.loads(line) for line in f]
    with open(os.path.join(where, "queries.tsv"), encoding="utf-8") as f:
        c.queries = [tuple(line.rstrip("\n").split("\t", 1)) for line in f if line.strip()]
    with open(os.path.join(where, "qrels.tsv"), encoding="utf-8") as f:
        for line in f:
            qid, _, doc, rel = line.split()
            c.qrels[qid][doc] = int(rel)
    return c


def derived(c, suffix):
    out = Collection(c.name + "-" + suffix)
    out.docs, out.queries, out.qrels = c.docs, c.queries, c.qrels
    return out


def titles(c, name):
    """Short documents: the titles alone."""
    out = derived(c, "")
    out.name = name
    out.docs = [{"id": d["id"], "title": d["title"], "text": ""} for d in c.docs]
    return out


def long_ones(c, n):
    """Long documents: n after each other, drawn by chance; one of them answers for all."""
    out = derived(c, "long")
    order = list(c.docs)
    random.Random(1).shuffle(order)
    out.docs, place = [], {}
    for i in range(0, len(order), n):
        some = order[i:i + n]
        ident = "L%d" % (i // n)
        place.update((d["id"], ident) for d in some)
        texts = [d["text"] if d["text"].split()[:4] == d["title"].split()[:4] else d["title"] + "\n" + d["text"] for d in some]
        out.docs.append({"id": ident, "title": some[0]["title"], "text": "\n\n".join(texts)})
    out.qrels = collections.defaultdict(dict)
    for qid, rel in c.qrels.items():
        for d, r in rel.items():
            if d in place:
                at = place[d]
                out.qrels[qid][at] = max(r, out.qrels[qid].get(at, 0))
    return out


def rare_words(c, n):
    """Short queries: of each question its n rarest words that some document has, in the order of the question."""
    out = derived(c, "%d-words" % n)
    df = collections.Counter(w for d in c.docs for w in set(WORD.findall((d["title"] + " " + d["text"]).lower())))
    out.queries = []
    for qid, text in c.queries:
        words = list(dict.fromkeys(w for w in WORD.findall(text.lower()) if df[w] and len(w) > 4))
        kept = sorted(words, key=lambda w: df[w])[:n]
        out.queries.append((qid, " ".join(w for w in words if w in kept)))
    return out


def title_asked(c, n_queries=300):
    """Known items: the title of a document asks for its text, from which it was taken off."""
    out = Collection(c.name + "-items")
    for d in c.docs:
        title, text = " ".join(d["title"].split()), " ".join(d["text"].split())
        if text.startswith(title):
            text = text[len(title):]
        out.docs.append({"id": d["id"], "title": "", "text": text})
        if len(text) > 200 and len(title.split()) >= 3:
            out.queries.append((d["id"], title))
            out.qrels[d["id"]][d["id"]] = 1
    out.queries = sorted(out.queries, key=lambda q: number(q[0]))[:n_queries]
    return out


# ---- What the system has ----

def manuals(n=3000, n_queries=400):
    """Manual pages without their line of NAME, asked for by what that says; the pages that they refer to are worth less."""
    c, pages, seen, families = Collection("manuals"), {}, set(), collections.Counter()
    paths = [p for p in glob.glob("/usr/share/man/man[1-8]/*.gz") if not os.path.islink(p)]
    for path in sorted(paths, key=number):
        name = os.path.basename(path)[:-3]
        family = re.split(r"[-_:.]", name)[0]
        families[family] += 1
        if len(c.docs) == n:
            break
        if families[family] > 30:       # no one program's pages are most of them
            continue
        try:
            with gzip.open(path) as f:
                raw = f.read()
            text = subprocess.run(["mandoc", "-Tutf8", "-Owidth=500"], input=raw, capture_output=True,
                                  timeout=20).stdout.decode("utf-8", "replace")
        except (OSError, subprocess.TimeoutExpired):
            continue
        parts = re.split(r"^([A-Z][A-Z ,/-]+)$", re.sub(".\b", "", text), flags=re.M)
        sections = {parts[i].strip(): parts[i + 1] for i in range(1, len(parts) - 1, 2)}
        said = re.split(r"\s[-\u2013\u2014\u2010]+\s", " ".join(sections.pop("NAME", "").split()), maxsplit=1)
        also = re.findall(r"([\w.+:-]+)\((\d\w*)\)", sections.pop("SEE ALSO", ""))
        body = "\n\n".join(s + "\n" + t for s, t in sections.items() if s != "SYNOPSIS")
        if len(said) < 2 or len(body) < 300 or said[1] in seen:
            continue
        seen.add(said[1])
        pages[name] = (said[1], ["%s.%s" % x for x in also])
        c.docs.append({"id": name, "title": said[0], "text": "\n".join(l.strip() for l in body.split("\n"))})
    for name in sorted((p for p in pages if len(pages[p][0].split()) >= 3), key=lambda p: number("q" + p))[:n_queries]:
        c.queries.append((name, pages[name][0]))
        for other in pages[name][1]:
            c.qrels[name][other] = 1
        c.qrels[name][name] = 3
    return c


def sections(n_queries=400):
    """Sections of the manuals in Info, asked for by their headings, mostly two or three words; sections that refer to them are worth less."""
    c, headings, refs = Collection("sections"), {}, collections.defaultdict(set)

    def ident_of(manual, node):
        return (manual.replace(".info", "") + "/" + " ".join(node.split())).replace(" ", "_")
    for path in sorted(glob.glob("/usr/share/info/*.gz")):
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as f:
            try:
                nodes = f.read().replace("\0", "").split("\x1f")
            except OSError:             # a picture
                continue
        for node in nodes:
            m = re.match(r"\s*File: ([^,]+),\s+Node: ([^,\n]+),[^\n]*\n\s*([^\n]+)\n[*=\-.]+\n", node)
            if not m or "* Menu:" in node:
                continue
            ident, heading, body = ident_of(m[1], m[2]), re.sub(r"^[\d.A-Z]*\d[\d.]*\s+", "", m[3]), node[m.end():]
            if len(body) < 300 or ident in headings:
                continue
            headings[ident] = heading
            for other in re.findall(r"\*Note\s+(?:[^:]*?:\s*)?([^:.,()]+?)(?:::|[.,])", body):
                refs[ident_of(m[1], other)].add(ident)
            c.docs.append({"id": ident, "title": "", "text": body})
    counted = collections.Counter(t.lower() for t in headings.values())
    asked = [i for i, t in headings.items() if counted[t.lower()] == 1 and len(t.split()) >= 2 and len(t) > 6]
    for ident in sorted(asked, key=number)[:n_queries]:
        c.queries.append((ident, headings[ident]))
        c.qrels[ident] = dict.fromkeys(refs[ident], 1)
        c.qrels[ident][ident] = 3
    return c


def stanzas(lines):
    d, key = {}, None
    for line in lines:
        if not line.strip():
            if d:
                yield d
            d, key = {}, None
        elif line[0] in " \t":
            if key:
                d[key] += "\n" + line.strip()
        elif ":" in line:
            key, value = line.rstrip("\n").split(":", 1)
            d[key] = value.strip()
    if d:
        yield d


def source_of(package):
    return package.get("Source", package["Package"]).split()[0]


def packages(n_queries=400):
    """What packages are for, asked for by the line that sums it up; others of the same source are worth less."""
    c, by, seen = Collection("packages"), collections.defaultdict(list), set()
    with open("/var/lib/dpkg/status", encoding="utf-8") as f:
        for d in stanzas(f):
            said, _, text = d.get("Description", "").partition("\n")
            if len(text) < 80:
                continue
            c.docs.append({"id": d["Package"], "title": "", "text": re.sub(r"^\.$", "", text, flags=re.M)})
            by[source_of(d)].append(d["Package"])
            if said not in seen and len(said.split()) >= 3:
                c.queries.append((d["Package"], said))
            seen.add(said)
    for some in by.values():
        for ident in some:
            c.qrels[ident] = dict.fromkeys(some, 1)
            c.qrels[ident][ident] = 2
    c.queries = sorted(c.queries, key=lambda q: number(q[0]))[:n_queries]
    return c


def one_liners(n=20000, n_queries=400):
    """Lines that sum up packages, and nothing else: one asks for the others of its source."""
    c, by = Collection("one-liners"), collections.defaultdict(dict)
    for path in sorted(glob.glob("/var/lib/apt/lists/*_main_binary-*_Packages*")):
        text = subprocess.run(["lz4cat" if path.endswith(".lz4") else "cat", path], capture_output=True).stdout.decode()
        for d in stanzas(text.split("\n")):
            by[source_of(d)].setdefault(re.sub(r"\(.*", "", d.get("Description", "")).strip(), d["Package"])
    for source in sorted(by, key=number):
        if len(c.docs) > n:
            break
        some = [(p, said) for said, p in by[source].items() if said]
        if len(c.queries) < n_queries and 2 <= len(some) <= 12 and len(some[0][1].split()) >= 3:
            c.queries.append((some[0][0], some[0][1]))
            c.qrels[some[0][0]] = {p: 1 for p, _ in some[1:]}
            some = some[1:]
        c.docs += [{"id": p, "title": said, "text": ""} for p, said in some]
    return c


def main():
    data, out = sys.argv[1:]
    for name in ("cranfield", "cacm", "xquad-ru"):
        c = read(data, name)
        short = rare_words(c, 2)
        made = [c, short, long_ones(c, 5)]
        if name != "xquad-ru":
            made += [titles(c, name + "-titles"), titles(short, name + "-titles-2-words"), title_asked(c)]
        for m in made:
            m.write(out)
    for make in (manuals, sections, packages, one_liners):
        make().write(out)


main()
