# What karezd does when an index changes, is rebuilt, rolled back, broken, or goes.
. "$(dirname "$0")/lib.sh"

doc() { echo "Report number $1 on border trade." >"$T/src/$1.txt"; }
index() { "$INDEXER" --quiet --index "$T/ix" "$@" "$T/src" >>"$T/index.out" 2>&1 || fail "karez-index $*" "$(tail -3 "$T/index.out")"; }
count() { request 'COUNT memos : trade' | sed -n 's/^=0 total=\([0-9]*\) .*/\1/p'; }
eventually() { # NAME COMMAND...: succeeds within 10 s
	local name=$1; shift
	for _ in $(seq 100); do if "$@"; then pass "$name"; return; fi; sleep 0.1; done
	fail "$name" "$(tail -3 "$T/karezd.log")"
}
status_has() { request STATUS | grep -qE "$1"; }
# Descriptors of the daemon that are of no file of the served generation: how many of its files are open depends on
# how many workers have answered since it came.
others() { ls -l "/proc/$PID/fd" | tail -n +2 | grep -vc "/ix/$(readlink "$T/ix/current")/[^()]*\$"; }
# descriptors of files below $1 that the daemon holds
holds() { ls -l "/proc/$PID/fd" | grep -c "$1"; }

mkdir "$T/src"
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK" --workers 3
like "no index yet" "$(request 'COUNT memos : trade')" "^-UNAVAILABLE memos: .*karez-index --index $T/ix "
eventually "STATUS says so" status_has '"state":"unavailable","reason":"memos: '
is "it is logged once" "$(request 'COUNT : a' 'COUNT : a' >/dev/null; grep -c ' unavailable ' "$T/karezd.log")" 1

doc 1; doc 2
index
eventually "the first index is taken up" status_has '"state":"ok","documents":2,"generation":1'
is "and searched" "$(count)" 2
for i in 3 4 5 6 7; do
	doc $i
	index
	is "revision with $i documents, at once" "$(count)" $i
done
index --full
is "a new generation, at once" "$(count)" 7
like "it is generation 2" "$(request 'COUNT memos : trade')" ' generation=2 revision='
doc 8; index --full; doc 9; index --full
is "two more" "$(count)" 9
let_go() { [ "$(holds 'gen\.[123]/\|/ix/.*(deleted)')" = 0 ]; }
eventually "no worker keeps files of an old generation open" let_go
"$INDEXER" --quiet --index "$T/ix" --rollback >>"$T/index.out" 2>&1 || fail "rollback"
is "rolled back" "$(count)" 8
like "to generation 3" "$(request 'COUNT memos : trade')" ' generation=3 '
index
is "and forward" "$(count)" 9

# ---- a newer generation that cannot be opened ----
current=$(readlink "$T/ix/current")
mkdir "$T/ix/gen.900" && echo rubbish >"$T/ix/gen.900/iamglass" && ln -sfn gen.900 "$T/ix/current"
is "the one before is served on" "$(count)" 9
eventually "STATUS says why" status_has '"state":"ok","reason":"memos: '
is "for as long as it takes" "$(sleep 1.2; count)" 9
is "logged once" "$(grep -c 'served on' "$T/karezd.log")" 1
ln -sfn "$current" "$T/ix/current"
eventually "put right" status_has '"state":"ok","documents":9,'
rm -r "$T/ix/gen.900"
before=$(others)

# ---- the folder goes, and another comes in its place ----
mv "$T/ix" "$T/away"
is "an index that went is served on" "$(count)" 9
mv "$T/away" "$T/ix"
rm -r "$T/ix"; rm "$T"/src/[3-9].txt
index
is "another one in its place, generation 1 again" "$(count)" 2
for i in $(seq 10 30); do doc $i; index --full; [ "$(count)" = $((i - 7)) ] || fail "generation after $i" "$(count)"; done
none_left() { [ "$(others)" -le "$before" ]; }
eventually "no descriptor is left of 20 generations" none_left

# ---- other settings ----
"$INDEXER" --quiet --index "$T/ix-de" --languages en,de "$T/src" >>"$T/index.out" 2>&1 || fail "indexing in German"
stop_karezd
start_karezd --index "memos=$T/ix" --index "deutsch=$T/ix-de" --listen "unix:$SOCK"
like "each alone" "$(request 'COUNT memos : trade' 'COUNT deutsch : trade' | grep -c '^=0 total=23 ')" 2
like "different languages are not searched as one" "$(request 'COUNT : trade')" '^-BADREQUEST .*languages'

# ---- made by another version ----
if command -v xapian-metadata >/dev/null; then
	stop_karezd
	xapian-metadata set "$T/ix/current" karez.analyzer '999 en,ru'
	start_karezd --index "memos=$T/ix" --index "deutsch=$T/ix-de" --listen "unix:$SOCK"
	like "an index of another version is refused, with the remedy" "$(request 'COUNT memos : trade')" '^-UNAVAILABLE .*karez-index'
else
	skip "an index of another version: xapian-tools are not installed"
fi
