# karez, the client: what it sends, what it prints, how it ends.  Against a transcript, not a daemon.
source "$(dirname "$0")/lib.sh"
[ -x "$KAREZ" ] || skip_all "no client/karez in $KAREZ_BUILD"
python3 "$KAREZ_SRC/tests/wire/serve.py" "$SOCK" "$KAREZ_SRC/tests/wire/client.txt" &
server=$!
for _ in $(seq 100); do [ -S "$SOCK" ] && break; sleep 0.05; done
export KAREZ_SERVER=unix:$SOCK COLUMNS=80
unset NO_COLOR XDG_RUNTIME_DIR

# run ARGS...: standard output in $out, standard error in $err, exit status in $code
run() { out=$("$KAREZ" "$@" 2>"$T/err" </dev/null); code=$?; err=$(<"$T/err"); }
# ends NAME CODE
ends() { is "$1" "exit $code" "exit $2"; }

run ping; is "ping" "$out" PONG; ends "ping" 0

# Search
run border trade; ends "found" 0
is "hits" "$out" "  1  Border trade
     memos/a.txt · 2014-12-26 · A Desk · 8.31
     Trade over the border grew.

  2  memos/ш.txt
     7.10
     evil ]0;title text

2 of 120 documents, 4.1 ms"
is "nothing on standard error" "$err" ""
run search border trade; like "search is the default command" "$out" "2 of 120"
run "border trade"; like "words are joined by a blank" "$out" "2 of 120"
run $'border\ntrade'; like "a line end in a query is a blank" "$out" "2 of 120"
run -C memos,news -n 2 -o 10 --match any --plain --snippets 0 --facets lang --sort date --collapse title \
	--timeout 1m --exact-total border status
ends "options" 0
like "hits of several collections" "$out" "memos · a · 1.00"
like "collapsed" "$out" "news · b · 0.50 · and 2 more like it"
like "facets" "$out" "^  en +12$"
like "widened" "$out" "^widened: "
like "a bound" "$out" "2 of at least 30 documents"
like "a partial answer is said" "$err" "partial answer .partial=time."
run -- -drug; like "a query that begins with -" "$out" "0 of 3 documents"; ends "only counted" 0
run search search; like "a command's name as a query" "$out" "0 of 1 document"
run -- search; like "the same after --" "$out" "0 of 1 document"

# Nothing found
run shangai cooperaton; ends "nothing found" 1
is "did you mean" "$out" "no document matches, 0.1 ms
did you mean: shanghai cooperation"
run xyzzy; ends "nothing found, nothing near" 1; is "nothing near" "$out" "no document matches, 0.1 ms"
run --json xyzzy; ends "nothing found, JSON" 1; is "JSON of nothing" "$out" ""

# JSON
run --json border trade; ends "JSON" 0
is "rows as they came" "$out" "$(sed -n '/^C: SEARCH : border trade$/,/^$/s/^S: {/{/p' "$KAREZ_SRC/tests/wire/client.txt")"
is "no head" "$err" ""
run --json -v border trade; like "the head on standard error" "$err" "^=2 total=120 "
run count --json border; is "count as JSON" "$out" '{"total":12,"relation":"exact"}'

# Other commands
run count border; is "count" "$out" 12; ends "count" 0
run count xyzzy; is "count of nothing" "$out" 0; ends "count of nothing" 1
run suggest -n 3 bor; like "suggest" "$out" "^border +12 +word"; ends "suggest" 0
run suggest zzz; ends "nothing to suggest" 1
run spell shangai cooperaton; like "spell" "$out" "^shangai: shanghai .4.$"; ends "spell" 0
run get memos/a.txt; ends "get" 0
is "a document" "$out" "id     memos/a.txt
title  Border trade
pages  3

One.

Two."
like "a cut text is said" "$err" "truncated=1"
run get none; ends "no such document" 3; is "refusal" "$err" "karez: NOTFOUND 'none'"
run status; is "status" "$out" "name    version  uptime_s
karezd  0.1.0           5

collection  state        documents  reason
memos       ok                  12
news        unavailable             no index"
run reindex memos; is "reindex" "$out" "started pid=17"
run explain a; is "explain" "$out" "parsed
  WORDS
    a
planned
  a"
run raw "COUNT : border"; is "raw" "$out" "=0 total=12 relation=exact took_us=10"; ends "raw" 0
run raw SEARCH memoz : x; is "raw refused" "$out" "-NOCOLLECTION 'memoz' (have: memos, news)"; ends "raw refused" 3

# Refusals
run 'drug "shang'; ends "syntax" 3
is "a caret" "$err" "karez: the query: this quote is not closed; close it, leave it out, or ask with plain=1
    drug \"shang
         ^"
run -C memoz x; ends "no such collection" 3; is "why" "$err" "karez: NOCOLLECTION 'memoz' (have: memos, news)"

# Usage
for args in "" "--colour x" "-n 1001 x" "-n" "count --sort date x" "ping x"; do
	run $args; ends "usage: $args" 2; like "usage: $args" "$err" "karez --help"
done
run -s "no address" x; ends "a bad address" 2
run -c "$T/none.conf" x; ends "an address from -s goes before a configuration, KAREZ_SERVER too" 3
run --help; ends "help" 0; like "help" "$out" "^usage: karez "
run --version; like "version" "$out" "^karez [0-9]+\.[0-9]+"

# No daemon
run -s "unix:$T/none" x; ends "no daemon" 4
like "how to start one" "$err" "karezd --index NAME=DIR --listen unix:$T/none"
like "where it was looked for" "$err" "KAREZ_SERVER"
run gone; ends "closed" 4; like "closed" "$err" "closed the connection"
run nonsense; ends "nonsense" 4; like "nonsense" "$err" "not JSON"
(unset KAREZ_SERVER; KAREZ_CONF=$T/none.conf "$KAREZ" x >"$T/out" 2>&1); is "no daemon at the default" $? 4
(unset KAREZ_SERVER; "$KAREZ" -c "$T/none.conf" x >"$T/out" 2>&1); is "no such configuration" $? 2
printf 'listen = {"unix:%s"}\n' "$SOCK" >"$T/karez.conf"
(unset KAREZ_SERVER; "$KAREZ" -c "$T/karez.conf" ping >"$T/out" 2>&1); is "the address from a configuration" $? 0
mkdir "$T/run"; ln -s "$SOCK" "$T/run/karez.sock"
(unset KAREZ_SERVER; KAREZ_CONF=$T/none.conf XDG_RUNTIME_DIR=$T/run "$KAREZ" ping >"$T/out" 2>&1); is "the user's own socket" $? 0

# On a terminal (script makes one): bold and colour, not with NO_COLOR
if command -v script >/dev/null; then
	tty() { script -qec "stty cols 40; $*" /dev/null </dev/null | tr -d '\r'; }
	like "styles on a terminal" "$(TERM=xterm tty "'$KAREZ' border trade")" $'^  1  \033\\[1mBorder trade\033\\[m$'
	like "matches on a terminal" "$(TERM=xterm tty "'$KAREZ' border trade")" $'\033\\[1;33mTrade\033\\[m over'
	unlike "NO_COLOR" "$(TERM=xterm NO_COLOR=1 tty "'$KAREZ' border trade")" $'\033'
	unlike "TERM=dumb" "$(TERM=dumb tty "'$KAREZ' border trade")" $'\033'
fi
ok "full disk" bash -c '"$0" border trade >/dev/full 2>/dev/null; [ $? = 4 ]' "$KAREZ"

kill "$server"; wait "$server" 2>/dev/null || true
