# What goes beside the programs: the units of systemd are good and closed, the Debian packages agree with the tree.
# usage: packages.sh SOURCE [BUILD]
src=$1 build=${2:-}
p=0 f=0
pass() { p=$((p + 1)); }
fail() { f=$((f + 1)); echo "FAIL packages: $1"; }
cd "$src" || exit 1

# ---- debian/ ----
version=$(sed -n 's/^AC_INIT(\[karez\], \[\(.*\)\])$/\1/p' configure.ac)
packaged=$(sed -n '1s/^karez (\(.*\)) .*/\1/p' debian/changelog)
[ -n "$version" ] && [ "$version" = "$packaged" ] && pass || fail "configure.ac has version $version, debian/changelog $packaged"
libraries=$(sed -n '/^build=/,/"$/p' scripts/deps | grep -oE '\b(lib|zlib)[a-z0-9.-]*-dev\b' | grep -vx libc6-dev)
[ -n "$libraries" ] || fail "scripts/deps names no library"
for l in $libraries; do
	grep -qE "^ $l( |,)" debian/control && pass || fail "debian/control does not build with $l, scripts/deps does"
done
for file in debian/control debian/rules debian/*.install debian/*.docs debian/*.examples debian/*.symbols debian/*.p*rm debian/tests/*; do
	[ -e "$file" ] || continue
	grep -qF "$file" Makefile.am && pass || fail "Makefile.am does not distribute $file"
done
# A symbol that is once there stays; a new one carries the version that it came with.
exported=$(grep -oE '^[[:space:]]karez_[a-z0-9_]+;' lib/libkarez.map | tr -d '\t;' | sort)
told=$(sed -n 's/^ \(karez_[a-z0-9_]*\)@.*/\1/p' debian/libkarez1.symbols | sort)
[ -n "$exported" ] && [ "$exported" = "$told" ] && pass || fail "lib/libkarez.map and debian/libkarez1.symbols differ: $(comm -3 <(echo "$exported") <(echo "$told") | xargs)"

# ---- units: as installed, with a program that is there ----
if command -v systemd-analyze >/dev/null; then
	units=$(mktemp -d) || exit 1
	trap 'rm -rf "$units"' EXIT
	for unit in etc/*.service.in etc/*.timer etc/*.socket; do
		sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$unit" >"$units/$(basename "$unit" .in)"
	done
	for unit in karezd.service karezd.socket karez-index@memos.service karez-index@memos.timer; do
		file=$units/${unit/@memos/@}
		said=$(SYSTEMD_UNIT_PATH=$units: systemd-analyze verify --man=no "${file/@./@memos.}" 2>&1) && [ -z "$said" ] && pass || fail "$unit: $said"
	done
	for unit in karezd.service karez-index@.service; do	# exposure in tenths; 10 and more is everything
		said=$(systemd-analyze security --no-pager --offline=true --threshold=15 "$units/$unit" 2>&1) && pass ||
			fail "$unit is more open than 1.5: $(tail -1 <<<"$said")"
	done
else
	echo "skip packages: no systemd-analyze (scripts/deps test)"
fi
echo "packages: $p passed, $f failed"
[ $f = 0 ]
