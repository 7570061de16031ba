"""Ways of asking, beside a plain search: defaults, facets, similar documents.  Times are the daemon's own (took_us)."""
import json, os, re, socket, subprocess, sys

PLAIN = "plain"
WAYS = (                # name, verb, options
    (PLAIN, "SEARCH", "aliases=off translit=off spelling=off collapse=none"),
    ("default", "SEARCH", ""),
    ("expand", "SEARCH", "expand=on"),
    ("facet", "SEARCH", "facets=lang,year,source"),
    ("facet, names", "SEARCH", "facets=names"),
    ("recency", "SEARCH", "recency=2y"),
    ("similar", "SIMILAR", ""),
)
NAMES, PER_DOCUMENT, SOURCES = 5000, 6, 40


def write_corpus(path, out):
    """The corpus with what facets need, by a generator of its own: dates, languages, sources, names within sentences."""
    state = 1

    def below(n):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) & (2 ** 64 - 1)
        return (state >> 33) * n >> 31

    def syllables(i):
        return "".join(a + b for a, b in zip(("bkdrmltszv"[i % 10], "bkdrmltszv"[i // 10 % 10], "nrlm"[i // 100 % 4]),
                                            ("aeiou"[i // 400 % 5], "aeiou"[i // 7 % 5], "aeiou"[i // 2000 % 5])))

    names = ["%s %s" % (syllables(i).capitalize(), syllables(i * 31 + 7).capitalize()) for i in range(NAMES)]
    with open(path, encoding="utf-8") as f, open(out, "w", encoding="utf-8") as o:
        for line in f:
            number, title, text = line.rstrip("\n").split("\t")
            for _ in range(PER_DOCUMENT):       # some stand everywhere, most are rare
                text += " and then %s spoke" % names[int(NAMES ** (below(1 << 20) / (1 << 20))) - 1]
            o.write(json.dumps({"id": number, "title": title, "text": text + ".", "lang": ("en", "ru", "kk")[below(3)],
                                "date": "20%02d-%02d" % (below(25), 1 + below(12)), "source": "Source %d" % below(SOURCES)}) + "\n")


class Asker:
    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(re.sub("^unix:", "", address))
        self.file = self.socket.makefile("rb")

    def ask(self, line):
        """Microseconds and rows."""
        self.socket.sendall(line.encode() + b"\n")
        head = self.file.readline().decode()
        if not head.startswith("="):
            sys.exit("bench: %s answers %s" % (line, head.strip()))
        rows = [json.loads(self.file.readline()) for _ in range(int(head[1:].split(" ", 1)[0]))]
        return int(re.search(r" took_us=(\d+)", head).group(1)), rows


def measure(address, requests, rounds):
    """{way: {class: best times of each query}}; requests: (class, text)."""
    asker, out = Asker(address), {}
    for cls, text in requests:
        _, rows = asker.ask("SEARCH bench fields=id snippets=0 limit=1 cache=off : " + text)
        for name, verb, options in WAYS:
            if verb == "SIMILAR" and not rows:
                continue
            what = rows[0]["id"] if verb == "SIMILAR" else text
            options += "" if verb == "SIMILAR" else " cache=off"
            line = "%s bench fields=id snippets=0 %s : %s" % (verb, options, what)
            best = min(asker.ask(line)[0] for _ in range(rounds))
            out.setdefault(name, {}).setdefault(cls, []).append(best)
    return out
