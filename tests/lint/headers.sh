# Every header compiles alone, as C; those that C++ of shim/ sees also as C++.
# usage: headers.sh SOURCE [BUILD]
src=$1 build=${2:-$1}
jobs=$(nproc)
modules="xapian-core libevent_core zlib icu-uc icu-i18n jansson libconfuse libxxhash libarchive libxml-2.0 libseccomp"
project="-fsyntax-only -Wall -Wextra -Werror -Wno-unused-function -D_GNU_SOURCE -I$src -I$build $(pkg-config --cflags $modules)"
flags=$project

# alone HEADER COMPILER...: says ok, or what is wrong
alone() {
	local header=$1 out
	shift
	if out=$("$@" $flags "$header" 2>&1); then
		echo ok
	else
		printf 'FAIL headers: %s does not compile alone with %s\n%s\n' "${header#"$src"/}" "$1" "$(head -5 <<<"$out")"
	fi
}
# side_by_side COMMAND...: as many as there are processors
side_by_side() {
	"$@" &
	[ "$(jobs -rp | wc -l)" -lt "$jobs" ] || wait -n
}

each_header() {
	while read -r header; do
		case $header in
		*.hh) side_by_side alone "$header" "${CXX:-g++}" -std=gnu++17 -x c++ ;;
		*/shim/*)
			side_by_side alone "$header" "${CC:-gcc}" -std=gnu11 -x c
			side_by_side alone "$header" "${CXX:-g++}" -std=gnu++17 -x c++
			;;
		*/lib/karez.h)		# what other programs include: by itself, in any of their languages
			flags="-fsyntax-only -Wall -Wextra -Wpedantic -Werror"
			side_by_side alone "$header" "${CC:-gcc}" -std=c99 -x c
			side_by_side alone "$header" "${CXX:-g++}" -std=c++98 -x c++ -Wno-long-long
			side_by_side alone "$header" "${CXX:-g++}" -std=c++20 -x c++
			flags=$project
			;;
		*) side_by_side alone "$header" "${CC:-gcc}" -std=gnu11 -x c ;;
		esac
	done < <(cd "$src" && find common shim glass text extract repair index query proto daemon indexer lib client tests \
		-name '*.h' -o -name '*.hh' | sort | sed "s|^|$src/|")
	wait
}
results=$(each_header)
grep -vx ok <<<"$results"
p=$(grep -cx ok <<<"$results") f=$(grep -c "^FAIL headers: " <<<"$results")
[ $p -gt 0 ] || f=$((f + 1))
echo "headers: $p passed, $f failed"
[ $f = 0 ]
