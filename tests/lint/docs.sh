# Every row of the tables (verbs, options, errors, counters, configuration keys) and every option
# of the programs' --help has an entry (.It) in its man page; the pages are clean.
# usage: docs.sh SOURCE [BUILD]
src=$1 build=${2:-}
p=0 f=0
pass() { p=$((p + 1)); }
fail() { f=$((f + 1)); echo "FAIL docs: $1"; }

# entries PAGE: the lines that open an entry, mdoc macros taken away
entries() { grep -E '^\.It ' "$src/man/$1" | sed 's/\\-/-/g; s/\\&//g'; }
# rows TABLE.def MACRO: the first argument of each row
rows() { sed -n "s/^[[:space:]]*$2(\([A-Za-z0-9_-]*\).*/\1/p" "$src/$1"; }
# table TABLE MACRO PAGE
table() {
	local all name n=0
	all=$(entries "$3")
	for name in $(rows "$1" "$2"); do
		n=$((n + 1))
		if grep -qE "(^|[^A-Za-z0-9_-])$name([^A-Za-z0-9_-]|$)" <<<"$all"; then pass; else fail "$3 has no entry for $name ($1)"; fi
	done
	[ $n -gt 0 ] || fail "$1 has no $2 row"
}
table proto/verbs.def VERB karez-protocol.7
table proto/options.def OPTION karez-protocol.7
table proto/errors.def WIRE_ERROR karez-protocol.7
table daemon/stats.def STAT karezd.8
# Paths are quoted, and one that ends in "/" is written with its id.
for path in $(sed -n 's/^ROUTE("\([^"]*\)".*/\1/p' "$src/proto/routes.def"); do
	if grep -qE "^\.It Li $path( Ns Ar id)?$" "$src/man/karez-http.7"; then pass; else fail "karez-http.7 has no entry for $path"; fi
done
table repair/rules.def RULE karez-index.1
conf_keys=$(rows common/conf.def 'CONF_[A-Z]*')
all=$(entries karez.conf.5)
[ -n "$conf_keys" ] || fail "common/conf.def has no rows"
for key in $conf_keys; do
	if grep -qE "Ic $key " <<<"$all"; then pass; else fail "karez.conf.5 has no entry for $key"; fi
done
for key in $(grep -oE '^\.It Ic [a-z_]+' "$src/man/karez.conf.5" | cut -d' ' -f3); do
	if grep -qx "$key" <<<"$conf_keys"; then pass; else fail "karez.conf.5 has $key, the program does not"; fi
done

# Every function of the library, and every code that it gives.
for name in $(sed -n 's/^\t\(karez_[a-z_]*\);$/\1/p' "$src/lib/libkarez.map") $(grep -oE '^\sKAREZ_[ER]_[A-Z]+' "$src/lib/karez.h"); do
	if grep -qE "^\.(Fn|It Dv) $name( |\$)" "$src/man/libkarez.3"; then pass; else fail "libkarez.3 does not name $name"; fi
done

# The programs' long and short options.
options() { # PROGRAM PAGE
	[ -x "$build/$1" ] || return 0
	local o help
	help=$("$build/$1" --help 2>&1)
	for o in $(grep -oE -- '(^|[ ,\[(|])--?[a-zA-Z][a-z-]*' <<<"$help" | tr -d ' ,[(|' | sort -u); do
		if grep -qE -- "Fl (-\\\\?)?${o##*--}( |\$)|Fl ${o#-}( |\$)|Fl -${o#--}( |\$)" "$src/man/$2" ||
			sed 's/\\-/-/g' "$src/man/$2" | grep -qE "Fl ${o#-}( |$)"; then pass; else fail "$2 does not know $o"; fi
	done
}
options indexer/karez-index karez-index.1
options daemon/karezd karezd.8
options client/karez karez.1

# A newcomer finds every source file in the design.
while read -r file; do
	stem=${file##*/} stem=${stem%.*}
	if grep -qE "(^|[^a-z_])$stem\.(c|cc|h|def)" "$src/doc/DESIGN.md"; then pass; else fail "doc/DESIGN.md does not name $file"; fi
done < <(find "$src"/{client,common,shim,glass,text,repair,extract,index,query,web,proto,daemon,indexer,lib} -name '*.c' -o -name '*.cc' | sed "s|^$src/||" | sort)

for page in "$src"/man/*.[0-9]; do
	out=$(mandoc -Tlint -W warning "$page" 2>&1)
	if [ -z "$out" ]; then pass; else fail "$out"; fi
done
echo "docs: $p passed, $f failed"
[ $f = 0 ]
