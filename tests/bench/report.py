"""The figures of a run as tables, in Markdown that reads well in a terminal, and what they are to reach."""
import re
from statistics import median

CLASSES = ("word", "and", "phrase", "or")


def number(x):
    return "%.0f" % x if x >= 100 else "%.1f" % x if x >= 10 else "%.2f" % x


def spread(values):
    """The median, and between what the repeats lie."""
    m = number(median(values))
    return m if len(values) == 1 else "%s (%s–%s)" % (m, number(min(values)), number(max(values)))


def table(head, rows):
    rows = [head] + [[c if isinstance(c, str) else number(c) for c in row] for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    out = []
    for n, row in enumerate(rows):
        cells = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))]
        out.append("| " + " | ".join(cells) + " |")
        if n == 0:
            out.append("|" + "|".join("-" * (w + 1) + ("-" if i == 0 else ":") for i, w in enumerate(widths)) + "|")
    return "\n".join(out) + "\n"


def of(runs, key):
    return [r[key] for r in runs]


def rate(result, name, cores):
    runs = result.get("build", {}).get(name, {}).get(str(cores))
    return median(of(runs, "mb_per_s")) if runs else None


def build(result):
    ours = {cores: rate(result, "karez", cores) for cores in (1, 2)}
    rows = []
    for name, by_cores in result["build"].items():
        for cores, runs in by_cores.items():
            speed = median(of(runs, "mb_per_s"))
            rows.append(["%s, %s" % (name, "1 core" if cores == "1" else cores + " cores"), spread(of(runs, "mb_per_s")),
                         result["mb"] / median(of(runs, "cpu")), median(of(runs, "peak_mb")),
                         median(of(runs, "index_per_text"))] + [ours[n] / speed if ours[n] else "" for n in (1, 2)])
    return table(["build", "MB/s", "MB per CPU s", "peak MB", "index ÷ text", "karez, 1 core, is ×", "karez, 2 cores, is ×"], rows)


def mean(latency, row, cls):
    runs = latency.get(row, {}).get(cls)
    return median(of(runs, "mean")) if runs else None


def latency(result):
    figures, rows, ratios = result["latency"], [], []
    classes = [c for c in CLASSES if c in figures["karez"]]
    for row, by_class in figures.items():
        rows.append([row] + ["%s · %s · %s" % (spread(of(by_class[c], "mean")), number(median(of(by_class[c], "p50"))),
                                               number(median(of(by_class[c], "p99")))) for c in classes])
        base = "karez, text" if row.endswith(", text") else "karez"
        same = result["shared"].get(row)
        ratios.append([row] + [mean(figures, row, c) / mean(figures, base, c) for c in classes] +
                      ["%.0f %%" % (100 * same[c]) if same and c in same else "" for c in classes])
    return (table(["top 10, µs: mean · p50 · p99"] + classes, rows) + "\n" +
            table(["mean ÷ karez's"] + classes + ["same ids, " + c for c in classes], ratios))


def cells(result):
    """Runs by (peer, variant, class, connections, depth), in order."""
    out = {}
    for r in result.get("throughput", []):
        out.setdefault((r["peer"], r["variant"], r["class"], r["connections"], r["depth"]), []).append(r)
    return out


def throughput(result):
    by_case, rows = cells(result), []
    for (peer, variant, cls, connections, depth), runs in by_case.items():
        other = by_case.get(("sphinx", variant, cls, connections, depth))
        ratio = median(of(runs, "per_second")) / median(of(other, "per_second")) if other and peer == "karez" else ""
        errors = sum(of(runs, "errors"))
        rows.append([peer + (", kept answers" if variant == "kept" else ""), cls, str(connections), str(depth),
                     spread(of(runs, "per_second")), spread([x / 1000 for x in of(runs, "p50")]),
                     spread([x / 1000 for x in of(runs, "p99")]), median(of(runs, "server_cpu_us")), ratio,
                     str(errors) if errors else ""])
    out = table(["throughput", "class", "connections", "depth", "a second", "p50 ms", "p99 ms", "server CPU µs", "sphinx ×", "errors"],
                rows)
    slow = result["slow_beside_fast"]
    out += "\nOne word and AND on 8 connections, p99: %s ms alone, %s ms beside one that asks for exact totals of ORs of 20 words (%s ms each).\n" % (
        spread([s["alone"]["p99"] / 1000 for s in slow]), spread([s["beside"]["p99"] / 1000 for s in slow]),
        number(median(s["slow"]["mean"] / 1000 for s in slow)))
    idle = result["idle"]
    return out + "\n%d silent clients: karezd takes %.0f MB instead of %.0f.\n" % (
        idle["connections"], idle["after_mb"], idle["before_mb"])


def ways(result):
    """Microseconds of each way of asking, and how many times a plain search."""
    figures, rows = result["ways"], []
    classes = [c for c in CLASSES if c in figures["plain"]]
    for way, by_class in figures.items():
        row = [way]
        for c in classes:
            us, plain = sorted(by_class.get(c, [0])), figures["plain"][c]
            row.append("%s · %s · %s×" % (number(us[len(us) // 2]), number(us[len(us) * 99 // 100]),
                                          number(sum(us) / len(us) / (sum(plain) / len(plain)))))
        rows.append(row)
    return table(["µs in the daemon: p50 · p99 · mean ÷ plain"] + classes, rows)


def wires(result):
    """Requests a second and the slowest hundredth, by connections; each held against redis-server's GET in the same run."""
    by_row = {}
    for r in result["wires"]["rows"]:
        by_row.setdefault((r["server"], r["what"], r["wire"]), {}).setdefault(r["connections"], []).append(r)
    connections = sorted({r["connections"] for r in result["wires"]["rows"]})
    get, rows = by_row.get(("redis-server", "GET", "resp")), []
    for (server, what, wire), by_connections in by_row.items():
        row = ["%s, %s: %s" % (server, what, wire)]
        for n in connections:
            rate = median(of(by_connections[n], "per_second"))
            row += ["%s · %s" % (spread(of(by_connections[n], "per_second")), number(median(of(by_connections[n], "p99")) / 1000)),
                    "%.2f" % (rate / median(of(get[n], "per_second"))) if get else ""]
        cpu = [x for x in of(by_connections[connections[-1]], "server_cpu_us") if x is not None]
        rows.append(row + [median(cpu) if cpu else ""])
    head = ["wire: a second · p99 ms"]
    for n in connections:
        head += ["%d connection%s" % (n, "s"[n == 1:]), "÷ GET"]
    out = table(head + ["server CPU µs"], rows)
    if get:
        out += "\nGET gives %d bytes, as many as the search.\n" % result["wires"]["value"]
    else:
        out += "\nNo redis-server here to compare with (redis-server is not installed).\n"
    return out + "Load average of the machine at the end: %.1f.\n" % result["wires"]["load_average"]


def cost(size, cores):
    return median(of(size["build"]["karez"][str(cores)], "seconds")) / size["mb"]


def growth(result):
    sizes = result["growth"]
    head = ["%d documents" % s["documents"] for s in sizes] + ["last ÷ first"]
    rows = []
    for cores in (1, 2):
        values = [cost(s, cores) * 1000 for s in sizes]
        rows.append(["karez, build, %d core%s: ms per MB" % (cores, "s"[cores == 1:])] + values + [values[-1] / values[0]])
    for what, key in (("peak MB", "peak_mb"), ("index ÷ text", "index_per_text")):
        values = [median(of(s["build"]["karez"]["2"], key)) for s in sizes]
        rows.append(["karez, build, 2 cores: " + what] + values + [values[-1] / values[0]])
    for row in sizes[0]["latency"]:
        for cls in CLASSES:
            values = [mean(s["latency"], row, cls) for s in sizes]
            if None not in values and not row.endswith(", text"):
                rows.append(["%s, %s: mean µs" % (row, cls)] + values + [values[-1] / values[0]])
    return table(["growth"] + head, rows)


def sizes(result):
    """Each build at each size, and what karez takes."""
    by_size = result["sizes"]
    head = ["%d documents" % s["documents"] for s in by_size] + ["cost per MB, last ÷ first"]
    rows = []

    def row(what, name, cores, key, ratio):
        runs = [s["build"].get(name, {}).get(cores) for s in by_size]
        values = [median(of(r, key)) if r else "left out" for r in runs]
        rows.append([what] + values + [values[0] / values[-1] if ratio and "left out" not in values else ""])

    for name, by_cores in by_size[0]["build"].items():
        for cores in by_cores:
            row("%s, %s: MB/s" % (name, "1 core" if cores == "1" else cores + " cores"), name, cores, "mb_per_s", True)
    for cores in by_size[0]["build"].get("karez", {}):
        for what, key in (("peak MB (--memory and 64: %.0f)" % limit(result), "peak_mb"), ("index ÷ text", "index_per_text")):
            row("karez, %s core%s: %s" % (cores, "s"[cores == "1":], what), "karez", cores, key, False)
    return table(["build by size"] + head, rows)


def limit(result):
    """MB of memory that karez may take: --memory and 64 MB."""
    return (result["memory_mb"] + 64) * 1.048576


def aims(result):
    """(what, measured, wanted, reached) of everything that this run has figures for."""
    out = []

    def at_least(what, value, least):
        if value is not None:
            out.append([what, number(value), "≥ " + number(least), "yes" if value >= least else "no"])

    def at_most(what, value, most):
        if value is not None:
            out.append([what, number(value), "≤ " + number(most), "yes" if value <= most else "no"])

    def ratio(a, b):
        return a / b if a is not None and b else None

    for cores, name, least in ((2, "sqlite fts5", 2), (1, "sqlite fts5", 1), (2, "omega scriptindex", 25)):
        at_least("build, %d core%s: × %s" % (cores, "s"[cores == 1:], name), ratio(rate(result, "karez", cores), rate(result, name, 1)), least)
    for cores, runs in result.get("build", {}).get("karez", {}).items():
        at_most("build, %s core%s: peak MB" % (cores, "s"[cores == "1":]), max(of(runs, "peak_mb")), limit(result))
        at_most("build, %s core%s: index ÷ text" % (cores, "s"[cores == "1":]), median(of(runs, "index_per_text")), 2.7)
    by_size = result.get("sizes", [])
    for s in by_size[:-1]:
        for cores, runs in s["build"].get("karez", {}).items():
            at_most("build, %s core%s, %d documents: peak MB" % (cores, "s"[cores == "1":], s["documents"]),
                    max(of(runs, "peak_mb")), limit(result))
    if by_size and all("2" in s["build"].get("karez", {}) for s in (by_size[0], by_size[-1])):
        at_most("build, cost per MB, %d documents ÷ %d" % (by_size[-1]["documents"], by_size[0]["documents"]),
                cost(by_size[-1], 2) / cost(by_size[0], 2), 1.15)
    figures = result.get("latency", {})
    floor = median(of(next(iter(figures["socket floor"].values())), "mean")) if figures else None
    for c in CLASSES if figures else ():
        ours, lucene, own = mean(figures, "karez", c), mean(figures, "lucene 8", c), mean(figures, "xapian on karez's index", c)
        at_least("%s: × sphinx" % c, ratio(mean(figures, "sphinx", c), ours), 1.5)
        if lucene and c != "phrase":
            at_most("%s: ÷ (lucene in process + floor)" % c, ours / (lucene + floor), 2 if c == "word" else 1)
        if own:
            at_most("%s: (karez - xapian's own time) ÷ floor" % c, max(0, ours - own) / floor, 1.3)
        at_most("%s, with text: ÷ lucene" % c, ratio(mean(figures, "karez, text", c), mean(figures, "lucene 8, text", c)), 1)
    by_case = cells(result)
    for connections in (8, 64):
        for c in CLASSES:
            ours, theirs = (by_case.get((peer, "ids", c, connections, 1)) for peer in ("karez", "sphinx"))
            if ours and theirs:
                at_least("%s, %d connections: × sphinx" % (c, connections),
                         median(of(ours, "per_second")) / median(of(theirs, "per_second")), 2)
            if ours and connections == 64:
                at_most("%s, 64 connections: p99 ms" % c, median(of(ours, "p99")) / 1000, 20)
    kept = by_case.get(("karez", "kept", "mixed", 1, 100))
    if kept:
        at_least("kept answers, pipelined: a second", median(of(kept, "per_second")), 100000)
    if len(result.get("growth", [])) > 1:
        first, last = result["growth"][0], result["growth"][-1]
        at_most("growth, build: cost per MB", cost(last, 2) / cost(first, 2), 1.15)
        if last["documents"] > 10 * first["documents"]:
            for c, most in (("word", 3), ("or", 4.6)):
                at_most("growth, %s" % c, ratio(mean(last["latency"], "karez", c), mean(first["latency"], "karez", c)), most)
    return out


def text(result):
    out = ["%s, %s\n\n    %s\n\n%d documents, %.1f MB of title and text." % (
        result["date"], result["machine"], result["command"], result["documents"], result["mb"])]
    for name, package in result["skipped"].items():
        out.append("Skipped: %s (%s is not installed)." % (name, package))
    if result.get("left_out"):
        out.append("Left out, for they would have ended too late: %s." % "; ".join(result["left_out"]))
    for phase, busy in result["busy"].items():
        if busy["other_cores"] > 0.15:
            out.append("**Other programs used %.1f cores during %s: ratios are rough, figures are none.**" % (
                busy["other_cores"], phase))
    for phase in (build, sizes, latency, ways, throughput, wires, growth):
        if phase.__name__ in result:
            out.append("### %s\n\n%s" % (phase.__name__.capitalize(), phase(result)))
    rows = aims(result)
    if rows:
        out.append("### Aims\n\n" + table(["what", "measured", "wanted", "reached"], rows))
    return "\n\n".join(out)


def put(path, phases, figures):
    """Into the file, in place of the figures of these phases if it has a section for them, else at its end."""
    begin, end = "<!-- figures: %s -->" % phases, "<!-- end of figures -->"
    try:
        with open(path, encoding="utf-8") as f:
            old = f.read()
    except FileNotFoundError:
        old = ""
    block = "%s\n\n%s\n%s" % (begin, figures, end)
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    new = re.sub(pattern, lambda _: block, old, flags=re.S) if begin in old else old + block + "\n"
    with open(path, "w", encoding="utf-8") as f:
        f.write(new)
