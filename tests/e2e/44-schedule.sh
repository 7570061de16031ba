# Runs of karez-index by schedule and on request.  A script stands in for karez-index, so that the
# test decides how long a run takes and how it ends; the last part uses the real one.
# Long: what is due is waited for.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src"; echo "border trade" >"$T/src/1.txt"
"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
cat >"$T/indexer" <<EOF
#!/bin/bash
echo "\$(date +%s.%N) \$\$ nice=\$(ps -o ni= -p \$\$ | tr -d ' ') \$*" >>"$T/runs"
ls -l /proc/\$\$/fd >"$T/descriptors"
[ -e "$T/noise" ] && for i in \$(seq 300); do echo "line \$i"; done
[ -e "$T/slow" ] && { echo started; sleep 30 & wait; }
[ -e "$T/fails" ] && { echo "the disk is full" >&2; exit 74; }
echo '{"added":1,"failed":0}'
EOF
chmod +x "$T/indexer"
conf() { # REINDEX
	printf 'listen = {"unix:%s"}\nindexer = "%s"\ncollection memos {\n index = "%s/ix"\n sources = {"%s/src"}\n reindex = "%s"\n}\ncollection press {\n index = "%s/press"\n sources = {"%s/src"}\n}\n' \
		"$SOCK" "${2:-$T/indexer}" "$T" "$T" "$1" "$T" "$T" >"$T/k.conf"
}
runs() { cat "$T/runs" 2>/dev/null | wc -l; }
eventually() { # NAME COMMAND...: succeeds within 8 s
	local name=$1; shift
	for _ in $(seq 80); do if "$@"; then pass "$name"; return; fi; sleep 0.1; done
	fail "$name" "$(request STATUS)" "$(tail -5 "$T/karezd.log")"
}
status_has() { request STATUS | grep -qE "$1"; }
at_least() { [ "$("$1")" -ge "$2" ]; }

conf never
start_karezd -c "$T/k.conf"
unlike "nothing is planned" "$(request STATUS)" next_run
pid=$(request 'REINDEX memos' | sed -n 's/^+started pid=//p')
like "REINDEX" "$pid" '^[0-9]+$'
eventually "the outcome is in STATUS" status_has '"collection":"memos".*"reindexing":false,"last_reindex":\{"started":"[^"]*Z","seconds":[0-9]+,"exit":0,"result":\{"added":1,"failed":0\}\}'
like "how it was called, and how nice" "$(cat "$T/runs")" "^[0-9.]+ $pid nice=10 -c $T/k.conf --quiet --log-json memos\$"
unlike "it inherits no descriptors" "$(cat "$T/descriptors")" 'socket|event|/gen\.'
like "the log" "$(cat "$T/karezd.log")" 'reindex_start collection=memos pid='
like "its output is in the log" "$(cat "$T/karezd.log")" 'reindex_output collection=memos line=.*added'
like "its end is in the log" "$(cat "$T/karezd.log")" 'info reindex_end collection=memos exit=0'

touch "$T/slow"
request 'REINDEX memos' >/dev/null
eventually "a run under way" status_has '"reindexing":true,"reindex_pid":[0-9]+'
like "never two at once" "$(request 'REINDEX memos')" '^-BUSY already running pid=[0-9]+'
like "another collection" "$(request 'REINDEX press')" '^\+started pid='
eventually "three runs by now" at_least runs 3
rm "$T/slow"
stop_karezd
sleep 0.2
is "its children end with it" "$(pgrep -cf "$T/indexer")" 0
like "they were told" "$(cat "$T/karezd.log")" 'reindex_end collection=press exit=143'

# ---- failures ----
start_karezd -c "$T/k.conf"
touch "$T/fails"; request 'REINDEX memos' >/dev/null
eventually "a run that fails" status_has '"exit":74,"result":"the disk is full"'
like "is logged as an error" "$(cat "$T/karezd.log")" 'error reindex_end collection=memos exit=74'
like "and counted" "$(request STATS)" '"reindex_failures","value":1\}'
rm "$T/fails"; touch "$T/noise"; request 'REINDEX memos' >/dev/null
eventually "a talkative run" status_has '"exit":0'
at_most "is logged in part" "$(grep -c reindex_output "$T/karezd.log")" 110
rm "$T/noise"
conf never "$T/no-such-program"; request RELOAD >/dev/null
like "no program" "$(request 'REINDEX memos')" '^-INTERNAL starting .*no-such-program: No such file'
like "the daemon lives" "$(request 'COUNT memos : trade')" '^=0 total=1 '

# ---- schedules ----
rm "$T/runs"
conf 'every 1s'; request RELOAD >/dev/null
eventually "every second" at_least runs 3
# (There is no next one to tell of while one is under way.)
in_status() { request STATUS | grep -qE '"schedule":"every 1s","next_run":"[^"]*Z"'; }
eventually "the schedule is in STATUS" in_status
touch "$T/slow"
eventually "a long one" status_has '"reindexing":true'
sleep 1.5; n=$(runs); sleep 2.5
is "is not met by the next" "$(runs)" "$n"
conf never; request RELOAD >/dev/null
like "a reload leaves it running" "$(request STATUS)" '"schedule":"never","reindexing":true'
kill "$(request STATUS | sed -n 's/.*"reindex_pid":\([0-9]*\).*/\1/p')"
eventually "ended by a signal" status_has '"reindexing":false,"last_reindex":\{.*"exit":143'
rm "$T/slow"; n=$(runs); sleep 1.5
is "no more of them" "$(runs)" "$n"
when=$(date -d '+2 hours' +%H:%M)
conf "daily $when"; request RELOAD >/dev/null
like "daily" "$(request STATUS)" "\"schedule\":\"daily $when\",\"next_run\":\"$(date -u -d '+2 hours' +%Y-%m-%dT%H:%M):00Z\""

# ---- the real one ----
conf 'every 1s' "$INDEXER"; request RELOAD >/dev/null
echo "more border trade" >"$T/src/2.txt"
eventually "a new file is found by itself" sh -c "printf 'COUNT memos : trade\n' | python3 '$KAREZ_SRC/tests/e2e/ask.py' '$SOCK' | grep -q '^=0 total=2 '"
eventually "and its run is in STATUS" status_has '"last_reindex":\{"started":"[^"]*","seconds":[0-9]+,"exit":0,"result":\{'
