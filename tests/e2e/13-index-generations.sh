# karez-index: full rebuilds, rollback, check, the lock, languages, configuration, exit codes.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
ix=$T/ix
mkdir "$T/d"
for i in $(seq 20); do echo "document number$i of the border" >"$T/d/$i.txt"; done
age "$T/d"
like "first run" "$(index_all "$T/d")" '; 20 documents, generation 1$'
is "is generation 1" "$(readlink "$ix/current")" gen.1
echo "changed" >"$T/d/1.txt"
like "an update keeps it" "$(index_all "$T/d")" 'updated 1, .*generation 1$'
like "a full rebuild" "$(index_all --full "$T/d")" '^added 20, .*generation 2$'
is "switches" "$(readlink "$ix/current")" gen.2
is "and keeps the one before" "$(cd "$ix" && echo gen.*)" "gen.1 gen.2"
index --full "$T/d" >/dev/null
is "but no older one" "$(cd "$ix" && echo gen.*)" "gen.2 gen.3"
like "rollback" "$("$INDEXER" --index "$ix" --rollback)" 'generation 2 is served again, it was 3'
is "serves it" "$(readlink "$ix/current")" gen.2
ok "a run after it" "$INDEXER" --quiet --index "$ix" "$T/d"
sizes=$("$INDEXER" --index "$ix" --sizes)
like "sizes: stored documents" "$sizes" 'stored documents +0\.[0-9]+ MB'
like "sizes: exact forms" "$sizes" 'postings of exact forms +0\.[0-9]+ MB'
like "sizes: the files beside the tables" "$sizes" 'impacts +0\.[0-9]+ MB'
is "sizes: all is the sum of the files" "$(awk '$1 == "all" { print $2 }' <<<"$sizes")" \
	"$(cat "$ix"/current/* | wc -c | awk '{ printf "%.2f", $1 / 1e6 }')"
exits "sizes goes with no rebuild" 2 "$INDEXER" --index "$ix" --sizes --full
like "check" "$("$INDEXER" --index "$ix" --check)" ': no errors: generation 2, 20 documents of 20 files, languages en,ru,kk'
echo rubbish >"$ix/gen.9.new"
mkdir "$ix/gen.8.new"
index --full "$T/d" >/dev/null
is "leftovers of dead builds go" "$(ls -d "$ix"/*.new 2>/dev/null)" ""
exits "no generation before: no rollback" 1 "$INDEXER" --index "$(mktemp -d "$T/n.XXX")" --rollback

# Damage is found; a rebuild repairs.
cp -r "$ix" "$T/damaged"
python3 - "$T/damaged/current/docdata.glass" <<'PY'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(6000); f.write(b"\xa5" * 2000)
PY
exits "check finds damage" 1 "$INDEXER" --index "$T/damaged" --check
ok "a rebuild repairs it" "$INDEXER" --quiet --full --index "$T/damaged" "$T/d"
ok "then it is whole" "$INDEXER" --index "$T/damaged" --check

# Another language: a full rebuild, which says why; the next run needs no word about it.
out=$("$INDEXER" --languages de,ru --index "$ix" "$T/d" 2>&1)
like "other languages" "$out" 'added 20'
like "say why all is read again" "$out" 'karez-index: .*(language|settings|de,ru)'
like "they stay with the index" "$("$INDEXER" --index "$ix" "$T/d" 2>&1)" '^added 0, .*unchanged 20'
like "and are told by --check" "$("$INDEXER" --index "$ix" --check)" 'languages de,ru'
mkdir "$T/d2"
echo other >"$T/d2/o.txt"
exits "a rebuild without a place that is in the index" 4 "$INDEXER" --full --index "$ix" "$T/d2"
exits "also when the languages force it" 4 "$INDEXER" --languages en --index "$ix" "$T/d2"

# One writer at a time.
mkfifo "$T/in"
"$INDEXER" --quiet --index "$ix" - <"$T/in" >"$T/writer.log" 2>&1 &
writer=$!
exec 7>"$T/in"
for _ in $(seq 200); do grep -q "^$writer " "$ix/lock" && break; sleep 0.05; done
exits "a second one is turned away" 5 "$INDEXER" --index "$ix" "$T/d"
like "and told by whom" "$("$INDEXER" --index "$ix" "$T/d" 2>&1)" "karez-index \(pid $writer"
exits "so is --check" 5 "$INDEXER" --index "$ix" --check
exits "so is --rollback" 5 "$INDEXER" --index "$ix" --rollback
ok "a dry run is not" "$INDEXER" --dry-run --index "$ix" "$T/d"
printf '{"id":"late","text":"x"}\n' >&7
exec 7>&-
wait $writer
is "the first one ends well" $? 0
ok "then the next" "$INDEXER" --quiet --index "$ix" "$T/d"

# Collections of a configuration.
mkdir "$T/conf" "$T/conf/memos" "$T/conf/press"
for i in 1 2 3 4 5 6; do echo "memo $i" >"$T/conf/memos/$i.txt"; done
echo '{"id":"p1","text":"press"}' >"$T/conf/press/p.ndjson"
cat >"$T/conf/karez.conf" <<-EOF
	collection memos { index = "ix/memos"
	sources = {"memos"} }
	collection press { index = "ix/press"
	sources = {"press/p.ndjson"}
	languages = "ru" }
	collection made { index = "ix/made" }
EOF
mkdir "$T/conf/ix"
age "$T/conf"
conf=$T/conf/karez.conf
out=$("$INDEXER" -c "$conf" 2>&1)
is "all collections" "$?" 0
like "memos" "$out" '^memos: added 6'
like "press" "$out" '^press: added 1'
is "not the one without sources" "$(wc -l <<<"$out")" 2
like "one by name" "$(KAREZ_CONF=$conf "$INDEXER" press)" '^press: added 0, .*unchanged 1'
exits "an unknown name" 2 "$INDEXER" -c "$conf" nosuch
exits "a name without sources" 2 "$INDEXER" -c "$conf" made
like "check all" "$("$INDEXER" -c "$conf" --check memos press)" 'press: no errors'
sed -i 's/{"memos"}/{"memos", "more"}/' "$conf"
mkdir "$T/conf/more"
echo more >"$T/conf/more/m.txt"
age "$T/conf/more"
like "a source more" "$("$INDEXER" -c "$conf" memos)" 'added 1, .*unchanged 6'
sed -i 's/, "more"//' "$conf"
like "a source less: its documents go" "$("$INDEXER" -c "$conf" memos)" 'deleted 1, unchanged 6'
rm "$T/conf/memos"/[123].txt
exits "the guard" 4 "$INDEXER" -c "$conf"
like "does not stop the other collection" "$("$INDEXER" -c "$conf" 2>&1)" '^press: '
echo 'nonsense = 1' >>"$conf"
exits "a wrong configuration" 2 "$INDEXER" -c "$conf"
exits "none at all" 2 "$INDEXER" -c "$T/none"

# JSON for programs.
json=$("$INDEXER" --quiet --log-json --index "$ix" "$T/d" "$T/nosuch" 2>"$T/err.json")
is "exit with a failure" $? 3
ok "the summary is JSON" python3 -c 'import json, sys
o = json.loads(sys.argv[1])
assert o["result"] == "partial" and o["unchanged"] == 20 and o["failed"] == 1 and o["failures"][0]["file"].endswith("nosuch"), o
e = json.loads(open(sys.argv[2]).read())
assert e["event"] == "failed" and e["file"].endswith("nosuch"), e' "$json" "$T/err.json"
is "quiet is quiet" "$("$INDEXER" --quiet --index "$ix" "$T/d" 2>&1)" ""
ok "the last run is kept in the index" python3 -c 'import json, subprocess, sys
raw = subprocess.run(["xapian-metadata", "get", sys.argv[1], "karez.run"], capture_output=True, text=True).stdout
assert json.loads(raw)["result"] in ("ok", "partial"), raw' "$ix/current"

# Wrong arguments.
exits "no SOURCE" 2 "$INDEXER" --index "$ix"
exits "an unknown option" 2 "$INDEXER" --frobnicate
exits "a bad size" 2 "$INDEXER" --memory many --index "$ix" "$T/d"
exits "too little memory" 2 "$INDEXER" --memory 1M --index "$ix" "$T/d"
like "the least memory is said as it is given" "$("$INDEXER" --memory 1M --index "$ix" "$T/d" 2>&1)" 'at least 32M$'
exits "a bad mode" 2 "$INDEXER" --input xml --index "$ix" "$T/d"
exits "an unknown language" 2 "$INDEXER" --languages xx --index "$ix" "$T/d"
exits "--index with -c" 2 "$INDEXER" -c "$conf" --index "$ix" "$T/d"
exits "--input of a collection" 2 "$INDEXER" --input tsv memos
exits "--check with --full" 2 "$INDEXER" --check --full --index "$ix"
ok "--help" "$INDEXER" --help
like "--version" "$("$INDEXER" --version)" '^karez-index [0-9]'
exits "a mistyped SOURCE" 1 "$INDEXER" --index "$T/typo" "$T/nosuch"
is "makes no index" "$(ls -d "$T/typo" 2>/dev/null)" ""
