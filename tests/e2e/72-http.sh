# HTTP: the same answers as over lines, hostile bytes, curl, reload of the listener, the end while busy.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] || skip_all "not all programs are in $KAREZ_BUILD"
ok "index" "$INDEXER" --quiet --index "$T/memos" "$KAREZ_SRC/samples"
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
PORT=$(free_port)

conf() { # HTTP-LINE
	cat >"$T/karez.conf" <<-CONF
	listen = {"unix:$SOCK"}
	$1
	max_connections = 40
	http_hosts = {"desk.example"}
	http_origins = {"https://ok.example"}
	collection memos { index = "$T/memos" }
	CONF
}
conf "http = {\"127.0.0.1:$PORT\"}"
start_karezd -c "$T/karez.conf" || exit 0

# counted NAME AT-LEAST OUTPUT: what a script of ours found.
counted() {
	local line n=0
	while IFS= read -r line; do
		case $line in
		FAIL*) fail "${line#FAIL }" ;;
		*" passed, "*) n=${line%% *}; passed=$((passed + n)) ;;
		*) fail "$1" "$line" ;;
		esac
	done <<<"$3"
	at_most "$1 came to its end" "$2" "$n"
}
counted http_ask.py 150 "$(timeout 200 python3 "$KAREZ_SRC/tests/e2e/http_ask.py" "$SOCK" "$PORT" memos 2>&1)"

# The description of all that, by whichever Python has what it needs.
for python in python3 /usr/bin/python3; do
	out=$(timeout 200 $python "$KAREZ_SRC/tests/e2e/openapi_check.py" "$SOCK" "$PORT" "$KAREZ_SRC" 2>&1)
	[ $? = 77 ] || break
	out=
done
if [ -n "$out" ]; then counted openapi_check.py 150 "$out"; else skip "no python3-jsonschema"; fi

fetch() { timeout 20 curl -sS --noproxy '*' "$@" 2>&1; }
if command -v curl >/dev/null; then
	like "curl" "$(fetch "http://127.0.0.1:$PORT/v1/search?q=border&limit=1")" '^\{"total":[0-9]+,.*"hits":\[\{"rank":1,'
	like "curl posts" "$(fetch -H 'Content-Type: application/json' -d '{"q":"border"}' "http://127.0.0.1:$PORT/v1/count")" '"total":'
	is "curl sees the status" "$(fetch -o "$T/body" -w '%{http_code} %{content_type}' "http://127.0.0.1:$PORT/v1/search")" \
		"400 application/problem+json"
else
	skip "no curl"
fi

# What monitoring reads: after all that was asked, by rules of ours and by Prometheus' own program where it is.
python3 -c 'import sys, urllib.request; sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())' \
	"http://127.0.0.1:$PORT/metrics" >"$T/metrics"
is "/metrics keeps the rules" "$(python3 "$KAREZ_SRC/tests/e2e/metrics_check.py" <"$T/metrics" | sed 's/^[1-9][0-9]* samples/some/')" some
at_most "and is not long" "$(wc -l <"$T/metrics")" 500
like "requests are counted" "$(cat "$T/metrics")" '^karez_requests_total [1-9][0-9]{2}'
like "latencies too" "$(cat "$T/metrics")" '^karez_request_duration_seconds_count\{verb="SEARCH"\} [1-9]'
like "connections by wire" "$(cat "$T/metrics")" '^karez_connections\{wire="http"\} 1$'
is "the start does not move" "$(for _ in $(seq 25); do request METRICS | grep -o '"karez_start_time_seconds".*'; sleep 0.04; done | sort -u | wc -l)" 1
like "collections" "$(cat "$T/metrics")" '^karez_collection_documents\{collection="memos"\} 41$'
if command -v promtool >/dev/null; then
	is "promtool has nothing to say" "$(promtool check metrics <"$T/metrics" 2>&1)" ""
else
	skip "no promtool"
fi
is "the check sees what is wrong" "$(printf '# HELP a_ms b\n# TYPE a_ms counter\na_ms 1\na_ms 1\n' |
	python3 "$KAREZ_SRC/tests/e2e/metrics_check.py" | wc -l)" 5

# The listener comes and goes with the configuration; a taken address changes nothing.
answers() { python3 -c '
import http.client, sys
try:
	c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
	c.request("GET", "/healthz")
	print(c.getresponse().status)
except OSError as e:
	print(type(e).__name__)' "$1"; }
NEXT=$(free_port)
conf "http = {\"127.0.0.1:$NEXT\"}"
like "reload" "$(request RELOAD)" '^\+reloaded'
is "the new address answers" "$(answers "$NEXT")" 200
is "the old one does not" "$(answers "$PORT")" ConnectionRefusedError
conf "http = {\"unix:$SOCK\"}"
like "an address for two things is refused" "$(request RELOAD)" '^-BADREQUEST .*listed in listen and in http'
ln -s . "$T/here"
conf "http = {\"unix:$T/here/${SOCK##*/}\"}"
like "an address that is taken is refused" "$(request RELOAD)" '^-BUSY another server answers'
is "and all is as before" "$(answers "$NEXT")" 200
conf 'http = {"0.0.0.0:1"}'
like "only this machine" "$(request RELOAD)" '^-BADREQUEST .*http: .*can be reached from other machines'
conf "http = {\"unix:$T/h\", \"127.0.0.1:$NEXT\"}"
like "a Unix socket, too" "$(request RELOAD)" '^\+reloaded'
! command -v curl >/dev/null || like "answers" "$(fetch --unix-socket "$T/h" http://localhost/healthz)" '"status":"ok"'

# A kept page names the collections that there are now.
choices() { python3 -c '
import http.client, re, sys
c = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=10)
c.request("GET", "/?q=border&collection=memos", headers={"Host": sys.argv[2]})
print(*re.findall("<option(?: selected)?>([a-z]+)<", c.getresponse().read().decode()))' "$NEXT" "${1:-localhost}"; }
conf "http = {\"unix:$T/h\", \"127.0.0.1:$NEXT\"}"
like "reload" "$(request RELOAD)" '^\+reloaded'
choices >/dev/null; choices >/dev/null	# what was asked for twice is kept
is "with one collection there is no choice" "$(choices)" ""
conf "http = {\"unix:$T/h\", \"127.0.0.1:$NEXT\"} collection later { index = \"$T/later\" }"
like "one more" "$(request RELOAD)" '^\+reloaded'
is "is on the page" "$(choices)" "later memos"
is "but for a name that leads here" "$(choices evil.example)" ""
conf "http = {\"unix:$T/h\", \"127.0.0.1:$NEXT\"}"
like "and back" "$(request RELOAD)" '^\+reloaded'

# The end: what is asked for is answered, who keeps a connection open is not waited for.
python3 - "$NEXT" "$PID" <<'PY' >"$T/end" 2>&1
import http.client, os, signal, socket, sys, time
idle = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
busy = [http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=20) for _ in range(10)]
for c in busy:
    c.request("GET", "/v1/search?q=border+OR+the+OR+of&cache=off&snippets=3&limit=100")
time.sleep(0.1)  # what was not read yet is not answered
os.kill(int(sys.argv[2]), signal.SIGTERM)
print(sorted({c.getresponse().status for c in busy}), idle.recv(10))
PY
like "what was asked for is answered at the end" "$(cat "$T/end")" "^\[200\] b''"
for i in $(seq 400); do kill -0 "$PID" 2>/dev/null || break; sleep 0.05; done	# a second signal would cut it short
stop_karezd
unlike "its socket is gone" "$(ls "$T")" '^h$'
