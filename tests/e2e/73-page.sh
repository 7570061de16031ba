# The search page in a real browser (tests/page/page.js): Debian's chromium, driven by playwright-core, judged by axe-core.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] || skip_all "not all programs are in $KAREZ_BUILD"
command -v chromium >/dev/null || skip_all "there is no chromium (scripts/deps all)"
modules=$("$KAREZ_SRC/tests/npm" "$KAREZ_SRC/tests/page" 2>"$T/npm.err")
case $? in
0) ;;
77) skip_all "$(cat "$T/npm.err")" ;;
*) fail "npm packages" "$(cat "$T/npm.err")"; exit 0 ;;
esac
ok "index the samples" "$INDEXER" --quiet --index "$T/samples" "$KAREZ_SRC/samples"
python3 "$KAREZ_SRC/tests/page/documents.py" >"$T/records.ndjson"
ok "index the records" "$INDEXER" --quiet --index "$T/records" "$T/records.ndjson"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
start_karezd --index "samples=$T/samples" --index "records=$T/records" --listen "unix:$SOCK" --http "127.0.0.1:$port" || exit 0

out=$(HOME=$T XDG_CONFIG_HOME=$T XDG_CACHE_HOME=$T timeout -k 10 270 node "$KAREZ_SRC/tests/page/page.js" "$modules" "http://127.0.0.1:$port" \
	"$(command -v chromium)" 2>&1)
while IFS= read -r line; do
	case $line in
	FAIL*) fail "${line#FAIL }" ;;
	*" passed, "*) n=${line%% *}; passed=$((passed + n)) ;;
	*) [ -z "${KAREZ_VERBOSE:-}" ] || echo "$line" ;;
	esac
done <<<"$out"
at_most "the page was played to the end" 100 "${n:-0}"
[ -n "${n:-}" ] || printf '%s\n' "$out" | tail -20
