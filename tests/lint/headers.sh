# Every header compiles alone, as C; those that C++ of shim/ sees also as C++.
# usage: headers.sh SOURCE [BUILD]
src=$1 build=${2:-$1}
p=0 f=0
modules="xapian-core libevent_core zlib icu-uc icu-i18n jansson libconfuse libxxhash libarchive libxml-2.0 libseccomp"
project="-fsyntax-only -Wall -Wextra -Werror -Wno-unused-function -D_GNU_SOURCE -I$src -I$build $(pkg-config --cflags $modules)"
flags=$project

# alone HEADER COMPILER...
alone() {
	local header=$1 out
	shift
	if out=$("$@" $flags "$header" 2>&1); then
		p=$((p + 1))
	else
		f=$((f + 1))
		echo "FAIL headers: ${header#"$src"/} does not compile alone with $1"
		head -5 <<<"$out"
	fi
}

while read -r header; do
	case $header in
	*.hh) alone "$header" "${CXX:-g++}" -std=gnu++17 -x c++ ;;
	*/shim/*)
		alone "$header" "${CC:-gcc}" -std=gnu11 -x c
		alone "$header" "${CXX:-g++}" -std=gnu++17 -x c++
		;;
	*/lib/karez.h)		# what other programs include: by itself, in any of their languages
		flags="-fsyntax-only -Wall -Wextra -Wpedantic -Werror"
		alone "$header" "${CC:-gcc}" -std=c99 -x c
		alone "$header" "${CXX:-g++}" -std=c++98 -x c++ -Wno-long-long
		alone "$header" "${CXX:-g++}" -std=c++20 -x c++
		flags=$project
		;;
	*) alone "$header" "${CC:-gcc}" -std=gnu11 -x c ;;
	esac
done < <(cd "$src" && find common shim glass text extract repair index query proto daemon indexer lib client tests \
	-name '*.h' -o -name '*.hh' | sort | sed "s|^|$src/|")
[ $p -gt 0 ] || f=$((f + 1))
echo "headers: $p passed, $f failed"
[ $f = 0 ]
