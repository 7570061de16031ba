# karez-index: killed at any moment, stopped by a signal: the index is whole, the next run completes.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
: "${KILLS:=20}"	# moments at which it is killed, for each kind of run
ix=$T/ix
python3 - "$T/d" <<'PY'
import os, random, sys
random.seed(7)
words = ["word%d" % i for i in range(5000)]
for i in range(600):
    d = "%s/%d" % (sys.argv[1], i % 10)
    os.makedirs(d, exist_ok=True)
    with open("%s/%d.txt" % (d, i), "w") as f:
        f.write("unique%d " % i + " ".join(random.choices(words, k=200)) + "\n")
PY
age "$T/d"
change() { # every tenth file, in another place each time
	local k
	for k in $(seq "$1" 10 599); do echo "round $2 unique$k" >"$T/d/$((k % 10))/$k.txt"; done
}
# How long does such a run take, when nothing else keeps the machine busy?
took=1000000
for n in 1 2 3; do
	rm -rf "$ix"
	started=$(date +%s%N)
	"$INDEXER" --quiet --memory 32M --index "$ix" "$T/d" || fail "the first run"
	ms=$((($(date +%s%N) - started) / 1000000))
	[ $ms -ge $took ] || took=$ms
done
is "all documents" "$(documents "$ix")" 600

# kill_at NAME MS ARGS...: starts a run, kills it after so long.
kill_at() {
	local name=$1 ms=$2 pid
	shift 2
	"$INDEXER" --quiet --memory 32M "$@" >>"$T/killed.log" 2>&1 &
	pid=$!
	sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
	kill -KILL "$pid" 2>/dev/null && killed=$((killed + 1))
	wait "$pid" 2>/dev/null
}
for kind in update rebuild first; do
	broken=0 killed=0 incomplete=0
	for n in $(seq "$KILLS"); do
		ms=$((n * took / KILLS))
		case $kind in
		update) change "$((n % 10))" "$kind$n"; kill_at $kind "$ms" --index "$ix" "$T/d" ;;
		rebuild) kill_at $kind "$ms" --full --index "$ix" "$T/d" ;;
		first) rm -rf "$ix"; kill_at $kind "$ms" --index "$ix" "$T/d" ;;
		esac
		[ $kind = first ] && [ ! -e "$ix/current" ] || whole "$ix" || broken=$((broken + 1))
		[ $((n % 5)) != 0 ] && [ $kind != update ] && continue
		"$INDEXER" --quiet --memory 32M --index "$ix" "$T/d" || incomplete=$((incomplete + 1))
		[ "$(documents "$ix")" = 600 ] || incomplete=$((incomplete + 1))
		[ $kind != update ] || [ "$(frequency "$ix" "$kind$n")" = 60 ] || incomplete=$((incomplete + 1))
	done
	is "$kind: $killed of $KILLS killed, index whole each time" "$broken" 0
	is "$kind: the next run completes" "$incomplete" 0
	at_most "$kind: some were killed in the middle" 1 "$killed"
done
ok "the index is good" "$INDEXER" --index "$ix" --check
is "no leftovers" "$("$INDEXER" --quiet --full --index "$ix" "$T/d"; ls "$ix" | grep -vE '^(current|lock|gen\.[0-9]+)$')" ""

# Signals: what is done is kept; a rebuild is given up.  Standard input keeps a run from ending.
mkfifo "$T/in"
stop_in() { # SIGNAL ARGS...: starts a run that reads all of $T/d, then waits; stops it; exit code
	local sig=$1 pid code
	shift
	"$INDEXER" --memory 32M "$@" "$T/d" - <"$T/in" >"$T/signal.out" 2>&1 &
	pid=$!
	exec 7>"$T/in"
	printf '{"id":"x","text":"from a pipe"}\n' >&7
	# The pipe is read after the files have been; what was read is written soon.
	python3 -c '
import fcntl, termios, time
for _ in range(600):
    if fcntl.ioctl(7, termios.FIONREAD, bytes(4)) == bytes(4): break
    time.sleep(0.1)'
	sleep "$((2 * took / 1000 + 1))"
	kill "-$sig" "$pid"
	wait "$pid"
	code=$?
	exec 7>&-
	return $code
}
rm -rf "$ix"
stop_in TERM --index "$ix"
is "SIGTERM" $? 143
like "says so" "$(cat "$T/signal.out")" 'stopped by a signal'
ok "what was done is a whole index" whole "$ix"
at_most "and is not done again" "$(index_all "$T/d" | sed -n 's/^added \([0-9]*\),.*/\1/p')" 0
is "completed, with the record that had come" "$(documents "$ix")" 601
generation=$(readlink "$ix/current")
stop_in INT --full --allow-shrink --index "$ix"
is "SIGINT" $? 130
is "a rebuild is given up" "$(readlink "$ix/current")" "$generation"
is "without leftovers" "$(ls "$ix" | grep -c '\.new$')" 0
change 3 zebra
stop_in TERM --index "$ix"
is "SIGTERM in an update" $? 143
ok "the index is whole" whole "$ix"
is "and has what was done" "$(frequency "$ix" zebra)" 60
