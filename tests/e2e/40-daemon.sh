# karezd from outside: command line, exit codes, sockets, verbs without an index, the end.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src" && for i in 1 2 3 4 5; do echo "Report $i on border trade and customs." >"$T/src/$i.txt"; done
"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
conf() { # LINES: a configuration on $SOCK with the collection memos
	printf 'listen = {"unix:%s"}\n%s\ncollection memos {\n index = "%s/ix"\n sources = {"%s/src"}\n}\n' \
		"$SOCK" "$1" "$T" "$T" >"$T/k.conf"
}
conf ''

# ---- command line ----
exits "--help" 0 "$KAREZD" --help
exits "--version" 0 "$KAREZD" --version
exits "unknown option" 64 "$KAREZD" --nonsense
exits "an argument" 64 "$KAREZD" -c "$T/k.conf" memos
exits "a value is missing" 64 "$KAREZD" -c
exits "--index without =" 64 "$KAREZD" --index "$T/ix"
exits "--index with a bad name" 64 "$KAREZD" --index "A B=$T/ix"
exits "--listen beyond this machine" 64 "$KAREZD" --index "a=$T/ix" --listen 0.0.0.0:7700
exits "--listen alone" 64 "$KAREZD" --listen "unix:$SOCK"
exits "--index and -c" 64 "$KAREZD" -c "$T/k.conf" --index "a=$T/ix"
exits "--workers 0" 64 "$KAREZD" --workers 0 --index "a=$T/ix"
exits "no such configuration" 66 "$KAREZD" -c "$T/none.conf"
echo 'nonsense = 1' >"$T/bad.conf"
exits "a wrong configuration" 78 "$KAREZD" -c "$T/bad.conf"
like "it says where" "$("$KAREZD" -c "$T/bad.conf" 2>&1)" 'bad.conf:1: '
conf 'workers = 2'; sed -i 's/sources/languages = "en,xx"\n sources/' "$T/k.conf"
exits "an unknown language" 78 "$KAREZD" -c "$T/k.conf"
conf ''
out=$(cd / && "$KAREZD" -n -c "$T/k.conf" 2>&1); is "-n: all is well" $? 0
like "-n: documents" "$out" '^memos: ok, generation 1, 5 documents'
exits "-n: a wrong configuration" 1 "$KAREZD" -n -c "$T/bad.conf"
exits "-n: no index" 1 "$KAREZD" -n --index "a=$T/nothing"
[ -e "$SOCK" ] && fail "-n listens" || pass "-n does not listen"

# ---- sockets ----
start_karezd -c "$T/k.conf"
is "mode of the socket" "$(stat -c %a "$SOCK")" 660
exits "a second daemon on the same socket" 69 "$KAREZD" -c "$T/k.conf"
is "the first one answers on" "$(request PING)" +PONG
stop_karezd
[ -e "$SOCK" ] && fail "the socket is removed" || pass "the socket is removed"
python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('$SOCK')"
conf 'socket_mode = 0600'
start_karezd -c "$T/k.conf"
like "a stale socket is taken over" "$(cat "$T/karezd.log")" 'removed stale socket'
is "socket_mode" "$(stat -c %a "$SOCK")" 600
rm "$SOCK" && echo precious >"$SOCK"
stop_karezd
is "what took the socket's place stays" "$(cat "$SOCK")" precious
exits "a file in the socket's place" 69 "$KAREZD" -c "$T/k.conf"
is "and stays" "$(cat "$SOCK")" precious
rm "$SOCK"
exits "no folder for the socket" 69 "$KAREZD" --index "a=$T/ix" --listen "unix:$T/none/s"
exits "a port of others" 69 "$KAREZD" --index "a=$T/ix" --listen 127.0.0.1:1 --listen "unix:/proc/s"

port=$(python3 -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK" --listen "127.0.0.1:$port" --workers 3
is "over TCP" "$(echo PING | python3 "$KAREZ_SRC/tests/e2e/ask.py" "127.0.0.1:$port")" +PONG
like "--workers" "$(request STATUS)" '"workers":3,'

# ---- verbs ----
is "many of them" "$(request PING ping '@x PiNg' 'QUIT' PING)" "$(printf '+PONG\n+PONG\n+PONG @x\n+BYE')"
like "HELLO" "$(request HELLO)" '^=0 name=karezd version=[0-9.]+ protocol=1 max_line=65536 .*max_pipeline=128'
is "HELP: a row for each verb" "$(request HELP | grep -c '"verb"')" "$(grep -c '^VERB(' "$KAREZ_SRC/proto/verbs.def")"
like "AUTH" "$(request 'AUTH : secret')" '^-DENIED '
is "COLLECTIONS" "$(request COLLECTIONS)" "$(printf '=1\n{"collection":"memos","state":"ok","documents":5}')"
like "STATUS: the daemon" "$(request STATUS)" "\"name\":\"karezd\",.*\"pid\":$PID,"
like "STATUS: the collection" "$(request STATUS)" \
	'"collection":"memos","state":"ok","documents":5,"generation":1,"revision":[0-9]+,"built":"[^"]+","age_s":[0-9]+,"schedule":"never","reindexing":false'
like "STATS" "$(request STATS)" '"name":"requests","value":[1-9]'
like "RELOAD without configuration" "$(request RELOAD)" '^-DENIED .*without a configuration'
like "REINDEX without configuration" "$(request 'REINDEX memos')" '^-DENIED .*without a configuration'
like "REINDEX of nothing" "$(request REINDEX)" '^-BADREQUEST '
like "REINDEX of the unknown" "$(request 'REINDEX press')" "^-NOCOLLECTION 'press' \(have: memos\)"
like "SEARCH" "$(request 'SEARCH memos limit=2 : trade')" '^=2 total=5 relation=exact took_us=[0-9]+ generation=1 revision=[0-9]+ hits=2$'
is "fields=" "$(request 'SEARCH fields=id,rank limit=1 offset=1 : trade' | sed 1d | sed 's/[0-9].txt/N.txt/')" '{"rank":2,"id":"src/N.txt"}'
# Kept is what a worker has answered that had seen the index in its present state.
for i in 1 2 3 4 5 6 7 8 9; do request 'SEARCH limit=1 : customs' >/dev/null; done
like "a kept answer" "$(request '@a SEARCH limit=1 : customs')" '^=1 @a total=5 '
like "is counted" "$(request STATS)" '"cache_hits","value":[1-9]\}'
is "a kept answer is the same" \
	"$(request '@a SEARCH : customs' | sed 's/took_us=[0-9]*//')" "$(request '@a SEARCH cache=off : customs' | sed 's/took_us=[0-9]*//')"
like "an unknown collection" "$(request 'SEARCH memoz : a')" "^-NOCOLLECTION 'memoz' \(have: memos\)"
like "an error with its column" "$(request 'SEARCH : border "customs')" '^-SYNTAX col=8 '
like "GET" "$(request "GET memos fields=id,text : $(ids "$(request 'SEARCH limit=1 : trade')")")" '^\{"id":.*"text":"Report [0-9] on'
like "GET of nothing" "$(request 'GET memos : nothing')" '^-NOTFOUND '
like "ANALYZE" "$(request 'ANALYZE : reports')" '\{"word":"reports","start":0,"end":7,"position":1,"stem":"report","exact":"reports"\}'
like "EXPLAIN" "$(request 'EXPLAIN : border trade')" '"planned":'
like "a timeout is bounded by the server's" "$(request 'SEARCH timeout=1h : trade')" '^=5 '
like "the log" "$(cat "$T/karezd.log")" "info serving collection=memos generation=1"

# ---- the end ----
# deaf: a client that asks much and takes nothing, until this script ends it
deaf() {
	python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.setblocking(False)
for i in range(3000):
    try: s.send(b"HELP\n")
    except BlockingIOError: pass
open(sys.argv[2], "w").close()
time.sleep(60)' "$SOCK" "$T/deaf" &
	DEAF=$!
	while [ ! -e "$T/deaf" ]; do sleep 0.05; done
	rm "$T/deaf"
}
# ends CODE SECONDS: the daemon ends by itself with this code, not later
ends() {
	local start i
	start=$(date +%s)
	wait "$PID"; is "$1: its exit code" $? "$2"
	at_most "$1: in time" $(($(date +%s) - start)) "$3"
	daemons=()
}
python3 - "$SOCK" "$PID" <<'PY' && pass "SIGTERM: what was asked is answered" || fail "SIGTERM: what was asked is answered"
import os, signal, socket, sys, time
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.settimeout(20)
s.sendall(b"SEARCH cache=off : trade\n" * 100)
s.recv(1)
os.kill(int(sys.argv[2]), signal.SIGTERM)
data = b""
while True:
    part = s.recv(65536)
    if not part: break
    data += part
n = data.count(b" total=5 ")
sys.exit(0 if 1 <= n <= 100 and data.endswith(b"}\n") else print(n, data[-200:]) or 1)
PY
ends "SIGTERM" 0 3
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
deaf; kill -TERM "$PID"
ends "SIGTERM with a deaf client" 0 5
kill "$DEAF"
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
deaf; kill -INT "$PID"; sleep 0.3; kill -INT "$PID"
ends "two signals" 143 1
kill "$DEAF"
[ -e "$SOCK" ] && fail "the socket is removed all the same" || pass "the socket is removed all the same"

# ---- the service manager ----
python3 - "$T/notify" >"$T/notified" <<'PY' &
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1]); s.settimeout(60)
for _ in range(4): print(s.recv(1000).decode(), flush=True)
PY
manager=$!
for i in $(seq 100); do [ -S "$T/notify" ] && break; sleep 0.05; done
export NOTIFY_SOCKET=$T/notify
start_karezd -c "$T/k.conf"
request RELOAD >/dev/null
stop_karezd
unset NOTIFY_SOCKET
wait "$manager"
is "the service manager is told" "$(tr '\n' ' ' <"$T/notified")" "READY=1 RELOADING=1 READY=1 STOPPING=1 "
