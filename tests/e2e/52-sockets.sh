# Sockets that a service manager holds: served, kept over reload and restart, never removed; others are refused.
. "$(dirname "$0")/lib.sh"

mkdir "$T/memos" && echo "Border trade in Batken." >"$T/memos/1.txt"
"$INDEXER" --quiet --index "$T/ix" "$T/memos" || fail "indexing"
ask_at() { printf '%s\n' "${@:2}" | python3 "$KAREZ_SRC/tests/e2e/ask.py" "$1"; }
conf() { # [LISTEN...]: the configuration, with these addresses
	local list
	list=$(printf ', "%s"' "$@")
	{
		echo "indexer = \"$T/indexer\""
		[ $# = 0 ] || echo "listen = {${list#, }}"
		printf 'collection memos {\n index = "%s"\n sources = {"%s"}\n}\n' "$T/ix" "$T/memos"
	} >"$T/k.conf"
}
cat >"$T/indexer" <<-EOF
	#!/bin/sh
	env >"$T/child.env"
	ls -l /proc/self/fd >"$T/child.fds"
	: >"$T/child.done"
	exec "$INDEXER" "\$@"
EOF
chmod +x "$T/indexer"
manager() { # ARGS: sockets.py, with karezd of the configuration; its pid in $MANAGER
	: >"$T/manager.out"
	python3 "$KAREZ_SRC/tests/e2e/sockets.py" "$@" -- "$KAREZD" -c "$T/k.conf" >>"$T/manager.out" 2>>"$T/karezd.log" &
	MANAGER=$!
	daemons+=("$MANAGER")
	for _ in $(seq 200); do
		if [ -s "$T/manager.out" ] || [ -S "$1" ] || [ -S "$2" ]; then break; fi
		sleep 0.05
	done
}
started() { sed -n 's/^pid //p' "$T/manager.out" | tail -1; }
hits='^=0 total=1 '

# ---- on demand, and again ----
conf
manager karez "$SOCK"
is "nobody is there before the first client" "$(started)" ""
like "the first client starts it" "$(request 'COUNT memos : trade')" "$hits"
first=$(started)
like "the log names the socket" "$(cat "$T/karezd.log")" "info listen addr=unix:$SOCK inherited=3 name=karez"
unlike "what listen is by default is not opened beside it" "$(cat "$T/karezd.log")" 'addr=unix:/run/karez'
like "REINDEX" "$(request 'REINDEX memos')" "^\\+started pid="
for _ in $(seq 200); do [ -e "$T/child.done" ] && break; sleep 0.05; done
is "karez-index is told nothing of it" "$(grep -c '^LISTEN_' "$T/child.env")" 0
is "and has no socket" "$(grep -c 'socket:' "$T/child.fds")" 0
is "RELOAD" "$(request RELOAD)" "+reloaded collections=1"
like "answers after a reload" "$(request 'COUNT memos : trade')" "$hits"
kill -TERM "$first"
for _ in $(seq 200); do kill -0 "$first" 2>/dev/null || break; sleep 0.05; done
ok "the socket outlives the daemon" test -S "$SOCK"
like "the next client starts the next one" "$(request 'COUNT memos : trade')" "$hits"
[ "$(started)" != "$first" ] && pass "it is another one" || fail "it is another one"
stop_karezd "$MANAGER"
ok "the socket is there after the end" test -S "$SOCK"
rm "$SOCK"

# ---- whoever has come in is heard ----
conf
manager -n karez "$SOCK"
is "it is up" "$(request PING)" +PONG
# Twenty clients ask after the daemon has begun to end.  When this machine was too slow for that it is tried again with the next one.
cat >"$T/late.py" <<'PY'
import os, signal, socket, sys, time
path, pid, log = sys.argv[1], int(sys.argv[2]), open(sys.argv[3], "rb")
clients = [socket.socket(socket.AF_UNIX) for _ in range(20)]
for s in clients:
    s.settimeout(30)
    s.connect(path)
    s.sendall(b"PING\n")
    assert s.recv(100) == b"+PONG\n"      # it is accepted
log.seek(0, 2)
began, seen = time.monotonic(), b""
os.kill(pid, signal.SIGTERM)
while b"info stop connections=20" not in seen:
    seen += log.read()
try:
    for s in clients:
        s.sendall(b"COUNT memos : trade\n")
    slow = time.monotonic() - began > 0.15
    answers = [s.makefile("rb").readline() for s in clients]
except OSError as e:
    slow, answers = time.monotonic() - began > 0.15, [str(e).encode()]
sys.exit(0 if all(a.startswith(b"=0 total=1 ") for a in answers) else 2 if slow else 1)
PY
late=2
for _ in $(seq 20); do
	[ $late = 2 ] || break
	[ "$(request PING)" = +PONG ] || fail "the next one answers"
	last=$(started)
	python3 "$T/late.py" "$SOCK" "$last" "$T/karezd.log"
	late=$?
	for _ in $(seq 200); do kill -0 "$last" 2>/dev/null || break; sleep 0.05; done
done
is "requests that come with the end are answered" $late 0
stop_karezd "$MANAGER"
rm "$SOCK"

# ---- several, and listen ----
conf "unix:$SOCK" "unix:$T/own"
manager -n karez:lan "$SOCK" 127.0.0.1:0
for _ in $(seq 200); do grep -q '^port' "$T/manager.out" && break; sleep 0.05; done
port=$(sed -n 's/^port //p' "$T/manager.out")
like "on the inherited Unix socket" "$(request 'COUNT memos : trade')" "$hits"
like "on the inherited TCP socket" "$(ask_at "127.0.0.1:$port" 'COUNT memos : trade')" "$hits"
like "and on one of its own" "$(ask_at "$T/own" 'COUNT memos : trade')" "$hits"
like "the TCP socket in the log" "$(cat "$T/karezd.log")" "info listen addr=127.0.0.1:$port inherited=4 name=lan"
conf "unix:$T/other" "localhost:$port"
is "RELOAD with other addresses" "$(request RELOAD)" "+reloaded collections=1"
is "its own is gone" "$(test -e "$T/own" || echo gone)" gone
is "the new one is there" "$(ask_at "$T/other" PING)" +PONG
is "inherited ones stay: Unix" "$(request PING)" +PONG
is "inherited ones stay: TCP, by another name of it" "$(ask_at "127.0.0.1:$port" PING)" +PONG
http() { printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' | python3 "$KAREZ_SRC/tests/e2e/ask.py" "127.0.0.1:$port" | head -1 | tr -d '\r'; }
conf "unix:$T/other" && echo "http = {\"127.0.0.1:$port\"}" >>"$T/k.conf"
is "RELOAD with HTTP on an inherited socket" "$(request RELOAD)" "+reloaded collections=1"
is "HTTP is spoken there" "$(http)" "HTTP/1.1 200 OK"
is "lines on the other" "$(request PING)" +PONG
is "RELOAD of the same" "$(request RELOAD)" "+reloaded collections=1"
is "HTTP is spoken still" "$(http)" "HTTP/1.1 200 OK"
conf "unix:$T/none/s"
like "a reload without it that is refused" "$(request RELOAD)" none
is "changes nothing there" "$(http)" "HTTP/1.1 200 OK"
conf "unix:$T/other"
is "RELOAD without it" "$(request RELOAD)" "+reloaded collections=1"
is "lines again" "$(ask_at "127.0.0.1:$port" PING)" +PONG
conf "unix:$T/none/s"
like "a reload that is refused" "$(request RELOAD)" none
is "leaves them as they are" "$(request PING) $(ask_at "127.0.0.1:$port" PING) $(ask_at "$T/other" PING)" "+PONG +PONG +PONG"
stop_karezd "$MANAGER"
ok "the inherited socket is there" test -S "$SOCK"
is "its own is removed" "$(test -e "$T/other" || echo gone)" gone
rm "$SOCK"

# ---- refused ----
refused() { # NAME PATTERN NAMES SOCKET...: karezd ends with 69 and says why
	: >"$T/refused.err"
	timeout 30 python3 "$KAREZ_SRC/tests/e2e/sockets.py" -n "${@:3}" -- "$KAREZD" -c "$T/k.conf" >/dev/null 2>"$T/refused.err"
	is "$1: exit code" $? 69
	like "$1: why" "$(cat "$T/refused.err")" "$2"
}
conf "unix:$SOCK"
: >"$T/file"
refused "a file" 'error start inherited descriptor 3 is no socket' - "file:$T/file"
refused "datagrams" 'inherited socket 3 is no stream \(ListenStream= is wanted\)' - "dgram:$T/d"
refused "one that does not listen" 'inherited socket 4 does not listen' - "$T/a" "idle:$T/i"
refused "one that other machines reach" 'inherited socket 3 listens on 0\.0\.0\.0:[0-9]+, which can be reached from other machines' - 0.0.0.0:0
refused "too few names" 'LISTEN_FDNAMES has 1 names for 2 sockets' karez "$T/b" "$T/c"
for s in a b c d i; do [ -S "$T/$s" ] || fail "a socket is left alone when refused: $s"; done
is "a wrong count" "$(LISTEN_PID=x LISTEN_FDS=1 "$KAREZD" -c "$T/k.conf" 2>&1 | grep -c 'LISTEN_PID=x is no process')" 1

# ---- for another process ----
export LISTEN_PID=1 LISTEN_FDS=1
start_karezd -c "$T/k.conf"
unset LISTEN_PID LISTEN_FDS
is "sockets of another process are not looked for" "$(request PING)" +PONG
stop_karezd
