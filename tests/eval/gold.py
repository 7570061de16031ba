"""The seed gold, table by table: each row asked of a running karezd, passes counted of all.

A row passes when what is found in the seeds is what the table says; nothing is left out of a count but rows that a table
itself gives no expectation.  Results are articles (000 .. 004d): a document FILE#N of file 004 is its N-th article, a file
that was not taken apart stands for all of its articles.
"""
import csv, json, os, re, unicodedata

ARTICLES = ("000", "001", "002", "003", "004a", "004b", "004c", "004d")


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [{k: (v or "").replace("<NBSP>", "\u00a0") for k, v in r.items() if k} for r in rows]


def lines(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def listed(cell):
    return {a for a in re.split(r"[,; ]+", cell) if a}


def plain(text):
    """Letters and digits only: what a reader reads, whatever the signs."""
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join(re.findall(r"\w+", text))


class Gold:
    def __init__(self, client, folder, seeds):
        self.client, self.folder, self.seeds = client, folder, seeds
        self.results = {}       # table -> kind -> [passed, all, failing]
        self.documents = {}     # id -> row of GET

    # ---- asking ----

    def articles_of(self, ident):
        m = re.match(r"(?:.*/)?(\d{3})_[0-9a-f]{16}\.txt(?:#(\d+))?$", ident)
        if not m:
            return []
        if m.group(1) != "004":
            return [m.group(1)]
        if not m.group(2):
            return [a for a in ARTICLES if a.startswith("004")]
        n = int(m.group(2))
        return ["004" + "abcd"[n - 1]] if 1 <= n <= 4 else []

    def ask(self, query):
        """Articles in the order of their hits, and the head of the reply."""
        r = self.client.call("SEARCH limit=1000 snippets=0 : " + query)
        found = []
        for hit in r.hits() if r.kind == "=" else []:
            self.documents.setdefault(hit["id"], None)
            found += [a for a in self.articles_of(hit["id"]) if a not in found]
        return found, r.head if r.kind == "=" else "-" + r.head

    def document(self, ident):
        r = self.client.call("GET : " + ident)
        return r.rows[0] if r.kind == "=" and r.rows else None

    def all_documents(self):
        r = self.client.call("SEARCH limit=1000 snippets=0 : *")
        out = {}
        for ident in {h["id"] for h in r.hits()}:
            if self.articles_of(ident):
                out[ident] = self.document(ident)
        return out

    # ---- counting ----

    def count(self, name, kind, ok, what, optional=False):
        row = self.results.setdefault(name, {}).setdefault(kind + (" (optional)" if optional else ""), [0, 0, []])
        row[1] += 1
        if ok:
            row[0] += 1
        else:
            row[2].append(what)

    def exactly(self, name, kind, row_id, query, expected, optional=False, note=""):
        found, head = self.ask(query)
        missing, extra = set(expected) - set(found), set(found) - set(expected)
        self.count(name, kind, not missing and not extra, "%s %s%s%s%s%s" % (
            row_id, query, " misses %s" % sorted(missing) if missing else "", " finds %s" % sorted(extra) if extra else "",
            "  [%s]" % head[1:80] if head.startswith("-") else "", "  (%s)" % note if note else ""), optional)

    # ---- tables ----

    def splits(self):
        for r in table(self.folder, "splits.tsv"):
            query = '"%s"' % r["phrase"]
            found, _ = self.ask(query)
            expected = r["file"][:3] in {a[:3] for a in found} if r["expect"] == "match" else not found
            self.count("splits", r["expect"], expected, "%s %s finds %s" % (r["id"], query, found))

    def probe(self, r):
        if r["probe_syntax"] == "phrase":
            return '"%s"' % r["probe"].strip('"')
        return r["probe"]

    def artefacts(self):
        for r in table(self.folder, "artefacts.tsv"):
            if r["probe_syntax"] == "none" or not r["probe"]:
                continue
            self.exactly("artefacts", r["probe_status"], r["id"] + " " + r["kind"], self.probe(r), listed(r["expect_articles"]),
                         optional=r["probe_status"] == "policy" or "optional" in r["note"])

    def boilerplate(self):
        for r in table(self.folder, "boilerplate.tsv"):
            if r["probe"]:
                self.exactly("boilerplate", r["policy"], r["id"], r["probe"], listed(r["probe_may_match"]))

    def headings(self, documents):
        for r in table(self.folder, "headings.tsv"):
            texts = [plain(d.get("text", "")) for i, d in documents.items() if r["article_id"] in self.articles_of(i)]
            self.count("headings", "in the text", any(plain(r["text"]) in t for t in texts), r["text"])

    def footnotes(self, documents):
        for r in table(self.folder, "footnotes.tsv"):
            d = next((d for i, d in documents.items() if i.endswith(r["file"])), None)
            text, raw = d["text"].encode() if d else b"", self.seeds[r["file"]]
            body = plain(re.sub(r"[*_\\]", "", r["body_starts"]))
            notes = [p for p in (d or {}).get("passages", []) if p["kind"] == "note"]
            mine = [p for p in notes if plain(text[p["start"]:p["end"]].decode()).startswith(body)]
            self.count("footnotes", "a passage", bool(mine), "%s note %s: %s" % (r["file"][:3], r["note"], r["body_starts"]))
            before = raw[int(r["marker_line"]) - 1].split(r["marker"])[0] if r["marker"] in raw[int(r["marker_line"]) - 1] else ""
            words = plain(re.sub(r"<sup>\d+</sup>|[*_]", "", before)).split()[-4:]
            tied = [p for p in mine if "anchor" in p and plain(text[:p["anchor"]].decode()).split()[-4:] == words]
            self.count("footnotes", "tied to its place", bool(tied), "%s note %s: %s" % (r["file"][:3], r["note"], " ".join(words)))

    def fields(self, documents):
        def row_of(article):
            for i, d in documents.items():
                if self.articles_of(i) == [article]:
                    return d
            return None
        seen = set()
        for name in ("documents.tsv", "articles.tsv"):
            for r in table(self.folder, name):
                article = r.get("article_id") or r["doc_id"]
                d = row_of(article) or {}
                date = r.get("date", r.get("date_stated", ""))
                if article not in seen:
                    title = plain(d.get("title", ""))
                    self.count("fields", "title", bool(title) and (title == plain(r["title"]) or plain(r["title"]).startswith(title)
                               or title.startswith(plain(r["title"]))), "%s %r, not %r" % (article, d.get("title"), r["title"]))
                    authors = sorted(plain(a) for a in r["authors"].split(";") if a.strip())
                    have = sorted(plain(a) for a in d.get("author", "").split(";") if a.strip())
                    self.count("fields", "authors", have == authors, "%s %r, not %r" % (article, d.get("author"), r["authors"]))
                    self.count("fields", "date", d.get("date", "") == date, "%s %r, not %r" % (article, d.get("date"), date))
                    if "publisher" in r:
                        self.count("fields", "publisher", plain(d.get("source", "")) == plain(r["publisher"]),
                                   "%s %r, not %r" % (article, d.get("source"), r["publisher"]))
                seen.add(article)
                if "first_words" in r:
                    text = plain(d.get("text", ""))
                    self.count("articles", "first and last words", plain(r["first_words"]) in text and plain(r["last_words"]) in text,
                               article)

    def dates(self, documents):
        for r in table(self.folder, "dates.tsv"):
            mine = [d for i, d in documents.items() if i.endswith(r["file"]) or r["file"] + "#" in i]
            taken = {d.get("date", "") for d in mine if d}
            if r["role"] == "publication":
                self.count("dates", "publication", r["iso"] in taken, "%s %s: have %s" % (r["id"], r["iso"], sorted(taken)))
            else:
                self.count("dates", "never the publication", r["iso"] not in taken or r["iso"] == "", "%s %s is taken" % (r["id"], r["iso"]))

    def clean_text(self, documents):
        for r in lines(self.folder, "clean_text.jsonl"):
            mine = [d for i, d in documents.items() if d and r["article"] in self.articles_of(i)]
            if r["kind"] == "footnote":
                m = re.match(r"[*\[]*(\w+|\*+)[*\].]*\s+(.*)", unicodedata.normalize("NFKC", r["text"]), re.S)
                ok = any(p["kind"] == "note" and plain(p.get("label", "")) == plain(m.group(1)) and
                         plain(d["text"].encode()[p["start"]:p["end"]].decode()) == plain(m.group(2))
                         for d in mine for p in d.get("passages", []))
            else:
                ok = any(plain(r["text"]) in plain(d.get("text", "")) for d in mine)
            self.count("clean text", r["kind"], ok, "%s line %s: %s" % (r["article"], r["lines"][0], r["text"][:70]))

    def stemming(self):
        for r in table(self.folder, "stemming.tsv"):
            found, _ = self.ask(r["query_form"])
            self.count("stemming", "should match" if r["should_match"] == "yes" else "should not",
                       (r["article"] in found) == (r["should_match"] == "yes"), "%s %s: %s in %s" % (
                           r["id"], r["query_form"], r["text_form"], r["article"]))

    def misspellings(self):
        for r in table(self.folder, "misspellings.tsv"):
            as_typed = r["meant"] == "(as typed)"
            found, _ = self.ask(r["typed"])
            expected = listed(r["expect_articles"])
            ok = set(found) == expected if as_typed else expected <= set(found)
            self.count("misspellings", "stays as typed" if as_typed else "finds what was meant", ok,
                       "%s %s finds %s, not %s" % (r["id"], r["typed"], sorted(found), sorted(expected)))

    def cyrillic(self):
        for r in table(self.folder, "cyrillic.tsv"):
            expected = listed(r["expect_articles"])
            forms = [f.strip() for f in r["cyrillic"].split(";")]
            for form in forms + ([r["inflected"]] if r["inflected"] not in forms else []):
                self.exactly("cyrillic", r["relation"], r["id"], form if " " not in form else '"%s"' % form, expected, note=r["note"])

    def alias_sets(self):
        for r in lines(self.folder, "alias_sets.jsonl"):
            sets = [(v["form"].strip(" ,"), {a for a in v["counts"] if a in ARTICLES}) for v in r["variants"]]
            every = set().union(*(s for _, s in sets))
            for form, own in sets:
                found, _ = self.ask('"%s"' % form if " " in form or "-" in form else form)
                if r["behaviour"] == "equal":
                    ok, want = every <= set(found), every
                elif own:       # offered, not forced; and never merged
                    ok, want = own <= set(found) and not (set(found) & (every - own)), own
                else:
                    continue
                self.count("alias sets", r["behaviour"], ok, "%s %s finds %s, not %s" % (r["id"], form, sorted(found), sorted(want)))

    def acronyms(self):
        """What the documents define: rows of ALIASES that count documents."""
        def same(a, b):         # plural and article aside
            strip = lambda t: re.sub(r"s\b", "", re.sub(r"^(the|as) ", "", plain(t)))
            return strip(a) == strip(b)

        def mined(name):
            r = self.client.call("ALIASES : " + name)
            if r.kind != "=":
                raise SystemExit("ALIASES %s: %s" % (name, r.head))
            return [x["name"] for x in r.rows if "documents" in x]

        def is_row(row, acronym, long_form):
            return same(row["acronym"], acronym) and same(row["long_form"], long_form)
        rows = table(self.folder, "acronyms.tsv")
        for row in rows:
            if row["label"] == "pos":
                there = any(same(row["long_form"], x) for x in mined(row["acronym"]))
                back = any(same(row["acronym"], x) for x in mined(row["long_form"]))
                self.count("acronyms", "defined: found both ways", there and back, "%s %s" % (row["id"], row["raw"]))
            elif row["label"] == "neg":
                sides = [s for s in (row["acronym"], row["long_form"]) if s]
                taken = [x for s in sides for x in mined(s) if len(sides) < 2 or any(same(x, o) for o in sides)]
                self.count("acronyms", "a bracket: not taken", not taken, "%s %s: %s" % (row["id"], row["raw"], taken))
            elif row["label"] == "undef":
                taken = [x for x in mined(row["acronym"]) if not any(r["label"] != "undef" and is_row(r, row["acronym"], x) for r in rows)]
                self.count("acronyms", "never defined: not taken", not taken, "%s %s: %s" % (row["id"], row["raw"], taken))

    def near_duplicates(self, client):
        """client: of an index that holds the seeds in seeds/ and the variants made of them in variants/."""
        shown = lambda query: client.call("SEARCH limit=50 snippets=0 : " + query).hits()
        every = {h["id"] for h in client.call("SEARCH limit=200 collapse=none snippets=0 : *").hits()}
        for r in lines(self.folder, "near_dups.jsonl"):
            if "pair" in r:
                pair = [[i for i in every if i.startswith("seeds/" + p)] for p in r["pair"]]
                groups = [[h["id"]] + h.get("also", []) for h in shown("central asia security")]
                ok = not any(any(i in g for i in pair[0]) and any(i in g for i in pair[1]) for g in groups)
                self.count("near duplicates", r["relation"], ok, r["id"])
                continue
            for variant in sorted(i for i in every if i.startswith("variants/" + r["id"] + ".")):
                d = client.call("GET : " + variant).rows[0]
                words = [w for w in plain(d["text"]).split() if len(w) > 3][20:26]
                groups = [[h["id"]] + h.get("also", []) for h in shown(" ".join(words))]
                mine = [g for g in groups if variant in g]
                with_source = [g for g in mine if any(i.startswith("seeds/" + r["source"]) for i in g)]
                if r["relation"] == "new_version":
                    ok = bool(mine) and not with_source
                elif r["relation"] == "excerpt":
                    ok = bool(with_source) and with_source[0][0] != variant
                else:
                    ok = bool(with_source)
                self.count("near duplicates", r["relation"], ok, "%s %s: %s" % (r["id"], variant, mine[:1]))

    def queries(self):
        rankings = []
        for r in lines(self.folder, "queries.jsonl"):
            found, head = self.ask(r["query"])
            wrong = [head] if head.startswith("-") else []
            wrong += ["misses " + a for a in r["must_match"] if a not in found]
            wrong += ["finds " + a for a in r["must_not_match"] if a in found]
            if r["first"] and found[:1] != [r["first"]]:
                wrong.append("first is %s, not %s" % (found[:1], r["first"]))
            self.count("queries", r["kind"], not wrong, "%s %s needs %s: %s" % (
                r["id"], r["query"], ",".join(r["needs"]) or "-", "; ".join(wrong)), bool(r["optional"]))
            if any(r["grades"].values()):
                rankings.append((r["id"], found, r["grades"]))
        return rankings

    def run(self):
        documents = self.all_documents()
        self.splits()
        self.artefacts()
        self.boilerplate()
        self.headings(documents)
        self.footnotes(documents)
        self.fields(documents)
        self.dates(documents)
        self.clean_text(documents)
        self.stemming()
        self.misspellings()
        self.cyrillic()
        self.alias_sets()
        self.acronyms()
        return self.queries()


def report(results, ndcg, verbose):
    total = [0, 0]
    print("%-14s %-34s %s" % ("seed gold", "", "passed/all"))
    for name, kinds in results.items():
        for kind, (passed, of, _) in kinds.items():
            print("%-14s %-34s %4d/%d" % (name, kind, passed, of))
            if "(optional)" not in kind:
                total[0] += passed
                total[1] += of
    print("%-14s %-34s %4d/%d  %.1f %%" % ("all", "but optional rows", total[0], total[1], 100 * total[0] / max(1, total[1])))
    print("nDCG@10 of the queries %.4f" % ndcg)
    if verbose:
        for name, kinds in results.items():
            for kind, (_, _, failing) in kinds.items():
                for f in failing:
                    print("  %s, %s: %s" % (name, kind, f))
