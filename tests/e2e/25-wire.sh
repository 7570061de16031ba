# Golden transcripts and the examples of karez-protocol(7) and karez(1), against a real daemon.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] && [ -x "$KAREZ" ] || skip_all "not all programs are in $KAREZ_BUILD"
wire=$KAREZ_SRC/tests/wire
ok "index" "$INDEXER" --quiet --index "$T/memos" "$wire/memos.ndjson"
start_karezd --index "memos=$T/memos" --listen "unix:$SOCK" || exit 0

# counted NAME OUTPUT: takes over "FAIL ..." and "N passed, N failed" of a helper.
counted() {
	local line n=0
	while IFS= read -r line; do
		case $line in
		FAIL*) fail "${line#FAIL }" ;;
		*" passed, "*) n=${line%% passed*}; n=${n##* }; passed=$((passed + n)) ;;
		*) printf '    %s\n' "$line" ;;
		esac
	done <<<"$2"
	[ "$n" -gt 0 ] || fail "$1 is played"
}
for transcript in "$wire"/{errors,http,daemon}.txt "$KAREZ_SRC/man/karez-protocol.7"; do
	counted "$transcript" "$(python3 "$wire/play.py" "$SOCK" "$transcript" 2>&1)"
done
counted "karez.1" "$(KAREZ_SERVER=unix:$SOCK python3 "$KAREZ_SRC/tests/e2e/manual.py" "$KAREZ_SRC/man/karez.1" "${KAREZ%/*}" 2>&1)"

# What a transcript cannot hold: a line at the limit, one byte past it, and far past it.
words() { printf 'COUNT memos : '; head -c "$1" /dev/zero | tr '\0' x; }
like "a line at the limit" "$(request "$(words $((65536 - 14)))")" '^(=0 total=0|-LIMIT) '
is "one byte past it" "$(request "$(words $((65536 - 13)))" PING)" "-TOOLONG max=65536
+PONG"
is "far past it" "$(request "$(words 300000)" PING)" "-TOOLONG max=65536
+PONG"
stop_karezd
