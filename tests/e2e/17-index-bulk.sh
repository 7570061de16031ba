# karez-index: a new generation built in bulk is the one that Xapian writes, and a large update becomes one.
# Long: many indexes are built.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"

# Files of all kinds and a feed whose documents have every field, long texts among them.
mkdir "$T/d"
cp -r "$KAREZ_SRC/samples" "$T/d/samples"
python3 - >"$T/d/feed.ndjson" <<'PY'
import json, random
random.seed(5)
words = [''.join(random.choice('аеоинтсрвл' if i % 5 == 0 else 'etaoinshrdlu') for _ in range(random.randint(1, 12)))
         for i in range(4000)]
for i in range(700):
    n = 30000 if i == 350 else random.randint(0, 300)
    text = ' '.join(words[min(int(random.paretovariate(0.7)), 4000) - 1] for _ in range(n))
    record = {'id': 'r%d' % i, 'text': text, 'title': ' '.join(random.choices(words, k=random.randint(0, 6)))}
    if i % 3: record.update(author=random.choice(words), date='20%02d-0%d-11' % (i % 20, i % 9 + 1), lang='en')
    if i % 4: record.update(source='desk %d' % (i % 7), url='https://example.org/%d' % i, type='memo', kind=i)
    print(json.dumps(record, ensure_ascii=i % 2 == 0))
PY
age "$T/d"
ok "in bulk" "$INDEXER" --quiet --index "$T/bulk" "$T/d"
ok "on one thread, with little memory" "$INDEXER" --quiet --jobs 1 --memory 32M --index "$T/small" "$T/d"
ok "document by document" "$INDEXER" --quiet --no-bulk --index "$T/api" "$T/d"
for name in bulk small; do
	ok "$name: xapian-check" whole "$T/$name"
	for what in "-v -a" "-v -V0" "-v -V2" "-v -V8" "-v -t Qr350 -d" "-v -r350" "-v -r740"; do
		# shellcheck disable=SC2086
		is "$name: the same terms, values and data: $what" \
		   "$(xapian-delve $what "$T/$name/current" | grep -av 'UUID' | cksum)" \
		   "$(xapian-delve $what "$T/api/current" | grep -av 'UUID' | cksum)"
	done
	like "$name: documents" "$(xapian-delve "$T/$name/current")" 'number of documents = 74[0-9]'
done

# The same answers, from the aids or not.
start_karezd --listen "unix:$SOCK" --index "bulk=$T/bulk" --index "api=$T/api"
for q in 'water' 'water border' 'water OR border' '"water supply"' 'вода' 'tea OR soil OR rain' 'title:report' 'lang:en e' 're*'; do
	for i in 10 100; do
		bulk=$(request "SEARCH bulk limit=$i cache=off facets=lang,type : $q" | sed 's/took_us=[0-9]*//; s/generation=[0-9]*//; s/revision=[0-9]*//')
		api=$(request "SEARCH api limit=$i cache=off facets=lang,type : $q" | sed 's/took_us=[0-9]*//; s/generation=[0-9]*//; s/revision=[0-9]*//')
		is "the same answer to $q" "$bulk" "$api"
	done
done
like "which is one" "$bulk" '"rank":1'
stop_karezd

# Updates after it.
printf '{"id":"r5","text":"quinoa"}\n' >"$T/d/later.ndjson"
rm "$T/d/samples/README.md"
like "an update" "$(ix=$T/bulk index_all "$T/d")" 'updated 1, deleted 1, .*generation 1$'
is "has what is new" "$(frequency "$T/bulk" quinoa)" 1
ok "and is whole" whole "$T/bulk"

# What follows needs large indexes, which take minutes under a sanitizer.
if sanitized; then exit 0; fi

# Much of a large index changes: a new generation by itself; a little: the same one.
big() { # FILE SEED
	python3 -c "
import random
random.seed($2)
words = ['w%x' % random.getrandbits(16) for _ in range(20000)]
lines = [' '.join(random.choices(words, k=2000)) for i in range(60)]
print('\\n'.join(random.choices(lines, k=300)))" >"$1"
}
mkdir "$T/big"
for i in 1 2 3 4 5; do big "$T/big/$i.txt" "$i"; done
age "$T/big"
ix=$T/ix
like "large files" "$(index_all "$T/big")" '^added 5, .*generation 1$'
big "$T/big/1.txt" 11 && big "$T/big/2.txt" 12 && big "$T/big/3.txt" 13 && big "$T/big/4.txt" 14 && big "$T/big/6.txt" 16
cp "$T/big/6.txt" "$T/big/7.txt"
age "$T/big"
like "much has changed: a new generation" "$(index_all "$T/big")" '^added 7, .*7 documents, generation 2$'
is "whole" "$(whole "$ix"; echo $?)" 0
echo "small change" >>"$T/big/5.txt"
like "a little: an update" "$(index_all "$T/big")" '^added 0, updated 1, .*unchanged 6, .*generation 2$'
for i in 1 2 3 4 6; do big "$T/big/$i.txt" "2$i"; done
like "--no-bulk: an update" "$(index_all --no-bulk "$T/big")" 'updated 5, .*unchanged 2, .*generation 2$'

# Of a feed it is not known beforehand how much of it has changed.
feed() { python3 -c "
for i in range(12000):
    print('{\"id\":\"%d\",\"text\":\"record %d %s\"}' % (i, i, 'new$2' if i < $1 else 'old'))" >"$T/f.ndjson"; age "$T/f.ndjson"; }
ix=$T/fx
feed 0 a; like "a feed" "$(index_all "$T/f.ndjson")" '^added 12000, .*generation 1$'
feed 100 b; like "a few of its records change: an update" "$(index_all "$T/f.ndjson")" '^added 0, updated 100, .*unchanged 11900, .*generation 1$'
feed 9000 c; like "many of them: a new generation" "$(index_all "$T/f.ndjson")" '^added 12000, updated 0, .*12000 documents, generation 2$'
is "with what is new" "$(frequency "$ix" newb) $(frequency "$ix" newc)" "0 9000"
feed 12000 d; like "not beside standard input" "$(echo '{"id":"x","text":"y"}' | index_all "$T/f.ndjson" -)" '^added 1, updated 12000, .*generation 2$'

# A rebuild that nobody asked for loses nothing that an update would keep.
records() { # FROM TO WORD
	python3 -c "
for i in range($1, $2):
    print('{\"id\":\"%d\",\"text\":\"record %d $3\"}' % (i, i))"
}
ix=$T/kx
mkdir "$T/k"
records 0 6000 old >"$T/k/a.ndjson"
records 0 600 newer >"$T/k/b.ndjson"
echo "a packed file" | gzip >"$T/k/p.txt.gz"
age "$T/k"
like "two feeds share ids" "$(index_all "$T/k")" '; 6001 documents, generation 1$'
records 9000 9500 piped | index_all - >/dev/null
is "and a pipe" "$(documents "$ix")" 6501
records 0 6000 changed >"$T/k/a.ndjson"; age "$T/k/a.ndjson"
like "what came by the pipe keeps it an update" "$(index_all "$T/k")" '; 6501 documents, generation 1$'
is "all is there" "$(frequency "$ix" pipe)" 500
like "a rebuild that is asked for says what it would lose" \
	"$("$INDEXER" --index "$ix" --full "$T/k" 2>&1)" 'would lose 500 documents that come from other places'
ix=$T/kx2
index_all "$T/k" >/dev/null
truncate -s 20 "$T/k/p.txt.gz"
records 0 6000 again >"$T/k/a.ndjson"; age "$T/k"
out=$("$INDEXER" --index "$ix" "$T/k" 2>&1)
like "a file that cannot be read makes it an update" "$out" 'files cannot be read now; updating the one that is served'
is "which keeps its document" "$(documents "$ix") $(frequency "$ix" pack)" "6001 1"
is "and has what is new" "$(frequency "$ix" again)" 6000
records 0 500 shrunken >"$T/k/a.ndjson"
records 10000 18000 more >"$T/k/c.ndjson"
echo "a packed file" | gzip >"$T/k/p.txt.gz"
age "$T/k"
"$INDEXER" --index "$ix" "$T/k" >"$T/out" 2>&1
is "a feed that has shrunk keeps nothing from the others" "$(frequency "$ix" more)" 8000
finish
