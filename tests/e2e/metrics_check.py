"""Checks what /metrics gives against the rules of Prometheus for its text format and for names.

usage: metrics_check.py < TEXT; prints what is wrong, a line each, and the number of samples.
"""
import re, sys

# From Prometheus' own linter (promtool check metrics): abbreviations of units, and units that are not base units.
ABBREVIATIONS = {"s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"}
NOT_BASE = {"milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "days", "weeks", "kilobytes", "megabytes", "bits", "percent"}
TYPES = {"counter", "gauge", "histogram", "summary"}
SAMPLE = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (-?[0-9.]+)')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')

wrong, families, current, seen, histograms = [], {}, None, set(), {}
for line in sys.stdin.read().splitlines():
    if line.startswith("# HELP "):
        name, _, text = line[7:].partition(" ")
        if name in families:
            wrong.append("%s comes twice" % name)
        if not text:
            wrong.append("%s has no help" % name)
        families[name] = None
        continue
    if line.startswith("# TYPE "):
        current, kind = line[7:].split(" ")
        if families.get(current, "") is not None or kind not in TYPES:
            wrong.append("TYPE without HELP, or unknown: " + line)
        families[current] = kind
        parts = set(current.split("_"))
        if (kind == "counter") != current.endswith("_total"):
            wrong.append("%s: counters end in _total, and nothing else does" % current)
        if parts & ABBREVIATIONS or parts & NOT_BASE or parts & TYPES or current != current.lower() or ":" in current:
            wrong.append("%s: a unit that is none, or its type in its name" % current)
        if not current.startswith("karez_") or current.endswith(("_bucket", "_count", "_sum")):
            wrong.append("%s: its name" % current)
        continue
    m = SAMPLE.fullmatch(line)
    if not m:
        wrong.append("no sample: " + line)
        continue
    name, labels, value = m[1], dict(LABEL.findall(m[2] or "")), float(m[3])
    base = re.sub("_(bucket|sum|count)$", "", name) if families.get(current) == "histogram" else name
    if base != current:
        wrong.append("%s stands below %s" % (name, current))
    if ("le" in labels) != name.endswith("_bucket"):
        wrong.append("le belongs to buckets: " + line)
    if line.rpartition(" ")[0] in seen:
        wrong.append("twice: " + line)
    seen.add(line.rpartition(" ")[0])
    if families.get(current) == "histogram":
        key = (base, tuple(sorted((k, v) for k, v in labels.items() if k != "le")))
        histograms.setdefault(key, []).append((name[len(base) + 1:], labels.get("le"), value))
for key, rows in histograms.items():
    buckets = [(float(le.replace("+Inf", "inf")), v) for part, le, v in rows if part == "bucket"]
    total = [v for part, _, v in rows if part == "count"]
    if buckets != sorted(buckets) or [v for _, v in buckets] != sorted(v for _, v in buckets) or buckets[-1] != (float("inf"), total[0]):
        wrong.append("%s: its buckets" % (key,))
for name, kind in families.items():
    if kind is None:
        wrong.append("%s has no type" % name)
for line in wrong:
    print(line)
print("%d samples" % len(seen))
