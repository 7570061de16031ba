# karez-index: what is new, changed, unchanged and vanished; ids; the guard against shrinking.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"

mkdir -p "$T/memos/2014" "$T/memos/.git" "$T/elsewhere"
printf 'Border memo\n\nThe commission met in Osh.\n' >"$T/memos/a.txt"
printf 'Water\n\nThe treaty was signed.\n' >"$T/memos/2014/b.txt"
printf '# Gas\n\nThe *pipeline* is late.\n' >"$T/memos/c.md"
printf 'hidden' >"$T/memos/.git/x.txt"
printf '\0\1\2\3\0\377\376' >"$T/memos/picture.bin"
printf 'far away' >"$T/elsewhere/far.txt"
ln -s ../elsewhere/far.txt "$T/memos/link.txt"
ln -s ../elsewhere "$T/memos/folder"
mkfifo "$T/memos/pipe"
age "$T/memos" "$T/elsewhere"
ix=$T/ix

is "first run" "$(index "$T/memos")" "added 4, updated 0, deleted 0, unchanged 0, skipped 3, failed 0"
is "ids" "$(ids_in "$ix")" "memos/2014/b.txt memos/a.txt memos/c.md memos/link.txt"
is "a run with nothing changed" "$(index "$T/memos/")" "added 0, updated 0, deleted 0, unchanged 4, skipped 3, failed 0"
is "which commits nothing" "$(revision "$ix")" "$(index "$T/memos" >/dev/null; revision "$ix")"

# Unchanged files are not opened.
if command -v strace >/dev/null && ! sanitized; then
	strace -f -e trace=open,openat -o "$T/trace" "$INDEXER" --index "$ix" "$T/memos" >/dev/null
	unlike "no file is opened" "$(grep -F "$T/memos" "$T/trace")" '\.(txt|md|bin)"'
fi

touch "$T/memos/a.txt"
is "only the time changed" "$(index "$T/memos")" "added 0, updated 0, deleted 0, unchanged 4, skipped 3, failed 0"
is "a file that is just written is looked at again" "$(index -v "$T/memos" | head -1)" "changed $T/memos/a.txt"
printf 'Border memo\n\nThe commission met in Khujand.\n' >"$T/memos/a.txt"
printf 'New' >"$T/memos/new.txt"
age "$T/memos/a.txt" "$T/memos/new.txt"
like "dry run" "$(index_all --dry-run "$T/memos")" '^would be: added 1, updated 1, deleted 0, unchanged 3, .* to read$'
is "which changes nothing" "$(documents "$ix")" 4
is "one changed, one new" "$(index "$T/memos")" "added 1, updated 1, deleted 0, unchanged 3, skipped 3, failed 0"
is "the new words are there" "$(frequency "$ix" khujand)" 1
is "the old ones are not" "$(frequency "$ix" osh)" 0

rm "$T/memos/new.txt"
is "one of five vanished" "$(index "$T/memos")" "added 0, updated 0, deleted 1, unchanged 4, skipped 3, failed 0"
rm "$T/memos/a.txt" "$T/memos/c.md"
exits "two of four: refused" 4 "$INDEXER" --index "$ix" "$T/memos"
like "and says why" "$("$INDEXER" --index "$ix" "$T/memos" 2>&1)" '2 of 4 documents are not there any more.*--allow-shrink'
is "nothing is changed" "$(documents "$ix")" 4
mv "$T/memos" "$T/away"
mkdir "$T/memos"
exits "an empty folder: refused" 4 "$INDEXER" --index "$ix" "$T/memos"
exits "an empty folder in a rebuild: refused" 4 "$INDEXER" --full --index "$ix" "$T/memos"
rmdir "$T/memos"
exits "a folder that is not there: an error" 1 "$INDEXER" --index "$ix" "$T/memos"
exits "one of two that is not there" 3 "$INDEXER" --index "$ix" "$T/memos" "$T/elsewhere"
is "deletes nothing" "$(documents "$ix")" 5
mv "$T/away" "$T/memos"
is "--allow-shrink" "$(index --allow-shrink "$T/memos")" "added 0, updated 0, deleted 2, unchanged 2, skipped 3, failed 0"
is "other places stay" "$(ids_in "$ix")" "elsewhere/far.txt memos/2014/b.txt memos/link.txt"

# Renamed: another id, the same text.
mv "$T/memos/2014" "$T/memos/2015"
index --allow-shrink "$T/memos" >/dev/null
is "a renamed folder" "$(ids_in "$ix")" "elsewhere/far.txt memos/2015/b.txt memos/link.txt"

# Two files, one id.
mkdir -p "$T/x/notes" "$T/y/notes"
echo one >"$T/x/notes/n.txt"
echo two >"$T/y/notes/n.txt"
rm -rf "$ix"
exits "two files, one id" 3 "$INDEXER" --index "$ix" "$T/x/notes" "$T/y/notes"
like "names both" "$("$INDEXER" --index "$ix" "$T/x/notes" "$T/y/notes" 2>&1)" "$T/y/notes/n.txt: the id \"notes/n.txt\" is held by $T/x/notes/n.txt"
is "the first one stays" "$(frequency "$ix" one) $(frequency "$ix" two)" "1 0"
exits "also from one run to the next" 3 "$INDEXER" --index "$ix" "$T/y/notes"
rm "$T/x/notes/n.txt"
ok "when the first one goes" "$INDEXER" --allow-shrink --index "$ix" "$T/x/notes" "$T/y/notes"
is "the second one comes" "$(frequency "$ix" one) $(frequency "$ix" two)" "0 1"

# The current folder, an index within it, a name that is no UTF-8.
mkdir "$T/work"
cd "$T/work" || exit 1
echo text >a.txt
echo text >$'\xcf\xf0\xe8.txt'
"$INDEXER" --quiet --index ix . || fail "index in the folder it is made of"
is "ids below ." "$(ids_in ix)" 'work/\xCF\xF0\xE8.txt work/a.txt'
is "the index is left out" "$("$INDEXER" --index ix . | sed 's/;.*//')" "added 0, updated 0, deleted 0, unchanged 2, skipped 0, failed 0"
ok "an empty folder is an empty index" "$INDEXER" --quiet --index "$T/empty" "$(mktemp -d "$T/e.XXX")"
is "of no documents" "$(documents "$T/empty")" 0

# A file that cannot be read keeps its document and is tried again.
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir "$T/perm"
	for i in 1 2 3 4 5 6; do echo "text $i" >"$T/perm/$i.txt"; done
	age "$T/perm"
	chmod 755 "$T"
	mkdir "$T/pix"
	chown -R nobody "$T/perm" "$T/pix"
	as="setpriv --reuid=65534 --regid=65534 --clear-groups"
	ok "index as nobody" $as "$INDEXER" --index "$T/pix" "$T/perm"
	echo "changed" >"$T/perm/3.txt"
	chmod 0 "$T/perm/3.txt"
	exits "an unreadable file" 3 $as "$INDEXER" --index "$T/pix" "$T/perm"
	like "is named with the reason" "$($as "$INDEXER" --index "$T/pix" "$T/perm" 2>&1)" "perm/3.txt.*Permission denied"
	is "its document stays" "$(documents "$T/pix")" 6
	chmod 644 "$T/perm/3.txt"
	like "then it is read" "$($as "$INDEXER" --index "$T/pix" "$T/perm")" "updated 1, .* unchanged 5"
	mkdir "$T/perm/sub"
	mv "$T/perm"/[1-5].txt "$T/perm/sub"
	chown nobody "$T/perm/sub"
	$as "$INDEXER" --quiet --allow-shrink --index "$T/pix" "$T/perm"
	chmod 0 "$T/perm/sub"
	exits "an unreadable folder" 3 $as "$INDEXER" --index "$T/pix" "$T/perm"
	is "has not vanished" "$(documents "$T/pix")" 6
	exits "but stops a rebuild" 4 $as "$INDEXER" --full --index "$T/pix" "$T/perm"
	chmod 755 "$T/perm/sub"
else
	skip "files that cannot be read (needs root and setpriv)"
fi
