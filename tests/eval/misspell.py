#!/usr/bin/env python3
"""How well SPELL and searches see through misspellings: generated ones, and right words that must stay.

usage: misspell.py [--json] [--verbose] [--number N] BUILD-FOLDER [TEXT...]

TEXT is a folder of text, a file, or docs.jsonl.gz of a collection; several are mixed.  Without one the samples of the source
tree are used.  Every other paragraph becomes the collection; the words that stand in the others alone are right words that the
collection does not have.  The misspellings are made from words of the collection by a seeded generator, by kinds: a letter
wrong, missing, too many, swapped or from the key beside it; letters of the same sound; two slips in a long word; another
layout of the keyboard; two words run together, one torn apart.  The generator knows nothing of the program's own tables.
"""
import argparse, gzip, html, json, os, random, re, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from karez_wire import Client, Daemon, index

WORD = re.compile(r"[^\W\d_]+")
LATIN, CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"
ROWS = {"latin": ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,."), "cyrillic": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")}
SOUNDS = {
    "latin": [("ph", "f"), ("ck", "k"), ("c", "k"), ("k", "c"), ("ie", "ei"), ("ei", "ie"), ("i", "y"), ("y", "i"), ("s", "z"),
              ("z", "s"), ("kh", "h"), ("kh", "k"), ("th", "t"), ("ou", "u"), ("ea", "e"), ("a", "e"), ("e", "a"), ("e", "i"),
              ("v", "w"), ("w", "v"), ("x", "ks"), ("qu", "kv"), ("gh", "g"), ("ev", "eff"), ("zh", "j"), ("j", "dj"), ("er", "re")],
    "cyrillic": [("о", "а"), ("а", "о"), ("е", "и"), ("и", "е"), ("я", "е"), ("д", "т"), ("т", "д"), ("б", "п"), ("в", "ф"),
                 ("г", "к"), ("з", "с"), ("с", "з"), ("ж", "ш"), ("ь", ""), ("ъ", "ь"), ("тс", "ц"), ("щ", "сч"), ("ы", "и"),
                 ("стн", "сн"), ("э", "е")],
}


def script(word):
    if all(c in LATIN for c in word):
        return "latin"
    return "cyrillic" if all(c in CYRILLIC for c in word) else None


def neighbours(c, kind):
    out = []
    for r, row in enumerate(ROWS[kind]):
        if c not in row:
            continue
        i = row.index(c)
        out += [row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)]
        for other, shift in ((r - 1, (0, 1)), (r + 1, (-1, 0))):
            if 0 <= other < 3:
                out += [ROWS[kind][other][i + s] for s in shift if 0 <= i + s < len(ROWS[kind][other])]
    return [x for x in out if script(x) == kind]


def edit(word, kind, chance):
    letters = LATIN if kind == "latin" else CYRILLIC
    at = chance.randrange(len(word)) if chance.random() < 0.1 else chance.randrange(1, len(word))
    how = chance.randrange(3)
    if how == 0:
        return word[:at] + word[at + 1:]
    c = chance.choice(letters)
    return word[:at] + c + word[at + (how == 1):]


def by_key(word, kind, chance):
    at = chance.randrange(len(word))
    near = neighbours(word[at], kind)
    return word[:at] + chance.choice(near) + word[at + 1:] if near else word


def swap(word, kind, chance):
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def sound(word, kind, chance):
    doubled = [i for i in range(len(word) - 1) if word[i] == word[i + 1]]
    if doubled and chance.random() < 0.5:
        at = chance.choice(doubled)
        return word[:at] + word[at + 1:]
    if chance.random() < 0.1:
        at = chance.randrange(1, len(word))
        return word[:at] + word[at] + word[at:]
    places = [(m.start(), a, b) for a, b in SOUNDS[kind] for m in re.finditer(a, word)]
    if not places:
        return word
    at, a, b = chance.choice(places)
    return word[:at] + b + word[at + len(a):]


def two(word, kind, chance):
    once = chance.choice((edit, by_key, swap, sound))(word, kind, chance)
    return chance.choice((edit, by_key, swap, sound))(once, kind, chance) if len(once) > 3 and script(once) == kind else word


def layout(word, kind, chance):
    a, b = ("".join(ROWS[k]) for k in ("latin", "cyrillic"))
    table = str.maketrans(a, b) if kind == "latin" else str.maketrans(b, a)
    return word.translate(table)


KINDS = {"edit": edit, "key": by_key, "swap": swap, "sound": sound, "two": two, "layout": layout}
LEAST = {"two": 9, "layout": 4}


def paragraphs(paths):
    for path in paths:
        files = [path]
        if os.path.isdir(path):
            files = sorted(os.path.join(d, f) for d, _, names in os.walk(path) for f in names)
        for name in files:
            opened = gzip.open(name, "rb") if name.endswith(".gz") else open(name, "rb")
            with opened as f:
                text = f.read().decode("utf-8", "replace")
            if ".jsonl" in name or ".ndjson" in name:
                rows = [json.loads(line) for line in text.splitlines() if line.strip()]
                text = "\n\n".join(r.get("title", "") + ". " + r.get("text", "") for r in rows)
            if name.endswith(".html"):
                text = html.unescape(re.sub(r"<[^>]*>", " ", text))
            for p in re.split(r"\n\s*\n", text):
                if len(WORD.findall(p)) > 5:
                    yield " ".join(p.replace("\0", " ").split())


def fold(word):
    return word.lower().replace("ё", "е")


def words_of(paragraph):
    return [fold(w) for w in WORD.findall(paragraph)]


def generate(inside, number, chance):
    """(kind, typed, meant): the number asked for, as many of each kind as there can be."""
    vocabulary = sorted({w for p in inside for w in words_of(p) if len(w) >= 5 and script(w)})
    known = {w for p in inside for w in words_of(p)}
    pairs = sorted({(a, b) for p in inside for a, b in zip(words_of(p), words_of(p)[1:])
                    if len(a) > 3 and len(b) > 3 and script(a) and " ".join((a, b)) in fold(p)})
    out = []
    share = number // (len(KINDS) + 2)
    for name, make in KINDS.items():
        tries, made = 0, 0
        while made < share and tries < 20 * share:
            tries += 1
            word = chance.choice(vocabulary)
            if len(word) < LEAST.get(name, 5):
                continue
            typed = make(word, script(word), chance)
            if typed == word or typed in known or len(typed) < 3:
                continue
            out.append((name, typed, word))
            made += 1
    for a, b in chance.sample(pairs, min(share, len(pairs))):
        if a + b not in known:
            out.append(("joined", a + b, a + " " + b))
    long = [w for w in vocabulary if len(w) >= 7]
    for word in (chance.choice(long) for _ in range(share)):
        at = chance.randrange(3, len(word) - 3)
        if word[:at] not in known or word[at:] not in known:
            out.append(("torn", word[:at] + " " + word[at:], word))
    return out


class Tally:
    def __init__(self):
        self.rows = {}

    def add(self, kind, first, third, offered):
        r = self.rows.setdefault(kind, [0, 0, 0, 0])
        for i, yes in enumerate((True, first, third, offered)):
            r[i] += yes


def better_of(client, typed):
    """What SPELL offers for all of the text, and what its first row says."""
    r = client.call("SPELL limit=3 : " + typed)
    if r.kind != "=":
        sys.exit("SPELL %s: %s" % (typed, r.head))
    rows = [[b["text"] for b in row["better"]] for row in r.rows if row["word"] == typed]
    return r, rows[0] if rows else []


def stands(client, typed):
    r = client.call("SEARCH limit=0 snippets=0 plain=1 strict=1 match=all : " + typed)
    if r.kind != "=":
        sys.exit("SEARCH %s: %s" % (typed, r.head))
    return r.value("total") != "0"


def replaced(client, typed):
    r = client.call("SEARCH limit=10 snippets=0 plain=1 aliases=off translit=off : " + typed)
    return "spelling" in r.head


def run(client, misspelled, absent, verbose):
    tally, as_it_is, missed, took = Tally(), 0, [], []
    for kind, typed, meant in misspelled:
        if " " not in typed and kind != "layout" and stands(client, typed):
            as_it_is += 1
            continue
        began = time.perf_counter()
        r, better = better_of(client, typed)
        took.append(time.perf_counter() - began)
        tally.add(kind, better[:1] == [meant], meant in better[:3], bool(better))
        if meant not in better[:3]:
            missed.append((kind, typed, meant, better))
    wrong_spell, wrong_search = [], []
    for word in absent:
        if stands(client, word):
            continue
        _, better = better_of(client, word)
        if better:
            wrong_spell.append((word, better[0]))
        if replaced(client, word):
            wrong_search.append(word)
    if verbose:
        for kind, typed, meant, better in missed:
            print("  %s: %s for %s gives %s" % (kind, typed, meant, better))
        for word, better in wrong_spell:
            print("  right: %s is offered %s%s" % (word, better, " and searched for" if word in wrong_search else ""))
    took.sort()
    return {"kinds": tally.rows, "words themselves": as_it_is, "right": len(absent), "right offered": len(wrong_spell),
            "right replaced": len(wrong_search), "p50_ms": 1000 * took[len(took) // 2], "p99_ms": 1000 * took[len(took) * 99 // 100]}


def report(r):
    print("%-8s %8s %8s %8s %10s" % ("kind", "words", "first", "among 3", "precision"))
    total = [0, 0, 0, 0]
    for kind, row in list(r["kinds"].items()) + [("all", total)]:
        if row is not total:
            total = [a + b for a, b in zip(total, row)]
        row = total if kind == "all" else row
        print("%-8s %8d %7.1f%% %7.1f%% %9.1f%%" % (kind, row[0], 100 * row[1] / max(1, row[0]), 100 * row[2] / max(1, row[0]),
                                                   100 * row[1] / max(1, row[3])))
    print("%d are other words of the collection, as they are" % r["words themselves"])
    print("right words that the collection does not have: %d, offered something %.1f %%, searched for as something else %.1f %%" % (
        r["right"], 100 * r["right offered"] / max(1, r["right"]), 100 * r["right replaced"] / max(1, r["right"])))
    print("a word: p50 %.1f ms, p99 %.1f ms, over the socket" % (r["p50_ms"], r["p99_ms"]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--verbose", action="store_true")
    ap.add_argument("--number", type=int, default=2000)
    ap.add_argument("build")
    ap.add_argument("text", nargs="*")
    a = ap.parse_args()
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../samples")
    texts = [t for t in a.text if os.path.exists(t)] or [source]
    if not os.path.exists(texts[0]):
        print("skip misspellings: no text at %s" % texts[0])
        return
    chance = random.Random(5)
    all_of = list(paragraphs(texts))
    inside, outside = all_of[::2], all_of[1::2]
    known = {w for p in inside for w in words_of(p)}
    absent = sorted({w for p in outside for w in words_of(p) if len(w) >= 5 and script(w)} - known)
    absent = chance.sample(absent, min(len(absent), a.number // 4))
    misspelled = generate(inside, a.number, chance)
    with tempfile.TemporaryDirectory(prefix="karez-misspell.") as tmp:
        with open(os.path.join(tmp, "docs.ndjson"), "w", encoding="utf-8") as f:
            for i, p in enumerate(inside):
                f.write(json.dumps({"id": str(i), "text": p}, ensure_ascii=False) + "\n")
        index(a.build, os.path.join(tmp, "ix"), [os.path.join(tmp, "docs.ndjson")])
        with Daemon(a.build, os.path.join(tmp, "s"), [("words", os.path.join(tmp, "ix"))],
                    log=os.path.join(tmp, "karezd.log")) as d, Client(d.addr) as c:
            result = run(c, misspelled, absent, a.verbose)
    if a.json:
        json.dump(result, sys.stdout, indent=1)
        print()
    else:
        report(result)


main()
