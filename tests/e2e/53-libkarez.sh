# libkarez as another program meets it: the installed header and library, by pkg-config, against a real karezd; as C and as
# C++, shared and static; in a loop of its own; and when memory fails.
source "$(dirname "$0")/lib.sh"
grep -q '^#define KAREZ_SANITIZED' "$KAREZ_BUILD/config.h" && skip_all "a program without sanitizers cannot use a library with them"
printf '%s\n' '{"id":"m1","title":"Border trade","text":"Trade over the border grew. Customs were slow.","lang":"en"}' \
	'{"id":"m2","text":"Borders are lines. Граница.","lang":"ru"}' >"$T/memos.ndjson"
ok "index" "$INDEXER" --quiet --index "$T/ix" "$T/memos.ndjson"
start_karezd --index memos="$T/ix" --listen "unix:$SOCK"

# Installed as a packager does it; a copy of the build's makefile decides where.
prefix=$(sed -n 's/^prefix = //p' "$KAREZ_BUILD/Makefile")
ok "make install" make -s -C "$KAREZ_BUILD" install-includeHEADERS install-pkgconfigDATA install-libkarez DESTDIR="$T/root"
lib=$(dirname "$(find "$T/root" -name libkarez.so)")
export PKG_CONFIG_SYSROOT_DIR=$T/root PKG_CONFIG_PATH=$lib/pkgconfig
flags="-Wall -Wextra -Wpedantic -Wshadow -Werror"
is "installed in the prefix" "$lib" "$T/root$(sed -n "s|^libdir = |&|;s|^libdir = \${exec_prefix}|$prefix|p" "$KAREZ_BUILD/Makefile")"
is "links" "$(readlink "$lib/libkarez.so") $(readlink "$lib/libkarez.so.1")" "libkarez.so.1.0.0 libkarez.so.1.0.0"

# compile NAME COMPILER... : of examples/NAME.c
compile() {
	local name=$1; shift
	ok "$name by $*" "$@" $flags -o "$T/$name" "$KAREZ_SRC/examples/$name.c" $(pkg-config --cflags --libs libkarez)
}
run() { out=$(LD_LIBRARY_PATH=$lib "$@" 2>"$T/err"); code=$?; err=$(<"$T/err"); }
wanted=" 1  Border trade
    [Trade] over the border grew. [Customs] were slow.
lang en: 1
1 of 1 documents"
for compiler in "gcc -std=c11 -D_GNU_SOURCE" "g++ -x c++ -std=c++11" "g++ -x c++ -std=c++20"; do
	compile search $compiler
	run "$T/search" "$SOCK" customs trade
	is "search by $compiler" "$code $out$err" "0 $wanted"
done
compile search gcc
run "$T/search" "unix:$SOCK" trade zzzzzz
like "widened" "$out" "^1 of (about )?1 documents, widened: any"
run "$T/search" "$SOCK" '"border'
is "refused" "$code $out$err" '1 SYNTAX: col=1 this quote is not closed; close it, leave it out, or ask with plain=1'
run "$T/search" "$T/none" border
is "no server" "$code $err" "1 no server: $T/none: No such file or directory"
for compiler in gcc "g++ -x c++"; do
	compile poll $compiler
	run "$T/poll" "$SOCK" border trade zzzzzz '"border' customs
	is "poll by $compiler" "$code $(sort <<<"$out")$err" '0 "border: col=1 this quote is not closed; close it, leave it out, or ask with plain=1
border: 2
customs: 1
trade: 1
zzzzzz: 0'
done

# Every request, over one connection, on which the daemon is started again meanwhile.
ok "a program of all requests" gcc $flags -o "$T/all" "$KAREZ_SRC/tests/e2e/libkarez.c" $(pkg-config --cflags --libs libkarez)
coproc all { LD_LIBRARY_PATH=$lib exec "$T/all" "$SOCK"; }
tell() { # REQUEST EXPECTED
	local said=
	printf '%s\n' "$1" >&"${all[1]}"
	read -r -t 20 said <&"${all[0]}"
	is "$1" "$said" "$2"
}
while read -r asked; do
	read -r wanted_line
	tell "$asked" "$wanted_line"
done <<'END'
ping
OK
search border
total=2 m1 m2
count trade
total=1
suggest cus
total=-1 customs(word,1)
spell boarder trade
total=-1 boarder->border corrected=border trade
get m2
total=-1 m2=Borders are lines. Граница.
get m7
NOTFOUND: no document has the id "m7"
versions m1
total=-1 m1:itself
similar m1
total=1 m2
collections
total=-1 memos:ok:2
status
total=-1 memos:ok:2
request HELP me
total=-1 HELP takes no name, but 'me' is given
request PING
total=-1 PONG
END
stop_karezd
tell "search border" "no server: $SOCK: No such file or directory"
start_karezd --index memos="$T/ix" --listen "unix:$SOCK"
tell "search border" "total=2 m1 m2"
stop_karezd && start_karezd --index memos="$T/ix" --listen "unix:$SOCK"
tell "count trade" "total=1"
pid=$all_PID	# bash forgets it when the program has ended
eval "exec ${all[1]}>&-"
wait "$pid"
is "its end" $? 0

# The example of the manual
{ printf '#include <err.h>\n#include <karez.h>\n#include <stdio.h>\nint main(void) {\n'
	sed -n '/^\.Sh EXAMPLES/,/^\.Ed/{/^\./d;/^The best/d;s/\\e/\\/g;p}' "$KAREZ_SRC/man/libkarez.3" | sed "s|/run/karez/karez.sock|$SOCK|"
	printf 'return 0; }\n'; } >"$T/manual.c"
ok "the example of libkarez(3)" gcc $flags -o "$T/manual" "$T/manual.c" $(pkg-config --cflags --libs libkarez)
run "$T/manual"
is "what it prints" "$code $out" $'0 m1\tBorder trade\nm2\t'

# The static library, with what it needs
ok "static" gcc $flags -o "$T/static" "$KAREZ_SRC/examples/search.c" $(pkg-config --cflags libkarez) "$lib/libkarez.a" \
	$(unset PKG_CONFIG_SYSROOT_DIR; pkg-config --static --libs-only-l libkarez | sed 's/-lkarez//')
run env -u LD_LIBRARY_PATH "$T/static" "$SOCK" customs trade
is "search, static" "$code $out" "0 $wanted"

# Each allocation fails in turn, and all after it: the program is told, and goes on to its own end.
failing=$KAREZ_BUILD/tests/fault/failalloc.so
if [ -f "$failing" ]; then
	bad=0 told=0
	LD_PRELOAD=$failing FAILALLOC_COUNT=$T/count run "$T/static" "$SOCK" customs trade
	total=$(<"$T/count")
	for ((at = 1; at <= total; at++)); do
		LD_PRELOAD=$failing FAILALLOC=$at FAILALLOC_RUN=1000000 run "$T/static" "$SOCK" customs trade
		case $code:$err in
		0:) ;;		# what failed was not the library's (the buffer of standard output)
		1:"no memory: "* | 1:"out of memory" | 1:"no server: "*) told=$((told + 1)) ;;
		*) bad=$((bad + 1)); echo "     allocation $at of $total: exit $code, $err" ;;
		esac
	done
	is "$total failing allocations end in an error of the library" "$bad" 0
	ok "of which it tells" [ "$told" -gt 20 ]
else
	skip "failing allocations (make check builds failalloc.so)"
fi
