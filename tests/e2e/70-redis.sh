# Redis' protocol: raw bytes of both versions, the same hits as over lines and HTTP, and redis-cli as a person types it.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] || skip_all "not all programs are in $KAREZ_BUILD"
ok "index" "$INDEXER" --quiet --index "$T/memos" "$KAREZ_SRC/samples"
start_karezd --index "memos=$T/memos" --listen "unix:$SOCK" --http "unix:$T/http" || exit 0

out=$(python3 "$KAREZ_SRC/tests/e2e/redis_ask.py" "$SOCK" "$T/http" memos 2>&1)
while IFS= read -r line; do
	case $line in
	FAIL*) fail "${line#FAIL }" ;;
	*" passed, "*) n=${line%% *}; passed=$((passed + n)) ;;
	*) fail "redis_ask.py" "$line" ;;
	esac
done <<<"$out"
at_most "raw RESP was played to the end" 60 "${n:-0}"

if command -v redis-cli >/dev/null; then
	for version in -2 -3; do
		cli() { timeout 20 redis-cli -s "$SOCK" $version "$@" 2>&1; }
		is "redis-cli $version PING" "$(cli PING)" PONG
		is "redis-cli $version FT._LIST" "$(cli FT._LIST)" memos
		like "redis-cli $version FT.SEARCH" "$(cli FT.SEARCH memos 'border cooperation' LIMIT 0 1)" 'border-cooperation-batken'
		like "redis-cli $version FT.EXPLAIN" "$(cli FT.EXPLAIN memos 'border -drug')" 'border'
		like "redis-cli $version FT.SUGGET" "$(cli FT.SUGGET memos bord)" '^border'
		like "redis-cli $version FT.SPELLCHECK" "$(cli FT.SPELLCHECK memos boarder)" 'border'
		like "redis-cli $version FT.TAGVALS" "$(cli FT.TAGVALS memos lang)" '^en'
		like "redis-cli $version refuses what is not there" "$(cli FT.CREATE x SCHEMA)" '^READONLY '
		like "redis-cli $version sends a script's lines" "$(printf 'PING\nFT.SEARCH memos border NOCONTENT\n' | cli)" 'PONG'
	done
else
	skip "no redis-cli"
fi
