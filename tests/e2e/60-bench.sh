#!/bin/bash
# The benchmark runs through all its phases on a handful of documents; its figures are not looked at.
# Long: the benchmark has many phases.
. "$(dirname "$0")/lib.sh"
bench() { python3 "$KAREZ_SRC/tests/bench/bench.py" "$@" "$KAREZ_BUILD"; }
corpus() { "$KAREZ_BUILD/tests/bench/corpus" "$@"; }

for tool in corpus echo load; do
	[ -x "$KAREZ_BUILD/tests/bench/$tool" ] || skip_all "tests/bench/$tool is not built"
done

corpus -n 50 -s 3 -q "$T/a.queries" -k 10 >"$T/a"
corpus -n 50 -s 3 -q "$T/b.queries" -k 10 >"$T/b"
corpus -n 50 -s 4 >"$T/c"
ok "a seed gives the same corpus" cmp "$T/a" "$T/b"
ok "a seed gives the same queries" cmp "$T/a.queries" "$T/b.queries"
exits "another seed gives another" 1 cmp -s "$T/a" "$T/c"
is "queries of each class" "$(cut -f1 "$T/a.queries" | sort | uniq -c | xargs)" "10 and 10 or 10 phrase 10 word"

ok "all phases" bench --documents 200 --peers - --repeats 1 --rounds 1 --seconds 0.05 --idle 50 \
	--json "$T/json" --markdown "$T/markdown"
is "figures of all phases" "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
print(*(p for p in ("build", "latency", "ways", "throughput", "wires", "growth") if r[p]))' "$T/json")" "build latency ways throughput wires growth"
is "ways of asking" "$(python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))["ways"]
print(len({len(v["and"]) for v in r.values()} | {len(r)}), *(w for w in r if min(r[w]["and"]) > 0))' "$T/json")" \
	"2 plain default expand facet facet, names recency similar"
ok "tables" grep -q '^| karez' "$T/markdown"

ok "builds at several sizes" bench --documents 200 --build --sizes 50,200 --peers - --repeats 1 --json "$T/sizes" --markdown "$T/sizes.md"
is "each of them" "$(python3 -c 'import json, sys
print(*(s["documents"] for s in json.load(open(sys.argv[1]))["sizes"]))' "$T/sizes")" "50 200"
ok "memory beside what it may be" grep -q '^| karez, 2 cores: peak MB (--memory and 64: 336) |' "$T/sizes.md"
ok "what would end too late" bench --build --sizes 50,200 --minutes 0 --peers - --repeats 1 --markdown "$T/late.md"
ok "is left out and named" grep -q '^Left out.*: karez, 1 core, 200 documents' "$T/late.md"
exits "no room is told beforehand" 1 bench --build --documents 1000000000000 --peers -
like "with how much is missing" "$(bench --build --documents 1000000000000 --peers - 2>&1)" 'GB may be needed, .* GB are free'

printf '{"id":"x","title":"One","text":"a red fox"}\n{"id":"y","text":"a blue fox, a red hen"}\n' >"$T/mine.ndjson"
printf 'intersection\t+red +fox\nunion\tblue OR hen\nphrase\t"red hen"\n' >"$T/mine.tsv"
ok "a corpus of one's own" bench --corpus "$T/mine.ndjson" --queries "$T/mine.tsv" --latency --peers - --repeats 1 --rounds 1 \
	--dir "$T/dir"
is "words without operators, and single ones" "$(tr '\n\t' ';:' <"$T/dir/mine.ndjson-all/queries.tsv")" \
	"and:red fox;or:blue hen;phrase:red hen;word:red;word:fox;word:blue;word:hen;"
printf 'near\tx y\n' >"$T/bad.tsv"
exits "an unknown class" 1 bench --corpus "$T/mine.ndjson" --queries "$T/bad.tsv"
