# An allocation fails somewhere in karezd: it answers with an error or ends with a message, it
# never crashes, and the socket it leaves behind is taken over by the next one.
# Long: a daemon is started for each allocation.
. "$(dirname "$0")/lib.sh"
lib=$KAREZ_BUILD/tests/fault/failalloc.so
[ -f "$lib" ] || skip_all "no failalloc.so (make check builds it)"
grep -q '^#define KAREZ_SANITIZED' "$KAREZ_BUILD/config.h" && skip_all "sanitizers have an allocator of their own"

mkdir "$T/src" && for i in $(seq 20); do echo "Report $i on border trade and customs." >"$T/src/$i.txt"; done
"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
args=(--index "memos=$T/ix" --listen "unix:$SOCK" --workers 2)

# serve ENVIRONMENT...: a daemon that is asked all kinds of things, then told to end; its exit code
serve() {
	local i pid
	env "$@" LD_PRELOAD="$lib" "$KAREZD" "${args[@]}" >"$T/fault.log" 2>&1 &
	pid=$!
	for i in $(seq 100); do [ -S "$SOCK" ] && break; kill -0 "$pid" 2>/dev/null || break; sleep 0.02; done
	for i in 1 2; do
		request PING STATUS STATS HELP 'SEARCH memos facets=lang snippets=2 : border trade' 'COUNT : customs' 'SUGGEST : bor' \
			'SPELL : bordr' 'GET : src/3.txt' 'SIMILAR : src/3.txt' 'EXPLAIN : a b' 'ANALYZE : Some words' 'NONSENSE' >"$T/replies" 2>/dev/null
	done
	kill -TERM "$pid" 2>/dev/null
	wait "$pid"
}
serve FAILALLOC_COUNT="$T/count"
is "without a failure" $? 0
total=$(cat "$T/count")
bad=0
for k in $(seq 40); do
	at=$((total * k / 41 + 1))
	serve FAILALLOC=$at
	code=$?
	case $code in
	0) ;;	# answered with an error, or a library did without
	71) grep -q 'out of memory' "$T/fault.log" || { bad=$((bad + 1)); echo "     allocation $at of $total: exit 71 without a message"; } ;;
	69) ;;	# not even started
	*) bad=$((bad + 1)); echo "     allocation $at of $total: exit $code: $(tail -3 "$T/fault.log")" ;;
	esac
	grep -vE '^([-+=]|\{|$)' "$T/replies" >/dev/null && { bad=$((bad + 1)); echo "     allocation $at of $total: $(grep -vE '^([-+=]|\{|$)' "$T/replies" | head -3)"; }
done
is "40 failing allocations end in order" "$bad" 0
start_karezd "${args[@]}"
like "the next daemon" "$(request 'COUNT memos : trade')" '^=0 total=20 '
