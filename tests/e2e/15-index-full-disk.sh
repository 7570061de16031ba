# karez-index: the disk is full: a clear error, the index that is served is whole, later all is well.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
disk=$T/disk
mkdir "$disk"
if ! { [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=6m none "$disk" 2>/dev/null; }; then
	skip_all "no small disk to fill (needs root and mount)"
fi
unmount() { umount "$disk"; finish; }
trap unmount EXIT
ix=$disk/ix
python3 - "$T/d" <<'PY'
import os, random, sys
random.seed(3)
os.makedirs(sys.argv[1])
for i in range(60):
    with open("%s/%d.txt" % (sys.argv[1], i), "w") as f:
        f.write(" ".join("w%d" % random.randrange(100000) for _ in range(300)) + "\n")
PY
ok "an index that fits" "$INDEXER" --quiet --memory 32M --index "$ix" "$T/d"
before=$(documents "$ix")
python3 - "$T/big" <<'PY'
import os, random, sys
random.seed(4)
os.makedirs(sys.argv[1])
for i in range(1000):
    with open("%s/%d.txt" % (sys.argv[1], i), "w") as f:
        f.write(" ".join("w%d" % random.randrange(1000000) for _ in range(600)) + "\n")
PY
for kind in "" --full; do
	out=$("$INDEXER" --memory 32M $kind --allow-shrink --index "$ix" "$T/d" "$T/big" 2>&1)
	is "full disk ${kind:-update}: exit" $? 1
	like "full disk ${kind:-update}: said" "$out" 'No space left'
	ok "full disk ${kind:-update}: the index is whole" whole "$ix"
	at_most "full disk ${kind:-update}: nothing is lost" "$before" "$(documents "$ix")"
done
mount -o remount,size=300m "$disk"
ok "with room again" "$INDEXER" --quiet --memory 32M --index "$ix" "$T/d" "$T/big"
is "all is there" "$(documents "$ix")" 1060
ok "and good" "$INDEXER" --index "$ix" --check
rm -rf "$ix"
mount -o remount,size=3m "$disk"
exits "a first run on a full disk" 1 "$INDEXER" --memory 32M --index "$ix" "$T/big"
is "serves nothing broken" "$([ ! -e "$ix/current" ] || whole "$ix"; echo $?)" 0

# A feed that has changed much would be sooner made anew, but there is no room for that beside it: an update.
rm -rf "$ix"
mount -o remount,size=24m "$disk"
feed() { python3 -c "
import random
random.seed(1)
for i in range(7000):
    print('{\"id\":\"%d\",\"text\":\"%s %s\"}' % (i, '$1' if i < 5200 else 'old', ' '.join('w%d' % random.randrange(50000) for _ in range(100))))
" >"$T/feed.ndjson"; age "$T/feed.ndjson"; }
feed old
"$INDEXER" --quiet --index "$ix" "$T/feed.ndjson"
feed changed
like "no room for a new generation: an update" "$(index_all "$T/feed.ndjson")" '^added 0, updated 5200, .*generation 1$'
is "which is whole" "$(whole "$ix"; echo $?)" 0
unlike "nothing else was tried before" "$(cat "$T/err")" 'sooner made'
