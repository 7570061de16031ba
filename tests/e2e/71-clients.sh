# The matrix of doc/CLIENTS.md: every Redis client at hand does everything, and gets what the line protocol gives.
# Long: clients come one after the other.
source "$(dirname "$0")/lib.sh"
[ -x "$INDEXER" ] && [ -x "$KAREZD" ] || skip_all "not all programs are in $KAREZ_BUILD"
clients=$KAREZ_SRC/tests/clients
ok "index" "$INDEXER" --quiet --index "$T/memos" "$KAREZ_SRC/samples"
serve() { start_karezd --index "memos=$T/memos" --listen "unix:$SOCK"; }
serve || exit 0
ok "what is expected" python3 "$clients/matrix.py" expect "$SOCK" memos
python3 "$clients/matrix.py" expect "$SOCK" memos >"$T/expected"

results=()
# play NAME COMMAND...: the client's lines go to a file; where it says "restart", karezd is restarted under it.
play() {
	local name=$1 line code out=$T/results.${#results[@]}; shift
	coproc CLIENT { timeout 60 "$@" 2>"$out.err"; }
	local pid=$CLIENT_PID from=${CLIENT[0]} to=${CLIENT[1]}
	while IFS= read -r -u "$from" line; do
		if [ "$line" = restart ]; then
			stop_karezd && serve || break
			echo >&"$to"
		else
			printf '%s\n' "$line" >>"$out"
		fi
	done
	wait "$pid"; code=$?
	is "$name ends well" "$code $(head -c 500 "$out.err")" "0 "
	results+=("$name=$out")
}

if command -v redis-cli >/dev/null; then
	version=$(redis-cli --version | cut -d' ' -f2)
	for resp in 2 3; do play "redis-cli $version -$resp" python3 "$clients/by_command.py" "redis-cli-$resp" "$SOCK" memos; done
	for args in "-t ping" "FT.SEARCH memos border NOCONTENT" "-3 -P 4 FT.SEARCH memos water LIMIT 0 1"; do
		# an error reply ends redis-benchmark with 1
		out=$(timeout 60 redis-benchmark -s "$SOCK" -n 1000 -c 8 --csv $args 2>&1); code=$?
		like "redis-benchmark $args" "$code $(tail -1 <<<"$out")" '^0 ".*","[1-9][0-9.]+"'
	done
else
	skip "no redis-cli, no redis-benchmark"
fi
if version=$(/usr/bin/python3 -c 'import redis; print(redis.__version__)' 2>/dev/null); then
	play "redis-py $version" /usr/bin/python3 "$clients/redis_py.py" "$SOCK" memos
else
	skip "no python3-redis"
fi
play "redis-py 8.1, replayed" python3 "$clients/by_command.py" redis-py-8 "$SOCK" memos
play "go-redis 9, replayed" python3 "$clients/by_command.py" go-redis "$SOCK" memos
modules=$("$KAREZ_SRC/tests/npm" "$clients" 2>"$T/npm.err"); code=$?
if [ $code = 0 ]; then
	version_of() { sed -n 's/^  "version": "\(.*\)",*/\1/p' "$modules/node_modules/$1/package.json"; }
	for v in 4 5 6; do play "node-redis $(version_of node-redis-$v)" node "$clients/node_redis.js" "$modules" $v "$SOCK" memos; done
	play "ioredis $(version_of ioredis)" node "$clients/ioredis.js" "$modules" "$SOCK" memos
elif [ $code = 77 ]; then
	skip "no clients for Node: $(cat "$T/npm.err")"
else
	fail "tests/npm" "$(cat "$T/npm.err")"
fi
if pkg-config --exists hiredis 2>/dev/null; then
	ok "the program with hiredis" cc -Wall -Wextra -Werror -o "$T/hiredis" "$clients/hiredis.c" $(pkg-config --cflags --libs hiredis)
	play "hiredis $(pkg-config --modversion hiredis)" "$T/hiredis" "$SOCK" memos
else
	skip "no libhiredis-dev"
fi
if version=$(php -r 'extension_loaded("redis") or exit(1); echo phpversion("redis");' 2>/dev/null); then
	play "phpredis $version" php "$clients/phpredis.php" "$SOCK" memos
else
	skip "no php-redis"
fi

python3 "$clients/matrix.py" table "$T/expected" "$KAREZ_SRC/doc/CLIENTS.md" "${results[@]}" >"$T/matrix"
cat "$T/matrix" | grep '^|'
while IFS= read -r line; do
	case $line in
	FAIL*) fail "${line#FAIL }" ;;
	"     "*) printf '%s\n' "$line" ;;
	*" passed, "*) n=${line%% *}; passed=$((passed + n)) ;;
	esac
done < <(grep -v '^|' "$T/matrix")
at_most "every client was played to the end" 50 "${n:-0}"
