# karez alone on a terminal: the prompt, its history, its completion, its commands.
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip_all "no python3"
grep -q '^#define HAVE_LIBEDIT 1' "$KAREZ_BUILD/config.h" || skip_all "built without libedit"

cat >"$T/m.ndjson" <<'EOF'
{"id":"m1","title":"Border trade","text":"Trade over the border grew. Borderline cases are many."}
{"id":"m2","title":"Таможня","text":"Таможенный союз и граница. The border was closed."}
{"id":"m3","title":"Water \u001b[2J","text":"A canal on the border."}
EOF
"$INDEXER" --quiet --index "$T/ix" "$T/m.ndjson" || fail "indexing"
start_karezd --index "memos=$T/ix" --index "other=$T/ix" --listen "unix:$SOCK"
export KAREZ_SERVER=unix:$SOCK TERM=xterm XDG_STATE_HOME=$T/state HOME=$T KAREZ_PAGER= NO_COLOR=1
unset CLICOLOR CLICOLOR_FORCE COLUMNS LINES
history=$T/state/karez/history

# ask STEP... [-- OPTION...]: a session at the prompt; what the terminal shows in $out, the exit status in $code
ask() {
	local steps=() options=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do steps+=("$1"); shift; done
	[ $# = 0 ] || options=("${@:2}")
	out=$(timeout 60 python3 "$KAREZ_SRC/tests/e2e/terminal.py" --rows 50 'wait:> $' "${steps[@]}" -- \
		"$KAREZ" --hyperlink never ${options[@]+"${options[@]}"} 2>&1)
	code=$?
	out=${out//$'\r'/}
	return "$code"
}
tab=$'type:\t' done='wait:> $'

# ---- lines ----
ask 'type:trade\n' 'wait:documents?, ' "$done" 'type:1\n' 'wait:path ' "$done" 'type:2016\n' 'wait:no document' "$done" \
	'type:"open\n' 'wait:not closed' "$done" 'type::count border\n' 'wait:6' "$done" 'type::nonsense\n' 'wait:no command' "$done" \
	'type::get\n' 'wait:usage: :get ID' "$done" 'type::status x\n' 'wait:usage: :status' "$done" 'type:  \n' "$done" \
	'type::help\n' 'wait:Tab completes' "$done" 'type:\x04'
is "^D ends" "$code" 0
like "a query is searched for" "$out" "^  1  Border trade"
like "a number shows a hit" "$out" "^Trade over the border grew"
like "help has the commands of karez" "$out" "^  :similar +ID +documents like"
ask 'type:граница\n' 'wait:1 of 1 document' "$done" 'type::quit\n' -- -C memos
is ":quit ends" "$code" 0; like "Cyrillic" "$out" "^  1  Таможня"; like "options are settings, and the prompt tells" "$out" "^karez memos> граница"

# ---- settings and pages ----
ask 'type::set collection=memos\n' 'wait:memos> $' 'type:border\n' 'wait:1 of 3' "$done" 'type::more\n' 'wait:  2  ' 'wait:1 of 3' "$done" \
	'type:2\n' 'wait:\nid ' "$done" 'type::set limit=\n' "$done" 'type::set\n' 'wait:collection=memos' "$done" 'type:border\n' 'wait:3 of 3' "$done" \
	'type::set limit=5000\n' 'wait:wants 0..1000' "$done" 'type::set colour=1\n' 'wait:unknown option' "$done" 'type::set x\n' 'wait:usage: :set' "$done" \
	'type::similar 1\n' 'wait:documents?, ' "$done" 'type::open 99\n' 'wait:no such hit' "$done" 'type:\x04' -- -n 1
is "settings and pages" "$code" 0
is "no setting is left" "$(grep -A1 '^collection=memos' <<<"$out" | tail -1)" "karez memos> border"
ask 'type:border\n' 'wait:1 of 6 documents' "$done" 'type::similar 1\n' 'wait:1 of 2 documents' "$done" 'type::more\n' 'wait:1 of [0-9]+ document' "$done" \
	'type:\x04' -- -n 1
like "more of what is similar in one collection" "$out" "^  2  Таможня"; like "is in that collection" "$(tail -6 <<<"$out")" "^1 of 2 documents"
ask 'type::set fields=id\n' "$done" 'type:border\n' 'wait:1 of 3' "$done" 'type::more\n' 'wait:1 of 3' "$done" 'type::more\n' 'wait:1 of 3' "$done" \
	'type:2\n' 'wait:no document matches|\nid ' "$done" 'type:\x04' -- -n 1 -C memos
is "pages without ranks" "$(grep -E '^ +m[0-9]$' <<<"$out" | sort -u | wc -l)" 3
like "their hits have numbers" "$out" "^id "; unlike "no rank is not rank 0" "$out" '^ +0 '

# ---- completion ----
ask 'type:canal bord\t\t' 'wait:borderline' 'type:e\t' 'type:\x03' "$done" 'type::mo\t' 'wait:e ' 'type:\x03' "$done" 'type::set so\tdat\t\t' 'wait:date-asc' 'type:\x03' "$done" \
	'type::set collection=o\t' 'wait:ther' 'type:\x03' "$done" 'type:тамож\t\t' 'wait:таможенный' 'type:\x03' "$done" 'type::zz\t' 'type:\x03' "$done" 'type:\x04'
is "completion" "$code" 0
like "words as SUGGEST has them" "$out" "canal border +canal borderline"
like "values of options" "$out" "^date +date-asc$"

# ---- keys and history ----
rm "$history"
ask 'type:forget me\x03' "$done" 'type:border шос\n' "$done" 'type:canal\n' 'wait:documents?, ' "$done" 'type:\x04'
is "mode of the history" "$(stat -c %a "$history")" 600; is "and of its folder" "$(stat -c %a "${history%/*}")" 700
unlike "a line that was cancelled is forgotten" "$(<"$history")" forget
ask 'type:\x1b[A\x1b[A' 'wait:border шос' 'type:\n' 'wait:documents?, ' "$done" 'type:\x04'
is "the history is there again, and one line more" "$(grep -c . "$history")" 4
seq 3000 | sed 's/^/line /' >>"$history"
ask 'type:last\n' "$done" 'type:\x04'
is "it is bounded" "$(grep -c . "$history")" 1001; like "the last line is in it" "$(tail -1 "$history")" '^last'
other="timeout 60 python3 $KAREZ_SRC/tests/e2e/terminal.py 'wait:> \$' 'type:line of another\\n' 'wait:> \$' 'type:\\x04' -- $KAREZ >$T/other 2>&1"
ask 'type:first line\n' "$done" "run:$other" 'type:second line\n' "$done" 'type:second line\n' "$done" 'type:\x04'
is "prompts side by side lose no line" "$(tail -3 "$history" | sed 's/\\040/ /g; s/\\012//' | tr '\n' ,)" "first line,line of another,second line,"
is "and it stays bounded" "$(grep -c . "$history")" 1001
rm -r "$T/state"; touch "$T/state"
ask 'type:canal\n' 'wait:history is not kept' "$done" 'type:trade\n' 'wait:documents?, ' "$done" 'type:\x04'
is "without a place for it" "$code" 0; is "which is told once" "$(grep -c 'not kept' <<<"$out")" 1
rm "$T/state"

# ---- documents that mean harm ----
ask 'type:canal\n' 'wait:Water' "$done" 'type:1\n' 'wait:canal on' "$done" 'type:\x04'
unlike "no escape of theirs" "$out" $'\033\[2J'

# ---- the daemon goes away and comes back ----
ask 'type:canal\n' 'wait:documents?, ' "$done" "run:touch $T/stop; until [ -e $T/started ]; do sleep 0.05; done" \
	'type:canal\n' 'wait:closed' "$done" 'type:canal\n' 'wait:documents?, ' "$done" 'type:\x04' >"$T/asked" &
asking=$!
for i in $(seq 400); do [ -e "$T/stop" ] && break; sleep 0.05; done
stop_karezd
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
touch "$T/started"
wait "$asking"; is "a session outlives the daemon" $? 0

# ---- not on a terminal ----
for how in "</dev/null" "| cat"; do
	eval "out=\$(\"\$KAREZ\" 2>&1 $how; exit \${PIPESTATUS[0]})"; is "karez $how" $? 2
	like "karez $how" "$out" "usage: karez search QUERY"
done
stop_karezd
out=$(timeout 60 python3 "$KAREZ_SRC/tests/e2e/terminal.py" -- "$KAREZ" 2>&1); is "no daemon" $? 4
like "it says what to do" "$out" "To start one on an index"
