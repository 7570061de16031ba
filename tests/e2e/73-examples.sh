# The programs in examples/: each prints the same as the others, over both kinds of sockets, and tells errors.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] || skip_all "not all programs are in $KAREZ_BUILD"
examples=$KAREZ_SRC/examples
ok "index" "$INDEXER" --quiet --index "$T/memos" "$KAREZ_SRC/samples"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
start_karezd --index "memos=$T/memos" --listen "unix:$SOCK" --listen "127.0.0.1:$port" || exit 0

query='граница OR cooperation'	# letters of two bytes before what is marked, and a hit whose passage has no mark
wanted=$(python3 "$examples/search.py" "unix:$SOCK" memos "$query")
like "search.py: how many" "$(sed 1q <<<"$wanted")" '^[1-9][0-9]* found$'
like "search.py: rank, score, title" "$wanted" '^1\. [0-9]+\.[0-9][0-9]  [^ ]'
like "search.py: marks" "$wanted" ' \[границе\]'
is "search.py: lines" "$(grep -c '^[123]\. ' <<<"$wanted")" 3

# example NAME COMMAND...
example() {
	local name=$1 address; shift
	for address in "unix:$SOCK" "127.0.0.1:$port"; do
		is "$name over ${address%%:*}" "$(timeout 20 "$@" "$address" memos "$query" 2>&1)" "$wanted"
	done
	is "$name: nothing found" "$(timeout 20 "$@" "unix:$SOCK" memos 'title:qqqqq' 2>&1)" "0 found"
	exits "$name: an error of karezd" 1 timeout 20 "$@" "unix:$SOCK" nowhere x
	like "$name: which" "$(timeout 20 "$@" "unix:$SOCK" nowhere x 2>&1)" "^[a-z.]+: NOCOLLECTION 'nowhere' \(have: memos\)\$"
	exits "$name: no server" 1 timeout 20 "$@" "unix:$T/nobody" memos x
	like "$name: where" "$(timeout 20 "$@" "unix:$T/nobody" memos x 2>&1)" '[Nn]o such file|ENOENT'
	exits "$name: a query of two lines" 1 timeout 20 "$@" "unix:$SOCK" memos $'x\nSTOP'
}
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
