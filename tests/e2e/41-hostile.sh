# Slow, silent, endless, half closed, vanishing and talkative clients (hostile.py).
# Long: slow clients are waited for.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src" && for i in 1 2 3 4 5; do echo "Report $i on border trade and customs." >"$T/src/$i.txt"; done
"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
cat >"$T/k.conf" <<EOF
listen = {"unix:$SOCK", "localhost:$port"}
idle_timeout = 2s
max_connections = 300
slow_query = 0
collection memos {
	index = "$T/ix"
	sources = {"$T/src"}
}
EOF
start_karezd -c "$T/k.conf"
sanitized=$(sanitized && echo sanitized)
out=$(python3 "$KAREZ_SRC/tests/e2e/hostile.py" "$SOCK" "$port" "$PID" 2 300 $sanitized 2>&1)
counts=$(tail -1 <<<"$out")
sed '$d' <<<"$out"
read -r p f < <(sed 's/[^0-9 ]//g' <<<"$counts")
passed=$((passed + ${p:-0})) failed=$((failed + ${f:-1}))
like "TLS is logged" "$(cat "$T/karezd.log")" 'info tls conn='
unlike "nothing else went wrong" "$(cat "$T/karezd.log")" '(^|Z )error '
