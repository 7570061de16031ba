# The programs in examples/: each prints the same as the others, over both kinds of sockets, and tells errors.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] || skip_all "not all programs are in $KAREZ_BUILD"
examples=$KAREZ_SRC/examples
ok "index" "$INDEXER" --quiet --index "$T/memos" "$KAREZ_SRC/samples"
read -r port http_port < <(python3 -c 'import socket
s = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(x.getsockname()[1] for x in s))')
start_karezd --index "memos=$T/memos" --listen "unix:$SOCK" --listen "127.0.0.1:$port" --http "unix:$T/http" --http "127.0.0.1:$http_port" || exit 0

query='граница OR cooperation'	# letters of two bytes before what is marked, and a hit whose passage has no mark
wanted=$(python3 "$examples/search.py" "unix:$SOCK" memos "$query")
like "search.py: how many" "$(sed 1q <<<"$wanted")" '^[1-9][0-9]* found$'
like "search.py: rank, score, title" "$wanted" '^1\. [0-9]+\.[0-9][0-9]  [^ ]'
like "search.py: marks" "$wanted" ' \[границе\]'
is "search.py: lines" "$(grep -c '^[123]\. ' <<<"$wanted")" 3

# example NAME COMMAND...; where it connects to: $unix, $tcp
example() {
	local name=$1 address; shift
	for address in "$unix" "$tcp"; do
		is "$name over ${address%%:*}" "$(timeout 20 "$@" "$address" memos "$query" 2>&1)" "$wanted"
	done
	is "$name: nothing found" "$(timeout 20 "$@" "$unix" memos 'title:qqqqq' 2>&1)" "0 found"
	exits "$name: an error of karezd" 1 timeout 20 "$@" "$unix" nowhere x
	like "$name: which" "$(timeout 20 "$@" "$unix" nowhere x 2>&1)" "^[a-z_.]+: NOCOLLECTION 'nowhere' \(have: memos\)\$"
	exits "$name: no server" 1 timeout 20 "$@" "unix:$T/nobody" memos x
	like "$name: that is told" "$(timeout 20 "$@" "unix:$T/nobody" memos x 2>&1)" '[Nn]o such file|ENOENT|Failed to connect'
	[ "$name" = search_http.sh ] || exits "$name: a query of two lines" 1 timeout 20 "$@" "$unix" memos $'x\nSTOP'
}
unix=unix:$SOCK tcp=127.0.0.1:$port
example search.py python3 "$examples/search.py"
if command -v node >/dev/null; then example search.js node "$examples/search.js"; else skip "search.js: no node"; fi
if command -v php >/dev/null; then example search.php php "$examples/search.php"; else skip "search.php: no php"; fi
if command -v jq >/dev/null && nc -h 2>&1 | grep -q OpenBSD; then
	example search.sh bash "$examples/search.sh"
else
	skip "search.sh: no jq, or no nc of OpenBSD's"
fi
if command -v go >/dev/null; then
	ok "search.go is compiled" env -u CC CGO_ENABLED=0 GOCACHE="$T/go" go build -o "$T/search" "$examples/search.go"
	is "search.go is formatted" "$(gofmt -l "$examples/search.go")" ""
	example search.go "$T/search"
else
	skip "search.go: no go here (Debian's golang-go takes 550 MB)"
fi
unix=unix:$T/http tcp=127.0.0.1:$http_port
if command -v jq >/dev/null && command -v curl >/dev/null; then
	example search_http.sh bash "$examples/search_http.sh"
else
	skip "search_http.sh: no jq, or no curl"
fi
