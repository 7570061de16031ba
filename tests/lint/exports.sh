# What libkarez shows is what its map and its header name, and nothing of it ends a program or prints.
# usage: exports.sh SOURCE [BUILD]
src=$1 build=${2:-$1}
p=0 f=0
# same WHAT GOT WANTED
same() {
	if [ "$2" = "$3" ]; then p=$((p + 1)); else f=$((f + 1)); echo "FAIL exports: $1"; diff <(echo "$2") <(echo "$3") | head; fi
}
shared=$(echo "$build"/lib/libkarez.so.*)
map=$(sed -n 's/^\t\(karez_[a-z_]*\);$/\1/p' "$src/lib/libkarez.map" | sort)
declared=$(sed -n 's/^[a-z].*[ *]\(karez_[a-z_]*\)(.*);.*/\1/p' "$src/lib/karez.h" | sort)
[ "$(wc -l <<<"$map")" -gt 20 ] || { f=$((f + 1)); echo "FAIL exports: the map has next to no names"; }
same "the map and karez.h" "$map" "$declared"
same "the shared library and the map" "$(nm -D --defined-only "$shared" | sed -n 's/.* T \(.*\)@@.*/\1/p' | sort)" "$map"
same "the static library and the map" "$(nm -g --defined-only "$build/lib/libkarez.a" | sed -n 's/^[0-9a-f]* . //p' | sort)" "$map"
same "its name" "$(readelf -d "$shared" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')" libkarez.so.1
same "what it needs" "$(readelf -d "$shared" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort | xargs)" "libc.so.6 libjansson.so.4"
same "nothing that ends a program, prints or raises signals" \
	"$(nm -D -u "$shared" | grep -oE ' (abort|_?exit|raise|kill|signal|sigaction|f?printf|puts|perror|fwrite)@')" ""
echo "exports: $p passed, $f failed"
[ $f = 0 ]
