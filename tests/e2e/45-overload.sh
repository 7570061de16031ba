# More than the daemon can do: full queues, times that are over, slow queries, no descriptors left.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src" && for i in 1 2 3 4 5; do echo "Report $i on border trade and customs." >"$T/src/$i.txt"; done
"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
conf() {
	printf 'listen = {"unix:%s"}\n%s\ncollection memos {\n index = "%s/ix"\n sources = {"%s/src"}\n}\n' \
		"$SOCK" "$1" "$T" "$T" >"$T/k.conf"
}
# work N: N requests that take milliseconds each, pipelined; prints how many replies of which kind
work() {
	python3 - "$SOCK" "$1" <<'PY'
import collections, socket, sys, threading
n = int(sys.argv[2])
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.settimeout(60)
line = b"@%d ANALYZE : " + b" ".join(b"word%d" % i for i in range(6500)) + b"\n"
threading.Thread(target=lambda: (s.sendall(b"".join(line % i for i in range(n))), s.shutdown(socket.SHUT_WR))).start()
kinds, tags = collections.Counter(), []
for reply in s.makefile("rb"):
    if reply[:1] in b"=-+":
        words = reply.split()
        kinds["=" if reply[:1] == b"=" else words[0].decode()] += 1
        tags.append(words[1])
print(" ".join("%s:%d" % k for k in sorted(kinds.items())), "in order" if tags == [b"@%d" % i for i in range(n)] else tags)
PY
}
conf 'workers = 1
queue = 4
slow_query = 1ms'
start_karezd -c "$T/k.conf"
out=$(work 200)
like "a full queue: busy at once" "$out" '^-BUSY:[0-9]+ =:[0-9]+ in order$'
like "it is counted" "$(request STATS)" '"error_BUSY","value":[1-9]'
like "the queue's peak" "$(request STATS)" '"queue_peak","value":4\}'
like "afterwards all is well" "$(request 'SEARCH memos limit=1 : trade')" '^=1 total=5 '
like "slow queries are logged, with their text" "$(cat "$T/karezd.log")" 'warn slow_query conn=[0-9]+ verb=ANALYZE us=[0-9]+ queued_us=[0-9]+ text="word0 word1'
like "and counted" "$(request STATS)" '"name":"slow","value":[1-9]'
printf 'ANALYZE memos : %s\t\033[31m"quoted" \\ %s\n' "$(seq -s ' ' 5000)" end | python3 "$KAREZ_SRC/tests/e2e/ask.py" "$SOCK" >/dev/null
unlike "no byte of a client forges a line of the log" "$(cat "$T/karezd.log")" $'\033'

conf 'workers = 1
query_timeout = 20ms
slow_query = 0'
request RELOAD >/dev/null
out=$(work 120)
like "time over in the queue" "$out" '^-TIMEOUT:[0-9]+ =:[0-9]+ in order$'
like "afterwards all is well again" "$(request 'SEARCH memos limit=1 : trade')" '^=1 total=5 '
stop_karezd

# ---- descriptors ----
conf 'workers = 1'
(ulimit -n 64; exec "$KAREZD" -c "$T/k.conf") >>"$T/karezd.log" 2>&1 &
PID=$!
daemons+=("$PID")
for i in $(seq 100); do [ "$(request PING 2>/dev/null)" = +PONG ] && break; sleep 0.05; done
like "fewer clients than configured" "$(cat "$T/karezd.log")" 'warn files the system allows 64 descriptors: max_connections is 32, not 10000'
like "HELLO says so" "$(request HELLO)" 'max_connections=32 '
python3 - "$SOCK" <<'PY' && pass "more clients than that" || fail "more clients than that"
import socket, sys
all = []
def connect():
    s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect(sys.argv[1]); all.append(s); return s
for i in range(32): connect()
for i in range(50):
    assert connect().recv(100) == b"-BUSY too many connections (max 32)\n"
for s in all[:32]:
    s.sendall(b"COUNT memos : trade\n")
    assert s.recv(1000).startswith(b"=0 total=5 ")
PY
like "and then" "$(request 'SEARCH memos limit=1 cache=off : trade')" '^=1 total=5 '
stop_karezd
