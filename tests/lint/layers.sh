# Includes point downwards only, and each outside library is met in its own layer.
# usage: layers.sh SOURCE
src=$1
p=0 f=0

# below LAYER: the layers whose headers it may include.
below() {
	case $1 in
	common) echo common ;;
	shim) echo common glass shim ;;
	glass) echo common glass ;;
	text) echo common shim glass text ;;
	extract) echo common shim text extract ;;
	repair) echo common shim text repair ;;
	index) echo common shim glass text index ;;
	query) echo common shim text index query ;;
	web) echo common web ;;
	proto) echo common web proto ;;
	daemon) echo common shim text index query proto daemon ;;
	indexer) echo common shim glass text repair extract index indexer ;;
	lib) echo common proto lib ;;
	client) echo common proto lib client ;;
	esac
}

fail() { bad=yes; echo "FAIL layers: $1"; }

# inside FILE LAYER: its "..." includes
inside() {
	local name first
	while read -r name; do
		case $name in
		config.h) ;;
		*/*) [[ " $(below "$2") " == *" ${name%%/*} "* ]] || fail "$1 includes $name, which is not below it" ;;
		*) fail "$1 includes \"$name\": write the path from the root" ;;
		esac
	done < <(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$src/$1")
	case $1 in
	*.c | *.cc)
		first=$(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*\(.*\)/\1/p' "$src/$1" | head -1)
		[ "$first" = '"config.h"' ] || fail "$1 does not include \"config.h\" first"
		;;
	esac
}

# outside FILE LAYER: its <...> includes
outside() {
	local name
	while read -r name; do
		case $name:$2 in
		xapian*:shim) [[ $1 = *.cc || $1 = *.hh ]] || fail "$1 is C and includes <$name>" ;;
		xapian*) fail "$1 includes <$name>: only shim/ knows Xapian" ;;
		event2/*:daemon) ;;
		event2/* | event.h:*) fail "$1 includes <$name>: only daemon/ knows libevent" ;;
		esac
	done < <(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*<\([^>]*\)>.*/\1/p' "$src/$1")
}

for layer in common shim glass text extract repair index query web proto daemon indexer lib client; do
	while read -r file; do
		bad=no
		inside "$file" $layer
		outside "$file" $layer
		[[ $file != *.cc || $layer = shim ]] || fail "$file: C++ outside shim/"
		if [ $bad = no ]; then p=$((p + 1)); else f=$((f + 1)); fi
	done < <(cd "$src" && find $layer -name '*.[ch]' -o -name '*.cc' -o -name '*.hh' | sort)
done
[ $p -gt 0 ] || f=$((f + 1))
echo "layers: $p passed, $f failed"
[ $f = 0 ]
