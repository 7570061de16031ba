# karez-index: archives, web archives, PDF and commands, read by processes that are locked in; and what
# happens when their bytes are made to do harm.
# Long: readers that hang are waited for.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"
command -v pdftotext >/dev/null || skip_all "pdftotext (poppler-utils) is not installed"
F=$KAREZ_SRC/tests/fixtures
python3 "$KAREZ_SRC/tests/e2e/files.py" "$T" || fail "files for the test"

# What archives of each writer at hand hold.
mkdir "$T/d" "$T/in" "$T/in/sub"
printf 'Alpha words\n' >"$T/in/a.txt"
printf '<html><head><title>Beta page</title></head><body><p>beta words</p></body></html>' >"$T/in/sub/b.html"
cp "$F/pdf/groff.pdf" "$T/in/c.pdf"
printf '\x89PNG\r\n\x1a\n\0\0\0' >"$T/in/d.png"
(cd "$T/in" && tar czf ../d/tar.tgz . && tar cjf ../d/tar.tar.bz2 a.txt && tar cJf ../d/tar.tar.xz sub && tar cf ../d/plain.tar a.txt)
cp "$T/zip.zip" "$T/d/zip.zip"
xz -c "$T/in/a.txt" >"$T/d/x.txt.xz"
bzip2 -c "$T/in/sub/b.html" >"$T/d/y.html.bz2"
gzip -c "$T/in/c.pdf" >"$T/d/z.pdf.gz"
cp "$F/warc/wget.warc.gz" "$F/pdf/libreoffice.pdf" "$T/d"
age "$T/d"
ix=$T/ix
out=$("$INDEXER" --index "$ix" "$T/d" 2>&1)
is "archives: exit" $? 0
is "ids of members" "$(ids_in "$ix")" "d/libreoffice.pdf d/plain.tar!a.txt d/tar.tar.bz2!a.txt d/tar.tar.xz!sub/b.html \
d/tar.tgz!a.txt d/tar.tgz!c.pdf d/tar.tgz!sub/b.html d/wget.warc.gz!http://127.0.0.1:8765/a.pdf \
d/wget.warc.gz!http://127.0.0.1:8765/b.html d/wget.warc.gz!http://127.0.0.1:8765/c.txt \
d/wget.warc.gz!http://127.0.0.1:8765/index.html d/wget.warc.gz!http://127.0.0.1:8765/robots.txt d/x.txt.xz d/y.html.bz2 \
d/z.pdf.gz d/zip.zip!inner.zip!deep.txt d/zip.zip!words.txt d/zip.zip!Отчёт.txt"
is "words of members" "$(frequency "$ix" alpha) $(frequency "$ix" beta) $(frequency "$ix" epsilon)" "5 3 1"
like "a page: where it was fetched" "$(data "$ix" 'd/wget.warc.gz!http://127.0.0.1:8765/b.html')" \
	'"title":"Page /b.html".*"url":"http://127.0.0.1:8765/b.html"'
unlike "and not when" "$(data "$ix" 'd/wget.warc.gz!http://127.0.0.1:8765/b.html')" '"date"'
is "its letters, packed and in chunks" "$(frequency "$ix" границ)" 5
like "a PDF: its title" "$(data "$ix" d/libreoffice.pdf)" '"title":"Counting Weirs on the River"'
unlike "and no date of the file" "$(data "$ix" d/libreoffice.pdf)" '"date"'

# The same three files by each writer of archives.
ix=$T/ix0
out=$("$INDEXER" --index "$ix" "$F/archive" 2>&1)
want=
for f in 7z.zip bsdtar.tar.xz bsdtar.zip gnu.tgz info-zip.zip; do
	want="$want archive/$f!a.txt archive/$f!sub/b.html archive/$f!Отчёт.txt"
done
is "writers of archives" "$(ids_in "$ix" | tr ' ' '\n' | grep -v lzma | paste -sd' ')" "${want# }"
is "locked ones are named" "$(grep -c 'locked.zip: a.txt: encrypted' <<<"$out")" 2
ix=$T/ix

# Of many documents in a file: unchanged, changed, gone.
is "nothing has changed" "$(index "$T/d")" 'added 0, updated 0, deleted 0, unchanged 18, skipped 0, failed 0'
touch -d '30 minutes ago' "$T/d/tar.tgz"
is "only touched" "$(index "$T/d")" 'added 0, updated 0, deleted 0, unchanged 18, skipped 0, failed 0'
printf 'Alpha words, and gamma\n' >"$T/in/a.txt"
(cd "$T/in" && tar czf ../d/tar.tgz ./a.txt ./c.pdf)
is "a member changed, one is gone" "$(index "$T/d")" 'added 0, updated 1, deleted 1, unchanged 16, skipped 0, failed 0'
is "its words" "$(frequency "$ix" gamma)" 1
rm "$T/d/zip.zip"
is "an archive is gone" "$(index "$T/d")" 'added 0, updated 0, deleted 3, unchanged 14, skipped 0, failed 0'

# Families and commands.
mkdir "$T/c"
cp "$F/pdf/cairo.pdf" "$T/d/x.txt.xz" "$T/c"
printf 'rot words\n' | tr a-z n-za-m >"$T/c/a.rot"
printf '\0\1 binary words \2' >"$T/c/b.bin"
ix=$T/ix2
is "families are switched off" "$("$INDEXER" --index "$ix" --formats table "$T/c" 2>&1 | sed 's/;.*//')" \
	'added 1, updated 0, deleted 0, unchanged 0, skipped 3, failed 0'
ix=$T/ix3
out=$("$INDEXER" --index "$ix" --command '.rot = tr n-za-m a-z' --command '.bin as=html = strings %f' "$T/c" 2>&1)
is "commands: exit" $? 0
is "by standard input, by a file" "$(frequency "$ix" rot) $(frequency "$ix" binari)" "1 1"
is "a PDF by cairo" "$(frequency "$ix" плотин)" 1
exits "a row that is wrong" 2 "$INDEXER" --index "$ix" --command 'rot = tr' "$T/c"
exits "a family that is none" 2 "$INDEXER" --index "$ix" --formats word "$T/c"
cat >"$T/conf" <<-E
	collection c { index = "$T/ix4" sources = {"$T/c"} formats = "pdf" commands = {".rot = tr n-za-m a-z"} extract_time = 5s }
E
ok "the same in the configuration" "$INDEXER" -c "$T/conf"
is "its words" "$(frequency "$T/ix4" rot)" 1

# What a command may not do, and what each failure says.
mkdir "$T/bad"
printf 'x' >"$T/bad/a.cmd"
secret=$T/secret; printf 'secretword' >"$secret"
try() { # NAME ROW REGEX
	rm -rf "$T/ixb"
	like "$1" "$("$INDEXER" --index "$T/ixb" --extract-time 2s --command ".cmd $2" "$T/bad" 2>&1)" "$3"
}
try "no file of others" "= cat $secret" 'a.cmd: cat ended with 1: .*Permission denied'
try "but where that is allowed" "allow=files = cat $secret" 'added 1'
try "no socket" "= python3 -c 'import socket; socket.socket(socket.AF_UNIX)'" 'a.cmd: python3 ended with 1: .*Permission'
try "nothing written" "= touch $T/written" 'a.cmd: touch ended with 1: .*Permission denied'
try "but in its own folder" "= sh -c 'cd && echo hello >x && cat x' %f" 'added 1'
try "no such program" '= no-such-program' 'a.cmd: no-such-program: No such file'
try "too long" '= sleep 100' 'a.cmd: sleep takes longer than 2s'
try "too much" 'output=10k = yes' 'a.cmd: yes writes more than 10 kB'
sanitized || try "too large" "memory=64M = python3 -c 'x = bytearray(1 << 30)'" 'a.cmd: python3 ended with 1: MemoryError'
try "a crash" "= sh -c 'kill -SEGV \$\$'" 'a.cmd: sh crashed \(Segmentation fault\)'
[ ! -e "$T/written" ] && pass "nothing was written" || fail "nothing was written"

# Hostile files: one line each, in bounded memory, and the file beside them is read.
hostile() { # NAME FILE WANTED-LINE MAX-SECONDS
	local begin=$SECONDS
	rm -rf "$T/ixh" "$T/h"; mkdir "$T/h"; mv "$T/$2" "$T/h/"; printf 'good words\n' >"$T/h/zz.txt"
	python3 "$KAREZ_SRC/tests/e2e/peaks.py" "$T/peaks" "$INDEXER" -m 64M --index "$T/ixh" "$T/h" >"$T/out" 2>&1
	like "$1" "$(cat "$T/out")" "$3"
	is "$1: one line" "$(grep -c '^karez-index:' "$T/out")" 1
	is "$1: the next file" "$(frequency "$T/ixh" good)" 1
	at_most "$1: seconds" $((SECONDS - begin)) "$4"
	sanitized || at_most "$1: MB of karez-index" "$(cut -d' ' -f1 "$T/peaks")" 64
	sanitized || at_most "$1: MB of karez-extract" "$(cut -d' ' -f2 "$T/peaks")" 512
	[ -z "${KAREZ_VERBOSE:-}" ] || echo "peaks $2: $(cat "$T/peaks") MB, $((SECONDS - begin)) s"
}
hostile "a zip bomb" bomb.zip 'bomb.zip: blanks.txt: longer than 67 MB' 20
hostile "a bomb of many members" many.zip 'many.zip: .*: unpacks to more than 200 times its size' 20
hostile "archives in archives" nested.zip 'nested.zip: .*archives in archives are not read so deep' 20
hostile "10 GB of blanks in xz" blanks.txt.xz 'blanks.txt.xz: (longer|unpacks)' 20
hostile "a page of the web that unpacks to a lot" page.warc 'page.warc: http://x/: record 1: unpacks to more than 67 MB' 20
hostile "entities of entities in a DOCX" laughs.docx 'laughs.docx: ' 20
hostile "a truncated zip" cut.zip 'cut.zip: ' 10
hostile "a truncated tar" cut.tgz 'cut.tgz: .*gzip' 10
hostile "a truncated web archive" cut.warc 'cut.warc: the file ends in the middle of record 2' 10
hostile "a truncated PDF" cut.pdf 'cut.pdf: pdftotext cannot read it' 10
hostile "noise that begins like a PDF" noise.pdf 'noise.pdf: pdftotext cannot read it' 10
hostile "noise that begins like a zip" noise.zip 'noise.zip: damaged archive' 10
hostile "noise that begins like xz" noise.xz 'noise.xz: damaged archive' 10
hostile "an encrypted zip" locked.zip 'locked.zip: secret.txt: encrypted' 10

# The reader itself: locked in, and replaced when it dies or falls silent.
child() { # PID PATTERN: pid of a process below it
	local i
	for i in $(seq 100); do
		pgrep -P "$1" -f -- "$2" && return
		sleep 0.05
	done
}
mkfifo "$T/go"
mkdir "$T/k"
cp "$T/tar.tar" "$T/k/1.tar"; cp "$T/tar.tar" "$T/k/3.tar"; printf 'x\n' >"$T/k/2.wait"
"$INDEXER" --index "$T/ixk" -j 1 --command ".wait allow=files = cat $T/go" "$T/k" >"$T/out" 2>&1 &
run=$!
reader=$(child $run --read)
child $run "cat $T/go" >/dev/null	# the first archive is read, the next file waits
if [ -n "$reader" ]; then
	is "seccomp" "$(sed -n 's/^Seccomp:[[:space:]]*//p' "/proc/$reader/status")" 2
	is "no new privileges" "$(sed -n 's/^NoNewPrivs:[[:space:]]*//p' "/proc/$reader/status")" 1
	kill -9 "$reader"
else
	fail "the reader is there"
fi
timeout 20 bash -c "printf 'waited words\n' >'$T/go'"
wait $run
like "a reader that was killed between files is started again" "$(cat "$T/out")" 'added 3, .*failed 0'

slow() { # SIGNAL: a run over a large archive whose reader gets the signal in the middle
	rm -rf "$T/ixs"
	"$INDEXER" --index "$T/ixs" -j 1 --extract-time 1s "$T/slow" >"$T/out" 2>&1 &
	run=$!
	reader=$(child $run --read)
	[ -n "$reader" ] && kill "-$1" "$reader"
	wait $run
	code=$?
}
slow STOP
is "a silent reader: exit" $code 3
like "is told" "$(cat "$T/out")" 'slow/1.tar: reading a document of it takes longer than 1s'
[ -n "$reader" ] && [ ! -e "/proc/$reader" ] && pass "it is gone" || fail "it is gone"
slow KILL
is "a reader that is killed in the middle: exit" $code 3
like "is told" "$(cat "$T/out")" 'slow/1.tar: its reader crashed \(Killed\)'
is "the next run has it all" "$("$INDEXER" --index "$T/ixs" "$T/slow" 2>&1 | sed 's/.*; \([0-9]* documents\).*/\1/')" "20000 documents"

# Without karez-extract nothing of it is read, and that is said.
like "no karez-extract" "$(KAREZ_EXTRACT=$T/nowhere "$INDEXER" --index "$T/ixn" "$T/k/1.tar" 2>&1)" \
	'1.tar: it cannot be read safely .*: starting .*/nowhere: No such file'
