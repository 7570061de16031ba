# Every source file is named in a makefile: what is included but not named builds here and is missing from
# the distribution.  usage: listed.sh SOURCE
src=$1
p=0 f=0
cd "$src" || exit 1
makefiles=$(find . -name local.mk -o -path './tests/*' -name '*.mk' -o -name Makefile.am)
# shellcheck disable=SC2086
named=$(grep -ohE '[A-Za-z0-9_/.-]+\.(c|cc|h|hh|def)\b' $makefiles | sort -u)
for file in $(find common shim glass text extract repair index query web proto daemon indexer lib client tests -name build\* -prune -o \
		\( -name '*.[ch]' -o -name '*.cc' -o -name '*.hh' -o -name '*.def' \) -print | sort); do
	case $file in tests/clients/* | tests/e2e/* | tests/soak/* | tests/eval/*) continue ;; esac	# distributed as folders
	if grep -qxF "$file" <<<"$named"; then p=$((p + 1)); else f=$((f + 1)); echo "FAIL listed: no makefile names $file"; fi
done
[ $p -gt 0 ] || f=$((f + 1))
echo "listed: $p passed, $f failed"
[ $f = 0 ]
