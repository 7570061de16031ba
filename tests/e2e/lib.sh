# Helpers of the end-to-end tests: each script sources this first.
#
#   KAREZ_BUILD  build folder (indexer/karez-index, daemon/karezd, client/karez)
#   KAREZ_SRC    source folder
#   $T           a private folder, removed at the end
#
# A script calls ok/is/like as often as it likes and ends by itself; on exit this file stops the
# daemons that the script started (by pid), counts a daemon that ends badly or wrote a sanitizer
# report as a failure, and prints "N passed, N failed, N skipped".
set -u
: "${KAREZ_SRC:=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}"
: "${KAREZ_BUILD:=$KAREZ_SRC}"
INDEXER=$KAREZ_BUILD/indexer/karez-index
KAREZD=$KAREZ_BUILD/daemon/karezd
KAREZ=$KAREZ_BUILD/client/karez
KAREZ_EXTRACT=$KAREZ_BUILD/extract/karez-extract
export KAREZ_SRC KAREZ_BUILD KAREZ_EXTRACT INDEXER KAREZD KAREZ
unset KAREZ_CONF KAREZ_SERVER
T=$(mktemp -d "${TMPDIR:-/tmp}/karez-e2e.XXXXXX")
SOCK=$T/s
passed=0 failed=0 skipped=0
daemons=()

pass() { passed=$((passed + 1)); [ -z "${KAREZ_VERBOSE:-}" ] || printf 'ok   %s\n' "$1"; }
fail() { failed=$((failed + 1)); printf 'FAIL %s: %s\n' "${0##*/}" "$1"; [ $# -lt 2 ] || printf '     %s\n' "${@:2}"; }
skip() { skipped=$((skipped + 1)); printf 'skip %s: %s\n' "${0##*/}" "$1"; }
skip_all() { skip "$1"; exit 0; }

# ok NAME COMMAND...: the command succeeds.
ok() {
	local name=$1 out; shift
	if out=$("$@" 2>&1); then pass "$name"; else fail "$name" "exit $? of: $*" "$(printf '%s' "$out" | head -c 2000)"; fi
}
# exits NAME CODE COMMAND...: the command ends with this exit code.
exits() {
	local name=$1 want=$2 out got; shift 2
	out=$("$@" 2>&1); got=$?
	if [ "$got" = "$want" ]; then pass "$name"; else fail "$name" "exit $got, wanted $want: $*" "$(printf '%s' "$out" | head -c 2000)"; fi
}
# is NAME GOT EXPECTED
is() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "got:      $2" "expected: $3"; fi; }
# like NAME GOT REGEX (extended, anywhere);  unlike: not.
like() { if grep -qE -- "$3" <<<"$2"; then pass "$1"; else fail "$1" "got: $(head -c 2000 <<<"$2")" "wanted: $3"; fi; }
unlike() { if grep -qE -- "$3" <<<"$2"; then fail "$1" "got: $(head -c 2000 <<<"$2")" "not wanted: $3"; else pass "$1"; fi; }
# at_most NAME NUMBER LIMIT
at_most() { if awk "BEGIN{exit !($2 <= $3)}"; then pass "$1"; else fail "$1" "$2 is more than $3"; fi; }

# start_karezd ARGS...: starts a daemon, waits until $SOCK answers PING.  Its pid is in $PID, its
# log in $T/karezd.log.  ARGS must make it listen on unix:$SOCK.
start_karezd() {
	"$KAREZD" "$@" >>"$T/karezd.log" 2>&1 &
	PID=$!
	daemons+=("$PID")
	local i
	for i in $(seq 200); do
		if [ -S "$SOCK" ] && [ "$(request PING 2>/dev/null)" = +PONG ]; then return 0; fi
		kill -0 "$PID" 2>/dev/null || break
		sleep 0.05
	done
	fail "karezd $* starts" "$(tail -5 "$T/karezd.log")"
	return 1
}
# stop_karezd [PID]: SIGTERM, exit 0 wanted.
stop_karezd() {
	local pid=${1:-$PID} code i
	kill -TERM "$pid" 2>/dev/null
	for i in $(seq 400); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
	if kill -0 "$pid" 2>/dev/null; then fail "karezd stops on SIGTERM" "still there after 20 s"; kill -KILL "$pid"; fi
	wait "$pid"; code=$?
	[ "$code" = 0 ] && pass "karezd ends with 0" || fail "karezd ends with 0" "exit $code" "$(tail -5 "$T/karezd.log")"
	local rest=() p
	for p in ${daemons[@]+"${daemons[@]}"}; do [ "$p" = "$pid" ] || rest+=("$p"); done
	daemons=(${rest[@]+"${rest[@]}"})
}
# request LINE...: sends the lines to $SOCK, closes the sending side, prints all replies.
request() { printf '%s\n' "$@" | python3 "$KAREZ_SRC/tests/e2e/ask.py" "$SOCK"; }
# ids REPLY: the ids of the hits in a reply, one per line.
ids() { sed -n 's/.*"id":"\([^"]*\)".*/\1/p' <<<"$1"; }
# sanitized: memory and time are not those of others.
sanitized() { grep -q '^#define KAREZ_SANITIZED' "$KAREZ_BUILD/config.h"; }
# fds PID: open descriptors of a process.
fds() { ls "/proc/$1/fd" 2>/dev/null | wc -l; }

finish() {
	local code=$?
	trap - EXIT	# once
	for p in ${daemons[@]+"${daemons[@]}"}; do stop_karezd "$p"; done
	if grep -qE 'AddressSanitizer|ThreadSanitizer|LeakSanitizer|runtime error:' "$T"/*.log 2>/dev/null; then
		fail "no sanitizer report" "$(grep -hE -A12 'Sanitizer|runtime error:' "$T"/*.log | head -40)"
	fi
	[ "$code" = 0 ] || fail "script runs to its end" "exit $code"
	rm -rf "$T"
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" = 0 ]
	exit $?
}
trap finish EXIT
trap 'exit 130' INT TERM
