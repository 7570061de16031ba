# karez eval against a running daemon: figures that were worked out by hand, comparisons, saved runs, refusals.
. "$(dirname "$0")/lib.sh"
[ -x "$KAREZ" ] || skip_all "no client/karez in $KAREZ_BUILD"

cat >"$T/docs.ndjson" <<'DOCS'
{"id":"d1","title":"Alder","date":"2011-01-01","text":"The river froze early that year and the herders moved down."}
{"id":"d2","title":"Birch","date":"2012-01-01","text":"Nobody had measured how deep a river runs under its bridges."}
{"id":"d3","title":"Cedar","date":"2013-01-01","text":"Along another river three mills closed after the flood."}
{"id":"d4","title":"Doum","date":"2014-01-01","text":"A hill with no name."}
DOCS
printf 'q1\triver\nq2\thill\nq3\tlake\nq4\tmills\n' >"$T/queries.tsv"
# q3 finds nothing, q4 has nothing relevant, q5 no query.
printf 'q1 0 d1 2\nq1 0 d3 1\nq2 0 d4 1\nq3 0 d9 1\nq4 0 d1 0\nq5 0 d1 1\n' >"$T/qrels"
printf 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td3\t1\nq2\td4\t1\nq3\td9\t1\nq4\td1\t0\nq5\td1\t1\n' >"$T/qrels.tsv"
ok "index" "$INDEXER" --quiet --index "$T/ix" "$T/docs.ndjson"
start_karezd --index memos="$T/ix" --listen "unix:$SOCK" || exit 0
export KAREZ_SERVER=unix:$SOCK
run() { out=$("$KAREZ" "$@" 2>"$T/err" </dev/null); code=$?; err=$(<"$T/err"); }
ends() { is "$1" "exit $code" "exit $2"; }
judged() { run eval --queries "$T/queries.tsv" --qrels "$T/qrels" "$@"; }

# By title: d1 d2 d3.  q1: nDCG (2 + 1/2) / (2 + 1/log2 3) = .950234, MAP (1 + 2/3) / 2; q2: all 1, P@10 .1; q3: 0.
judged sort=title; ends "measured" 0
is "means by hand" "$(sed -n 2p <<<"$out")" "run           0.6501   0.6111   0.1000   0.6667"
like "what they rest on" "$out" "^3 queries with a relevant document; 1 without count in no mean; 1 judged topic has no query$"
is "nothing to complain of" "$err" ""
run --json eval --queries "$T/queries.tsv" --qrels "$T/qrels.tsv" -C memos sort=title; ends "three columns" 0
is "a query as JSON" "$(sed -n 1p <<<"$out")" \
	'{"query":"q1","run":{"ndcg_cut_10":0.950234,"map":0.833333,"P_10":0.200000,"recall_100":1.000000}}'
like "means as JSON" "$(tail -1 <<<"$out")" '^\{"queries":3,"unjudged":1,"unasked":1,"refused":0,"partial":0,.*"run":\{"ndcg_cut_10":0.650078,"map":0.611111,"P_10":0.100000,"recall_100":0.666667\}\}$'

# By date, newest first: d3 d2 d1: (1 + 2/2) / (2 + 1/log2 3) = .760187; nothing else changes.
judged --baseline sort=date sort=title; ends "two settings" 0
is "baseline" "$(sed -n 3p <<<"$out")" "baseline      0.5867   0.6111   0.1000   0.6667"
is "difference" "$(sed -n 4p <<<"$out")" "difference   +0.0633  +0.0000  +0.0000  +0.0000"
like "relative" "$(sed -n 5p <<<"$out")" '^ +\+10\.8% +\+0\.0%'
is "better" "$(sed -n 6p <<<"$out")" "better             1        0        0        0"
is "p of one change" "$(sed -n 8p <<<"$out")" "p             1.0000   1.0000   1.0000   1.0000"
like "which query" "$out" '^  \+0\.1900  q1  river$'
judged --per-query sort=title
like "each query" "$(grep -A1 '^  q1' <<<"$out" | tail -1)" '^ +0\.9502 +0\.8333 +0\.2000 +1\.0000$'

# Saved runs
judged sort=date --save "$T/dates.run" 2>/dev/null; ends "options after the command's words are words" 2
judged --save "$T/dates.run" sort=date; ends "saved" 0
is "as TREC has it" "$(cut -f1-4 "$T/dates.run" | head -3 | tr '\t\n' ' ;')" "q1 Q0 d3 1;q1 Q0 d2 2;q1 Q0 d1 3;"
judged --against "$T/dates.run" sort=title
is "against a run" "$(sed -n 3,4p <<<"$out")" "baseline      0.5867   0.6111   0.1000   0.6667
difference   +0.0633  +0.0000  +0.0000  +0.0000"
run -s unix:/nowhere eval --run "$T/dates.run" --qrels "$T/qrels"; ends "without a daemon" 0
is "topics of the judgements" "$(sed -n 2p <<<"$out")" "run           0.4400   0.4583   0.0750   0.5000"

# What goes wrong
printf 'q1\triver\nq2\t"hill\n' >"$T/open.tsv"
run eval --queries "$T/open.tsv" --qrels "$T/qrels" sort=title; ends "queries are plain text" 0
run eval --queries "$T/open.tsv" --qrels "$T/qrels" sort=title plain=0; ends "refused" 3
like "by its id" "$err" "^karez: query q2: SYNTAX col=1 "
is "and counted as nothing" "$(sed -n 2p <<<"$out")" "run           0.4751   0.4167   0.1000   0.5000"
printf 'q1\triver\nq2 hill\n' >"$T/bad.tsv"
run eval --queries "$T/bad.tsv" --qrels "$T/qrels"; ends "a bad file" 2
is "file and line" "$err" "karez: $T/bad.tsv:2: id, tab and query are wanted: \"q2 hill\""
run eval --queries "$T/none.tsv" --qrels "$T/qrels"; ends "no file" 2
run eval --queries "$T/queries.tsv" --qrels /dev/null; ends "nothing to measure" 1
{ printf 'q1\t'; head -c 70000 /dev/zero | tr '\0' 'a'; printf '\nq2\thill\n'; } >"$T/long.tsv"
run eval --queries "$T/long.tsv" --qrels "$T/qrels"; ends "a query that is too long" 3
like "its id" "$err" "^karez: query q1: "
is "the others are asked" "$(sed -n 2p <<<"$out")" "run           0.5000   0.5000   0.0500   0.5000"
run -s "unix:$T/nobody" eval --queries "$T/queries.tsv" --qrels "$T/qrels"; ends "no daemon" 4

# Many queries over one connection keep their order: each finds its own document and no other.
for i in $(seq 300); do echo "{\"id\":\"n$i\",\"text\":\"word${i}x stands here\"}"; done >"$T/many.ndjson"
for i in $(seq 300); do printf '%d\tword%dx\n' "$i" "$i"; done >"$T/many.tsv"
for i in $(seq 300); do echo "$i 0 n$i 1"; done >"$T/many.qrels"
ok "index of many" "$INDEXER" --quiet --index "$T/many" "$T/many.ndjson"
stop_karezd
start_karezd --index many="$T/many" --listen "unix:$SOCK" || exit 0
run eval --queries "$T/many.tsv" --qrels "$T/many.qrels" strict=1; ends "many queries" 0
is "each finds its own" "$(sed -n 2p <<<"$out")" "run           1.0000   1.0000   0.1000   1.0000"
