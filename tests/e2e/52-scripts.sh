# karez in scripts: formats, many queries from a file or a pipe, exit statuses.
. "$(dirname "$0")/lib.sh"

cat >"$T/m.ndjson" <<'EOF'
{"id":"m1","title":"Border trade","date":"2014-12-26","author":"A. Desk","text":"Trade over the border grew.","pages":12}
{"id":"m2","title":"Таможня и граница","date":"2016-05","text":"The border was closed.\nTwice."}
{"id":"m3","title":"Water","text":"A canal."}
EOF
"$INDEXER" --quiet --index "$T/ix" "$T/m.ndjson" || fail "indexing"
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
export KAREZ_SERVER=unix:$SOCK COLUMNS=80

# run ARGS...: standard output in $out, standard error in $err, exit status in $code; standard input is ours
run() { out=$(timeout 60 "$KAREZ" "$@" 2>"$T/err"); code=$?; err=$(<"$T/err"); }
ends() { is "$1: exit status" "$code" "$2"; }

# ---- --format ----
run --sort date --format '{rank}: {id:4}{title:.8}|{date:>11}|{author|nobody}|{extra.pages|?}' border </dev/null
ends "a format" 0
is "a line for each hit" "$out" "1: m2  Таможня |    2016-05|nobody|?
2: m1  Border t| 2014-12-26|A. Desk|12"
run --format '{snippet}' closed; is "a passage is one line" "$out" "The border was closed. Twice."
is "NUL at the end" "$("$KAREZ" --sort date --format '{id}\0' border | xargs -0 echo)" "m2 m1"
run get --format '{id}: {text}' m3; is "of a document" "$out" "m3: A canal."
run similar --format '{id}' m1; ends "of documents like it" 0
run --format '{id}' xyzzyx; ends "nothing found" 1; is "nothing is printed" "$out$err" ""
run --format '{id} {colour}' border; ends "no such field" 2
like "it says where, and what there is" "$err" "column 7: there is no field 'colour'; there are rank, id, .*, query, qid, total"
for args in "--json --format {id} x" "count --format {id} x" "eval --format {id} --queries a --qrels b" "raw --format {id} x"; do run $args; ends "$args" 2; done
# Only what it names is asked for.
run raw 'SEARCH fields=id snippets=0 : border'; like "fields are what is asked for" "$out" '^\{"id":"m1"\}$'

# ---- -f ----
printf '\357\273\277border\n\n# a remark\nq2\twater canal\r\n"open\nq5\t#canal\nxyzzyx\nno id\t\nlast' >"$T/queries.txt"
run -f "$T/queries.txt" --strict --format '{qid} {query}: {id}'
is "answers in the order of the queries" "$out" "1 border: m1
1 border: m2
q2 water canal: m3
q5 #canal: m3"
ends "some were refused" 3
is "the refusals name file and line" "$(sort <<<"$err")" "karez: $T/queries.txt:5: SYNTAX col=1 this quote is not closed; close it, leave it out, or ask with plain=1
karez: $T/queries.txt:8: no query behind the tab"
printf 'border\nq7\tcanal\n' >"$T/good.txt"
run -f "$T/good.txt"; ends "all went well" 0
like "for people: what was asked" "$out" "^1: border$"; like "and the answer" "$out" "^  1  Water$"
run count --json -f "$T/good.txt"
is "JSON says what was asked" "$out" '{"qid":"1","query":"border","total":2,"relation":"exact"}
{"qid":"q7","query":"canal","total":1,"relation":"exact"}'
run --json --fields id -f "$T/good.txt"; is "a hit a line" "$(wc -l <<<"$out")" 3
ok "each is an object" python3 -c 'import json, sys; assert all(json.loads(l)["qid"] for l in sys.stdin)' <<<"$out"
run get --format '{title}' -f - <<<$'m1\nm3'; is "ids from a pipe" "$out" $'Border trade\nWater'
run -f - <<<"xyzzyx"; ends "none found anything" 1
run -f - </dev/null; ends "no query at all" 1
run -f "$T/none.txt"; ends "no such file" 2; like "it is named" "$err" "none.txt"
run -f "$T/good.txt" words; ends "a file and words" 2
run status -f "$T/good.txt"; ends "a command without text" 2
{ printf 'border\n'; head -c 70000 /dev/zero | tr '\0' x; printf '\n\377\ncanal\n'; } >"$T/bad.txt"
run -f "$T/bad.txt" --format '{id}'; ends "lines that cannot be asked" 3
is "the rest is" "$out" $'m1\nm2\nm3'
like "too long" "$err" "bad.txt:2: longer than a request may be"; like "not text" "$err" "bad.txt:3: not UTF-8"
run --strict count -f <(seq 2000) --format x; ends "COUNT has no hits" 2
is "thousands" "$(seq 3000 | sed 's/^/border /' | "$KAREZ" count --strict --json -f - | sort -u | wc -l)" 3000

# Who asks one after the other gets each answer before the next question.
coproc ASKED { "$KAREZ" --format '{qid}={id}' -n 1 -f -; }
pid=$ASKED_PID
for i in canal border; do
	printf '%s\t%s\n' "$i" "$i" >&"${ASKED[1]}"
	read -r -t 20 -u "${ASKED[0]}" line; like "the answer comes at once: $i" "$line" "^$i=m"
done
exec {ASKED[1]}>&-; wait "$pid"; is "it ends well" $? 0
seq 100000 | sed 's/.*/border/' | "$KAREZ" -f - --format '{qid} {id}' 2>"$T/err" | head -1 >"$T/out"
is "a reader that leaves: it ends" "${PIPESTATUS[2]}" 0; is "and nothing is said" "$(<"$T/err")" ""
ok "full disk" bash -c 'echo border | "$0" -f - >/dev/full 2>/dev/null; [ $? = 4 ]' "$KAREZ"

# ---- the daemon goes away ----
stop_karezd
run -f "$T/good.txt"; ends "no daemon" 4
