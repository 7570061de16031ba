# SIGHUP and RELOAD: listeners and collections come and go, a bad configuration is refused whole.
. "$(dirname "$0")/lib.sh"

for c in memos press; do
	mkdir "$T/$c" && for i in 1 2 3; do echo "Report $i of $c on border trade." >"$T/$c/$i.txt"; done
	"$INDEXER" --quiet --index "$T/ix-$c" "$T/$c" || fail "indexing $c"
done
collection() { printf 'collection %s {\n index = "%s"\n sources = {"%s"}\n}\n' "$1" "$T/ix-$2" "$T/$2"; }
server() { printf 'listen = {%s}\n%s\n' "$1" "${2:-}"; }
ask_at() { printf '%s\n' "${@:2}" | python3 "$KAREZ_SRC/tests/e2e/ask.py" "$1"; }
names() { request COLLECTIONS | sed -n 's/.*"collection":"\([^"]*\)".*/\1/p' | tr '\n' ' '; }
settled() { for _ in $(seq 60); do [ "$1" = "$(eval "$2")" ] && return; sleep 0.05; done; }

{ server "\"unix:$SOCK\""; collection memos memos; } >"$T/k.conf"
start_karezd -c "$T/k.conf"
is "before" "$(names)" "memos "
like "the unknown one" "$(request 'COUNT press : trade')" "^-NOCOLLECTION 'press' \(have: memos\)"

# ---- a collection and an address more ----
{ server "\"unix:$SOCK\", \"unix:$T/s2\""; collection memos memos; collection press press; } >"$T/k.conf"
is "RELOAD" "$(request RELOAD)" "+reloaded collections=2"
is "a new collection" "$(names)" "memos press "
like "is searched" "$(request 'COUNT press : trade')" '^=0 total=3 '
like "both at once" "$(request 'COUNT : trade')" '^=0 total=6 .*generation=1,1 '
is "a new address" "$(ask_at "$T/s2" PING)" +PONG
like "the log" "$(cat "$T/karezd.log")" 'info reload collections=2'

# ---- refused ----
refused() { # NAME PATTERN: the configuration written before is refused, the old one works
	like "refused: $1" "$(request RELOAD)" "$2"
	is "the old one stays: $1" "$(names)" "memos press "
	is "its addresses too: $1" "$(ask_at "$T/s2" PING)" +PONG
}
{ server "\"unix:$SOCK\""; echo 'nonsense = 1'; } >"$T/k.conf"
refused "an unknown key" '^-BADREQUEST .*k.conf:3: '
{ server "\"unix:$SOCK\""; collection memos memos | sed 's/sources/languages = "xx"\n sources/'; } >"$T/k.conf"
refused "an unknown language" 'memos.*xx'
{ server "\"unix:$T/none/s\", \"unix:$SOCK\""; collection memos memos; } >"$T/k.conf"
refused "an address that cannot be" 'none'
{ server "\"unix:$T/s3\", \"unix:$SOCK\", \"unix:$T/none/s\""; collection memos memos; } >"$T/k.conf"
refused "one of three addresses" 'none'
[ -e "$T/s3" ] && fail "no socket is left of it" || pass "no socket is left of it"
rm "$T/k.conf"
refused "no file" 'k.conf'
kill -HUP "$PID"
settled 6 'grep -c "error reload" "$T/karezd.log"'
is "SIGHUP with a bad one is logged" "$(grep -c 'error reload' "$T/karezd.log")" 6

# ---- more threads than the system gives ----
if ! sanitized; then
	{ server "\"unix:$SOCK\", \"unix:$T/s2\"" 'workers = 1000'; collection memos memos; collection press press; } >"$T/k.conf"
	workers() { request STATUS | sed -n 's/.*"workers":\([0-9]*\).*/\1/p'; }
	threads() { ls "/proc/$PID/task" | wc -l; }
	n_workers=$(workers) n_threads=$(threads)
	prlimit --pid "$PID" --as=$(($(sed -n 's/^VmSize:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$PID/status") * 1024 + (1 << 30))):
	refused "threads that do not start" '^-.*starting worker thread [0-9]+: '
	prlimit --pid "$PID" --as=unlimited:
	is "as many workers as before" "$(workers)" "$n_workers"
	settled "$n_threads" threads
	is "and as many threads" "$(threads)" "$n_threads"
fi

# ---- away, and elsewhere ----
{ server "\"unix:$SOCK\"" 'workers = 4
queue = 7
max_connections = 50
log_level = debug'; collection memos press; } >"$T/k.conf"
python3 - "$SOCK" "$T/s2" "$PID" <<'PY' && pass "connections outlive a reload" || fail "connections outlive a reload"
import os, signal, socket, sys, time
def connect(path):
    s = socket.socket(socket.AF_UNIX); s.settimeout(10); s.connect(path); return s
def ask(s, line):
    s.sendall(line + b"\n"); data = b""
    while not data.endswith(b"\n"): data += s.recv(65536)
    return data
old, control = connect(sys.argv[2]), connect(sys.argv[1])
assert ask(old, b"COUNT memos : memos").startswith(b"=0 total=3 "), 1
os.kill(int(sys.argv[3]), signal.SIGHUP)
for _ in range(100):
    if b'"reloads":2' in ask(control, b"STATUS"): break
    time.sleep(0.05)
assert ask(control, b"COUNT press : trade").startswith(b"-NOCOLLECTION"), 2
assert ask(old, b"COUNT memos : memos").startswith(b"=0 total=0 "), 3
assert ask(old, b"COUNT memos : press").startswith(b"=0 total=3 "), 4
PY
is "one collection less" "$(names)" "memos "
[ -e "$T/s2" ] && fail "the socket of the address that went is removed" || pass "the socket of the address that went is removed"
like "workers" "$(request STATUS)" '"workers":4,'
like "max_connections" "$(request HELLO)" 'max_connections=50 '
like "log_level" "$(cat "$T/karezd.log")" 'debug accepted'
{ server "\"unix:$SOCK\"" 'workers = 1'; collection memos press; } >"$T/k.conf"
request RELOAD >/dev/null
like "fewer workers" "$(request STATUS)" '"workers":1,'
like "and still served" "$(request 'COUNT cache=off : trade' 'COUNT cache=off : trade')" '^=0 total=3 '

# ---- under load ----
python3 - "$SOCK" <<'PY' && pass "50 reloads while clients search: no answer fails" || fail "50 reloads while clients search: no answer fails"
import socket, sys, threading, time
def connect():
    s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(sys.argv[1]); return s
bad, asked, stop = [], [0], False
def search():
    f = connect().makefile("rwb", 0)
    while not stop:
        f.write(b"COUNT memos cache=off : trade\n")
        line = f.readline()
        asked[0] += 1
        if not line.startswith(b"=0 total=3 "): bad.append(line); return
threads = [threading.Thread(target=search) for _ in range(4)]
for t in threads: t.start()
control = connect().makefile("rwb", 0)
for i in range(50):
    control.write(b"RELOAD\n")
    line = control.readline()
    if not line.startswith(b"+reloaded"): bad.append(line)
    time.sleep(0.01)
stop = True
for t in threads: t.join()
if bad or asked[0] < 50: print(asked, bad[:5]); sys.exit(1)
PY
before=$(fds "$PID")
for i in 1 2 3 4 5 6 7 8 9 10; do request RELOAD 'COUNT : trade' >/dev/null; done
at_most "descriptors after reloads" "$(fds "$PID")" $((before + 2))
