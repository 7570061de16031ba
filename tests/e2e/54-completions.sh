# What completes karez in bash, zsh and fish: every option and command of --help, offered by the shells themselves.
. "$(dirname "$0")/lib.sh"

echo "Report on border trade." >"$T/a.txt"
"$INDEXER" --quiet --index "$T/ix" "$T/a.txt" || fail "indexing"
start_karezd --index "memos=$T/ix" --index "news=$T/ix" --listen "unix:$SOCK"
export KAREZ_SERVER=unix:$SOCK PATH=$KAREZ_BUILD/client:$PATH TERM=dumb HOME=$T
for shell in bash zsh fish; do "$KAREZ" --completions $shell >"$T/$shell" || fail "--completions $shell"; done
exits "no such shell" 2 "$KAREZ" --completions tcsh
for file in karez _karez karez.fish; do ok "the build made $file" test -s "$KAREZ_BUILD/client/completions/$file"; done

help=$("$KAREZ" --help)
options=$(sed -n '/^options:/,$p' <<<"$help" | grep -oE '^  (-[a-zA-Z], )?--[a-z-]+' | grep -oE -- '--?[a-zA-Z-]+' | sort -u)
long=$(grep '^--' <<<"$options")
commands=$(sed -n '/^commands:/,/^$/p' <<<"$help" | grep -oE '^  [a-z]+' | tr -d ' ' | sort)
ok "there are options and commands" test "$(wc -l <<<"$options")" -gt 40 -a "$(wc -l <<<"$commands")" -gt 15
# missing WANTED OFFERED: what is not among the lines offered
missing() { comm -23 <(sort -u <<<"$1") <(sort -u <<<"$2") | tr '\n' ' '; }

# ---- bash ----
# replies WORD...: what bash offers for the last of these words
replies() { bash --norc -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _karez; printf "%s\n" ${COMPREPLY[@]+"${COMPREPLY[@]}"}' - "$T/bash" "$@"; }
is "bash: every option" "$(missing "$options" "$(replies karez -)")" ""
is "bash: every command" "$(missing "$commands" "$(replies karez "")")" ""
is "bash: values" "$(replies karez --sort da | tr '\n' ' ')" "date date-asc "
is "bash: values behind =" "$(replies karez --color = n)" never
is "bash: collections" "$(replies karez -C "" | tr '\n' ' ')" "memos news "
is "bash: files" "$(cd "$T" && replies karez -f a.)" a.txt
touch "$T/x y *.txt"
is "bash: files with blanks and stars" "$(cd "$T" && replies karez -f x)" "x y *.txt"
is "bash: what a command takes" "$(replies karez count --sn)" ""
is "bash: what another takes" "$(replies karez --json eval --qr)" --qrels
if command -v python3 >/dev/null; then
	# Words that are offered are evaluated by bash, and who answers at the address may give any.
	cat >"$T/evil.py" <<-'PY'
	import socket, sys
	listener = socket.socket(socket.AF_UNIX)
	listener.bind(sys.argv[1])
	listener.listen()
	peer = listener.accept()[0]
	peer.recv(1000)
	peer.sendall(b'=2\n{"collection":"$(touch harm)"}\n{"collection":"memos"}\n')
	peer.recv(1000)
	PY
	python3 "$T/evil.py" "$T/evil" &
	evil=$!
	for i in $(seq 100); do [ -S "$T/evil" ] && break; sleep 0.05; done
	is "bash: names that are none" "$(cd "$T" && KAREZ_SERVER=unix:$T/evil replies karez -C "")" memos
	ok "and nothing was evaluated" test ! -e "$T/harm"
	wait "$evil"
	# on ARGS...: a shell on a terminal: its output
	on() { timeout 60 python3 "$KAREZ_SRC/tests/e2e/terminal.py" "$@" 2>&1; }
	like "bash: the tab key" "$(on 'wait:[$#] $' "type:. $T/bash; bind 'set enable-bracketed-paste off'\n" 'wait:\n.*[$#] $' \
		'type:karez --no-pag\t' 'wait:--no-pager ' 'type:\x15exit\n' -- bash --norc --noprofile -i)" "--no-pager "
fi

# ---- zsh ----
if command -v zsh >/dev/null; then
	ok "zsh: the script is one" zsh -n "$T/zsh"
	is "zsh: every option" "$(missing "$options" "$(grep -oE -- '--?[a-zA-Z][a-z-]*' "$T/zsh")")" ""
	mkdir "$T/functions" && cp "$T/zsh" "$T/functions/_karez"
	out=$(on 'wait:[%#] ' "type:fpath=($T/functions \$fpath); autoload -U compinit; compinit -u -d $T/dump; print re''ady\n" 'wait:ready' 'wait:[%#] ' \
		'type:karez --no-pag' 'wait:no-pag' 'type:\t' 'wait:er' 'type:\x15karez --sort rel' 'wait:rel' 'type:\t' 'wait:evance' \
		'type:\x15karez -C new' 'wait:new' 'type:\t' 'wait:s' 'type:\x15karez sim' 'wait:sim' 'type:\t' 'wait:ilar' \
		'type:\x15exit\n' -- zsh -f -i)
	code=$?
	if [ $code = 0 ]; then pass "zsh: the tab key"; else fail "zsh: the tab key" "exit $code" "$(tail -c 1000 <<<"$out")"; fi
else
	skip "zsh is not installed"
fi

# ---- fish ----
if command -v fish >/dev/null; then
	offered() { fish --no-config -c "source $T/fish; complete -C '$1'" 2>&1 | cut -f1; }
	is "fish: every option" "$(missing "$long" "$(offered 'karez --'; offered 'karez eval --')")" ""
	is "fish: every command" "$(missing "$commands" "$(offered 'karez ')")" ""
	is "fish: values" "$(offered 'karez --sort da' | tr '\n' ' ')" "date date-asc "
	is "fish: collections" "$(offered 'karez -C ' | tr '\n' ' ')" "memos news "
else
	skip "fish is not installed"
fi
