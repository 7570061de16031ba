# An allocation fails somewhere in karez-index: it says so, exits with an error, and the index
# that was served before is whole; the next run completes the work.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
lib=$KAREZ_BUILD/tests/fault/failalloc.so
[ -f "$lib" ] || skip_all "no failalloc.so (make check builds it)"
grep -q KAREZ_SANITIZED "$KAREZ_BUILD/config.h" && grep -q '^#define KAREZ_SANITIZED' "$KAREZ_BUILD/config.h" && skip_all "sanitizers have an allocator of their own"

mkdir "$T/src"
for i in $(seq 30); do
	printf 'Document %d\n\nThe border commission of group%d met in Osh. Комиссия по границе собралась в Оше.\n' "$i" "$i" >"$T/src/$i.txt"
done
printf '<html><head><title>Page</title></head><body><p>Railway words</p></body></html>' >"$T/src/page.html"
printf '# Memo\n\nWater *treaty* words\n' >"$T/src/memo.md"
ok "first index" "$INDEXER" --quiet --jobs 1 --index "$T/ix" "$T/src"
before=$(xapian-delve "$T/ix/current" 2>/dev/null | sed -n 's/^number of documents = //p')

sweep() { # NAME ARGS...: fails about 25 allocations spread over the run
	local name=$1 total at code out bad=0 clean=0 n=0
	shift
	LD_PRELOAD=$lib FAILALLOC_COUNT=$T/count "$INDEXER" "$@" >/dev/null 2>&1
	total=$(cat "$T/count")
	for k in $(seq 25); do
		at=$((total * k / 26 + 1))
		touch -d "2020-01-01 00:00:$((k % 60))" "$T/src/$k.txt" 2>/dev/null
		out=$(LD_PRELOAD=$lib FAILALLOC=$at FAILALLOC_RUN=1000000 timeout 60 "$INDEXER" "$@" 2>&1)
		code=$?
		n=$((n + 1))
		case $code in
		0) clean=$((clean + 1)) ;;	# a library did without the memory
		124 | 13[2-9]) bad=$((bad + 1)); echo "     $name: exit $code when allocation $at of $total fails: $(head -c 300 <<<"$out")" ;;
		*) [ -n "$out" ] || { bad=$((bad + 1)); echo "     $name: silent exit $code at allocation $at of $total"; } ;;
		esac
		xapian-check "$T/ix/current" >"$T/check.out" 2>&1 || { bad=$((bad + 1)); echo "     $name: index broken after allocation $at"; }
	done
	is "$name: $n failing allocations end with a message, index whole" "$bad" 0
}
sweep update --quiet --jobs 1 --index "$T/ix" "$T/src"
sweep rebuild --quiet --full --jobs 1 --index "$T/ix" "$T/src"
ok "the next run completes" "$INDEXER" --quiet --index "$T/ix" "$T/src"
is "every document is there" "$(xapian-delve "$T/ix/current" | sed -n 's/^number of documents = //p')" "$before"
