# karez-index: files of records, standard input, bad lines, records that come again or vanish.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
ix=$T/ix
r() { printf '{"id":"%s","title":"T %s","text":"%s"}\n' "$1" "$1" "$2"; }

mkdir "$T/feed"
{ r 1 apple; r 2 pear; echo; r 3 plum; r 4 cherry; r 5 quince; r 6 fig; } >"$T/feed/a.ndjson"
printf 't1\tTitle\tthe grape\nt2\tTitle\ttab\\tand\\nline\n' | gzip >"$T/feed/b.tsv.gz"
age "$T/feed"
is "first run" "$(index "$T/feed")" "added 8, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
is "ids are the records'" "$(ids_in "$ix")" "1 2 3 4 5 6 t1 t2"
is "nothing changed" "$(index "$T/feed")" "added 0, updated 0, deleted 0, unchanged 8, skipped 0, failed 0"
touch -d '2 hours ago' "$T/feed/a.ndjson"
is "the same bytes" "$(index "$T/feed")" "added 0, updated 0, deleted 0, unchanged 8, skipped 0, failed 0"

{ r 1 apple; r 2 pear; r 3 PRUNE; r 4 cherry; r 5 quince; r 7 mango; } >"$T/feed/a.ndjson"
age "$T/feed"
is "one record new, one changed, one gone" "$(index "$T/feed")" "added 1, updated 1, deleted 1, unchanged 6, skipped 0, failed 0"
is "by words" "$(frequency "$ix" prune) $(frequency "$ix" plum) $(frequency "$ix" fig)" "1 0 0"

r 1 apple >"$T/feed/a.ndjson"
age "$T/feed"
exits "a feed that comes out nearly empty" 3 "$INDEXER" --index "$ix" "$T/feed"
like "is named" "$("$INDEXER" --index "$ix" "$T/feed" 2>&1)" 'a.ndjson: 5 of its records are not in it any more.*--allow-shrink'
is "its documents stay" "$(documents "$ix")" 8
is "until --allow-shrink" "$(index --allow-shrink "$T/feed")" "added 0, updated 0, deleted 5, unchanged 3, skipped 0, failed 0"

# Bad records.
{
	r 1 apple
	echo '{"id":"2","text":"broken"'
	echo '{"title":"no id","text":"x"}'
	echo 'not json at all'
	printf '{"id":"8","text":"\xff\xfe"}\n'
	r 9 banana
	printf '{"id":"10","title":"last line","text":"without its end"}'
} >"$T/feed/a.ndjson"
age "$T/feed"
out=$("$INDEXER" --index "$ix" "$T/feed" 2>&1)
is "bad records: exit" "$?" 3
like "counted" "$out" 'added 2, updated 0, deleted 0, unchanged 3, skipped 0, failed 4'
for line in 2 3 4 5; do like "line $line is named" "$out" "^karez-index: $T/feed/a.ndjson:$line: ."; done
is "the others are there" "$(ids_in "$ix")" "1 10 9 t1 t2"

# One id twice: the last one wins.
rm -rf "$ix"
{ r 1 first; r 2 other; r 1 second; r 1 second; } >"$T/feed/a.ndjson"
r 2 later >"$T/feed/c.jsonl"
like "the same id again" "$(index_all "$T/feed")" '^added 4, updated 2, .* duplicates 3;'
is "the last one wins" "$(frequency "$ix" first) $(frequency "$ix" second) $(frequency "$ix" other) $(frequency "$ix" later)" "0 1 0 1"
is "one document each" "$(documents "$ix")" 4

# A file's id is its own.
mkdir "$T/d"
echo "a file" >"$T/d/n.txt"
r d/n.txt "a record" >"$T/d/z.ndjson"
exits "a record does not take a file's id" 3 "$INDEXER" --index "$T/ix2" "$T/d"
is "the file keeps it" "$(frequency "$T/ix2" file) $(frequency "$T/ix2" record)" "1 0"

# Standard input adds and replaces, and deletes nothing.
ix=$T/ix3
is "standard input, NDJSON" "$({ r 1 one; r 2 two; } | index -)" "added 2, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
is "again" "$({ r 2 zwei; r 3 three; } | index -)" "added 1, updated 1, deleted 0, unchanged 0, skipped 0, failed 0"
is "the same" "$(r 3 three | index -)" "added 0, updated 0, deleted 0, unchanged 1, skipped 0, failed 0"
is "TSV, with a byte order mark" "$(printf '\xef\xbb\xbft1\tTitle\tText\n' | index -)" "added 1, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
is "packed" "$(r 4 four | gzip | index -)" "added 1, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
is "said to be TSV" "$(printf 'x\ty\tz\n' | index --input tsv -)" "added 1, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
is "nothing at all" "$(index - </dev/null)" "added 0, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
like "something else" "$(echo "a plain line" | "$INDEXER" --index "$ix" - 2>&1)" 'say --input ndjson, tsv or csv'
is "fails" "$(echo "a plain line" | "$INDEXER" --index "$ix" - >/dev/null 2>&1; echo $?)" 1
like "bad lines have a place" "$(echo '{"id":1' | "$INDEXER" --index "$ix" - 2>&1)" '^karez-index: standard input:1: '
is "all are there" "$(ids_in "$ix")" "1 2 3 4 t1 x"
exits "a rebuild would lose them" 4 "$INDEXER" --full --index "$ix" "$T/d"

# Larger than a batch, a line, a part.
python3 - "$T" <<'PY'
import json, sys
with open(sys.argv[1] + "/many.ndjson", "w") as f:
    for i in range(5000):
        f.write(json.dumps({"id": i, "title": "number %d" % i, "text": "word%d common " % i * 20}) + "\n")
    f.write(json.dumps({"id": "big", "text": "huge " * 600000}) + "\n")
    f.write(json.dumps({"id": "after", "text": "after"}) + "\n")
PY
ix=$T/ix4
out=$("$INDEXER" --memory 32M --index "$ix" "$T/many.ndjson" 2>&1)
like "many" "$out" 'added 5001, .* failed 1'
like "a record longer than it may be" "$out" 'many.ndjson:5001: the record is longer than'
is "the one after it is there" "$(ids_in "$ix" | tr " " "\n" | grep -cxE "after|big")" 1

# Tables: quoted line ends, columns by their names in two languages, other columns searchable, wrong rows told of.
mkdir "$T/tables"
printf 'id,title,body,date,district\n1,"A, b","the first\nof ""two""",2014-05-01,Uzgen\n2,Other,the second,,Aravan\n' >"$T/tables/a.csv"
printf 'Заголовок;Текст\nКанал;"Воду пустили в канал.\nСнова"\nСоль;Караван шел через перевал\n' | iconv -t windows-1251 >"$T/tables/b.csv"
printf 'title\ttext\tauthor\nTabs\tthe third\tAnn\n' >"$T/tables/c.tsv"
printf 'title,text\nx,"never closed\ny,z\n' >"$T/tables/d.csv"
printf '1,2\n3,4\n' >"$T/tables/e.csv"
printf 'id,title,text\n1,Another table,has rows of its own\n' >"$T/tables/f.csv"
ix=$T/ix5
out=$("$INDEXER" --index "$ix" "$T/tables" 2>&1)
like "tables" "$out" 'added 6, .* failed 2'
like "a quote" "$out" 'd.csv:2: the quote that opens field 2 is never closed'
like "no header" "$out" 'e.csv: line 1: the first row is no header'
is "ids of rows" "$(ids_in "$ix")" "tables/a.csv!1 tables/a.csv!2 tables/b.csv#2 tables/b.csv#4 tables/c.tsv#2 tables/f.csv!1"
is "its text" "$(frequency "$ix" first) $(frequency "$ix" third) $(frequency "$ix" второй)" "1 1 0"
is "another column" "$(frequency "$ix" uzgen)" 1
like "the same again" "$(index_all "$T/tables")" 'added 0, updated 0, deleted 0, unchanged 6,'
is "standard input, CSV" "$(printf 'id,title,text\n7,t,"a\nb"\n' | index -)" "added 1, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
