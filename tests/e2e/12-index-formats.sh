# karez-index: encodings, gzip, HTML and Markdown, binary files, limits, long texts in parts.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
ix=$T/ix
mkdir "$T/d"
text='Комиссия по границе собралась в Оше, чтобы обсудить положение на границе и торговлю между соседними странами. Участники договорились встречаться каждый год.'
printf '%s\n' "$text" >"$T/d/utf8.txt"
printf '\xef\xbb\xbf%s\n' "$text" >"$T/d/bom.txt"
for e in CP1251:cp1251 KOI8-R:koi8 UTF-16LE:utf16le UTF-16BE:utf16be UTF-16:utf16; do
	printf '%s\n' "$text" | iconv -f UTF-8 -t "${e%:*}" >"$T/d/${e#*:}.txt"
done
gzip -c "$T/d/cp1251.txt" >"$T/d/packed.txt.gz"
printf '<html><head><title>Seite</title><meta name="author" content="A. Author"><script>var hiddenscript</script></head><body><p>Paragraph</p></body></html>' >"$T/d/page.html"
gzip -c "$T/d/page.html" >"$T/d/page2.html.gz"
printf -- '---\ntitle: Front\nauthor: B. Author\ndate: 2014-05-06\n---\n\n# Heading\n\nMarkdown words\n' >"$T/d/note.md"
: >"$T/d/empty.txt"
head -c 5000 /dev/zero >"$T/d/zeros.dat"
printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0' >"$T/d/image.png"
printf 'broken' | gzip | head -c 20 >"$T/d/broken.txt.gz"
age "$T/d"
out=$("$INDEXER" --index "$ix" "$T/d" 2>&1)
is "exit: one file failed" $? 3
like "counts" "$out" 'added 12, updated 0, deleted 0, unchanged 0, skipped 2, failed 1'
like "the broken gzip is named" "$out" 'broken.txt.gz.*gzip'
is "Russian in every encoding" "$(frequency "$ix" границ)" 8
is "HTML" "$(frequency "$ix" paragraph)" 2
is "no script" "$(frequency "$ix" hiddenscript)" 0
is "Markdown" "$(frequency "$ix" markdown)" 1
like "title of a page" "$(data "$ix" d/page.html)" '"title":"Seite"'
like "front matter" "$(data "$ix" d/note.md)" '"title":"Front".*"date":"2014-05-06"'
like "title by the name of the file" "$(data "$ix" d/utf8.txt)" '"title":"utf8"'
is "the next run: only the failed one is tried" "$(index -v "$T/d" | grep -c '^changed')" 1

# Long texts in parts: the same words, cut between lines, in any encoding.
mkdir "$T/long"
python3 - "$T/long" <<'PY'
import sys
d = sys.argv[1]
lines = ["line %d of a long text about граница number%d" % (i, i) for i in range(120000)]
text = "Long memo\n\n" + "\n".join(lines) + "\n"
open(d + "/u8.txt", "wb").write(text.encode())
open(d + "/le.txt", "wb").write(text.encode("utf-16-le"))
open(d + "/cp.txt", "wb").write(text.encode("cp1251"))
open(d + "/ascii-first.txt", "wb").write(("ascii only line\n" * 200000).encode() + text.encode("koi8-r"))
open(d + "/one-line.txt", "wb").write("слово ".encode() * 300000)
open(d + "/page.html", "wb").write(("<html><head><title>Big</title></head><body><p>%s</p></body></html>" % ("big page words " * 300000)).encode())
PY
ix=$T/ix2
out=$("$INDEXER" --memory 32M --index "$ix" "$T/long" 2>&1)
is "long files: exit" $? 0
like "parts have numbers" " $(ids_in "$ix") " ' long/u8.txt long/u8.txt#2 long/u8.txt#3 '
for n in 0 59999 119999; do
	is "number$n is in each file once" "$(frequency "$ix" "number$n")" 4
done
# Of the fourth file the first parts are ASCII, and tell nothing about the others.
parts=$(ids_in "$ix" | tr ' ' '\n' | grep -cE '/(u8|le|cp)\.txt')
at_most "every part is Russian" "$((parts + 2))" "$(frequency "$ix" границ)"
like "titles of parts" "$(data "$ix" 'long/u8.txt#2')" '"title":"Long memo \(2\)"'
like "a long page is cut, and that is said" "$out" 'page.html: only the first .* of this marked-up text'
like "and counted" "$out" 'truncated 1'
before=$(documents "$ix")
head -n 3 "$T/long/u8.txt" >"$T/long/u8.new" && mv "$T/long/u8.new" "$T/long/u8.txt"
ok "a long text becomes short" "$INDEXER" --memory 32M --index "$ix" "$T/long"
like "its other parts are gone" " $(ids_in "$ix") " ' long/u8.txt $'
at_most "and only they" "$((before - $(documents "$ix")))" 8

# Limits are told.
mkdir "$T/limits"
python3 -c 'print("\n".join("row%d" % i for i in range(100000)))' >"$T/limits/rows.txt"
printf '12345' >"$T/limits/five.txt"
ix=$T/ix3
out=$("$INDEXER" --max-file-size 5 --index "$ix" "$T/limits" 2>&1)
like "--max-file-size" "$out" 'rows.txt: only the first 5 B are read'
unlike "a file of just that size is whole" "$out" 'five.txt'
ix=$T/ix4
out=$("$INDEXER" --max-words 1000 --index "$ix" "$T/limits" 2>&1)
like "--max-words" "$out" 'rows.txt.*only the first 1000 words'
is "the words before it" "$(frequency "$ix" row999) $(frequency "$ix" row1000)" "1 0"
