# karez-index: peak memory stays within --memory and 64 MB, for one long text and for many files.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
sanitized && skip_all "sanitizers have memory of their own"
python3 - "$T" <<'PY'
import os, random, sys
random.seed(5)
words = ["слово%d" % i if i % 3 == 0 else "word%d" % i for i in range(200000)]
t = sys.argv[1]
with open(t + "/long.txt", "w") as f:
    for _ in range(int(os.environ.get("LONG_MB", "16")) * 6600):
        f.write(" ".join(random.choices(words, k=15)) + "\n")
os.makedirs(t + "/many")
for i in range(int(os.environ.get("MANY", "3000"))):
    with open("%s/many/%d.txt" % (t, i), "w") as f:
        f.write("%d\n\n" % i + " ".join(random.choices(words, k=200)) + "\n")
with open(t + "/records.ndjson", "w") as f:
    for i in range(4000):
        f.write('{"id":"%d","text":"%s"}\n' % (i, " ".join(random.choices(words, k=200))))
PY
mb=$((1 << 20))
bounded() { # NAME MEMORY SOURCE OPTION...
	local name=$1 m=$2 what=$3 got
	shift 3
	got=$(peak "$INDEXER" --quiet --memory "${m}M" --index "$T/ix" "$@" "$T/$what")
	at_most "$name with --memory ${m}M: $got bytes" "${got:-x}" $(((m + 64) * mb))
	rm -rf "$T/ix"
}
bounded "a long text" 32 long.txt
bounded "a long text" 64 long.txt	# what takes most
bounded "many files" 32 many
bounded "records" 32 records.ndjson
bounded "eight threads" 32 many --jobs 8
