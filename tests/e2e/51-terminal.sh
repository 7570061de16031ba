# karez on a terminal: colours, links, the width of the window, the pager, and documents that mean harm.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "no python3"

mkdir "$T/src"
printf 'Border trade\n\nThe border was closed. Trade over the \033]0;evil\007border \302\233 31m grew in every year of the plan, the ministry said.\n' >"$T/src/a b#1.txt"
printf '{"id":"m1","title":"Customs \\u001b[2Jposts","url":"https://example.org/m?a=1&b=\\u001b]0;x","text":"The border again."}\n' >"$T/src/m.ndjson"
for i in $(seq 20); do echo "Report $i on border customs." >"$T/src/r$i.txt"; done
"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
export KAREZ_SERVER=unix:$SOCK TERM=xterm
unset NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS LINES PAGER KAREZ_PAGER LESS

esc=$'\033'
# on ARGS...: a program on a terminal; what it writes in $out, its exit status in $code
on() { out=$(timeout 60 python3 "$KAREZ_SRC/tests/e2e/terminal.py" "$@" 2>&1); code=$?; out=${out//$'\r'/}; }
# widest: columns of the longest line, escape sequences taken away
widest() { sed -E "s/$esc\[[0-9;]*m//g; s/$esc\]8;;[^$esc]*$esc\\\\//g" <<<"$out" | LC_ALL=C.UTF-8 awk '{ if (length($0) > n) n = length($0) } END { print n }'; }

# ---- colours and links ----
on -- "$KAREZ" ministry
is "found on a terminal" "$code" 0
like "a match stands out" "$out" "$esc\[1;33mministry$esc\[m"
like "metadata is dim" "$out" "$esc\[2msrc/a b#1.txt"
like "a title leads to its file" "$out" "^  1  $esc\]8;;file://$(hostname)$T/src/a%20b%231.txt$esc\\\\"
on -- "$KAREZ" again
like "or to its page, whatever the address holds" "$out" "$esc\]8;;https://example.org/m\?a=1&b=%20\]0;x$esc\\\\"
for i in "--color never" "--color=never --hyperlink=never"; do on -- "$KAREZ" $i ministry; unlike "$i: no colours" "$out" "$esc\["; done
unlike "no links" "$out" "$esc"
NO_COLOR=1 on -- "$KAREZ" ministry; unlike "NO_COLOR" "$out" "$esc\["; like "NO_COLOR: links are no colours" "$out" "$esc\]8"
NO_COLOR=1 on -- "$KAREZ" --color always ministry; like "--color goes before NO_COLOR" "$out" "$esc\[1;33m"
TERM=dumb on -- "$KAREZ" ministry; unlike "TERM=dumb" "$out" "$esc"
out=$("$KAREZ" ministry); unlike "a pipe" "$out" "$esc"
out=$(CLICOLOR_FORCE=1 "$KAREZ" ministry); like "CLICOLOR_FORCE in a pipe" "$out" "$esc\[1;33m"; unlike "and no links" "$out" "$esc\]8"
out=$("$KAREZ" --hyperlink always ministry); like "--hyperlink always in a pipe" "$out" "$esc\]8;;file:"; unlike "and no colours" "$out" "$esc\["
out=$("$KAREZ" --hyperlink always get 'src/a b#1.txt'); like "get: the path leads to the file" "$out" "^path +$esc\]8;;file:"

# ---- the window ----
for columns in 30 47 132; do on --columns $columns -- "$KAREZ" ministry; at_most "$columns columns" "$(widest)" $columns; done
on --columns 200 -- "$KAREZ" ministry; ok "a wide window is used" test "$(widest)" -gt 80

# ---- documents that mean harm ----
for args in ministry "get src/a b#1.txt" "--json ministry" "raw SEARCH : ministry" "--json again" "get m1" "--strict again"; do
	on -- "$KAREZ" --color never --hyperlink never --no-pager ${args%% *} "${args#* }"
	like "something is printed: $args" "$out" "evil|posts"
	unlike "no control character: $args" "$(LC_ALL=C.UTF-8 tr -d '\n\t' <<<"$out")" $'[\001-\037\177]|\302[\200-\237]'
done

# ---- the pager ----
export KAREZ_PAGER="sed 's/^/paged:/'"
on --rows 10 -- "$KAREZ" -n 20 customs; like "longer than the screen" "$out" "^paged:  1"; is "the status is that of the search" "$code" 0
on --rows 200 -- "$KAREZ" -n 20 customs; unlike "shorter than the screen" "$out" paged:
on --rows 10 -- "$KAREZ" --no-pager -n 20 customs; unlike "--no-pager" "$out" paged:
unlike "a pipe is not paged" "$("$KAREZ" -n 20 customs)" paged:
KAREZ_PAGER='exit 7' on --rows 10 -- "$KAREZ" -n 20 --values 5 customs; is "one that ends with an error" "$code" 0
KAREZ_PAGER='head -1' on --rows 10 -- "$KAREZ" -n 20 customs; is "one that is left early" "$code" 0
like "shows what it shows" "$out" "^  1  "
KAREZ_PAGER=no-such-pager on --rows 10 -- "$KAREZ" -n 20 customs; like "one that is not there" "$out" "20 of 21 documents"
KAREZ_PAGER= on --rows 10 -- "$KAREZ" -n 20 customs; like "none" "$out" "20 of 21 documents"
PAGER="sed 's/^/other:/'" on --rows 10 -- "$KAREZ" -n 20 customs; like "KAREZ_PAGER goes before PAGER" "$out" "^paged:"
unset KAREZ_PAGER
PAGER="sed 's/^/other:/'" on --rows 10 -- "$KAREZ" -n 20 customs; like "PAGER" "$out" "^other:"
if command -v less >/dev/null; then
	on --rows 10 'wait:\033\[K|:' 'type:q' -- "$KAREZ" -n 20 customs
	is "less, left by q" "$code" 0; like "the first page" "$out" "  1  "; unlike "not the last" "$out" "20 of 21 documents"
	like "with colours and links" "$out" "$esc\]8;;file:.*$esc\[1"
else
	skip "less is not installed"
fi
on --rows 10 -- "$KAREZ" xyzzyx; is "nothing found on a terminal" "$code" 1

# ---- readers that leave ----
"$KAREZ" -n 20 customs 2>"$T/err" | head -1 >/dev/null; is "head reads one line" "${PIPESTATUS[0]}" 0; is "and nothing is said" "$(<"$T/err")" ""
