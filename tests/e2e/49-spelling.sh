# Spelling over the wire: by the list of words, after an update, with a damaged list and without one.
. "$(dirname "$0")/lib.sh"

for i in $(seq 30); do
	echo "{\"id\":\"d$i\",\"text\":\"The Shanghai Cooperation Organization met in Uzbekistan near Xinjiang. Рынок на границе, ракета $i.\"}"
done >"$T/docs.ndjson"
echo '{"id":"slip","text":"Bad cooperatoin."}' >>"$T/docs.ndjson"
ok "index" "$INDEXER" --quiet --index "$T/ix" "$T/docs.ndjson"
[ -s "$T/ix/current/words" ] && pass "the list of words is there" || fail "the list of words is there"
start_karezd --index memos="$T/ix" --listen "unix:$SOCK" || exit 0

corrected() { request "SPELL memos : $1" | sed -n '1s/.*corrected=//p' | tr -d '"'; }
head_of() { request "SEARCH memos limit=10 fields=id snippets=0 : $1" | head -1; }
words() { # HOW
	local how=$1 typed meant
	while IFS='|' read -r typed meant; do
		is "$how: $typed" "$(corrected "$typed")" "$meant"
	done <<-'ROWS'
		uzbekstan|uzbekistan
		usbekystan|uzbekistan
		uzbek istan|uzbekistan
		shanghaicooperation|shanghai cooperation
		shanghaicooperationorganization|shanghai cooperation organization
		гяиулшыефт|uzbekistan
		hfrtnf|ракета
		hsyjr|рынок
		рынак на гранитсе|рынок на границе
		cooperatoin|cooperation
		uzbekistan|
		shanghia uzbekstan|shanghai uzbekistan
		zzyzzxqq|
	ROWS
}
words "list"
like "a rare word stays, the other is offered" "$(head_of cooperatoin)" 'total=1 .*offered="cooperatoin ~ cooperation \(spelling\)"'
unlike "nothing is offered for a common one" "$(head_of cooperation)" "offered="
like "an unknown one is searched for as another" "$(head_of uzbekstan)" "widened=spelling:uzbekistan"
like "typed on the other layout" "$(head_of гяиулшыефт)" "widened=spelling:uzbekistan"
unlike "strict: as typed" "$(request "SEARCH memos strict=1 limit=10 : uzbekstan" | head -1)" "uzbekistan"
like "how many have the rare one" "$(request "SPELL memos : cooperatoin" | tail -1)" '^\{"word":"cooperatoin","documents":1,"better":\[\{"text":"cooperation","documents":30\}\]\}$'

# A word that came with an update, and one that went.
{ grep -v slip "$T/docs.ndjson"; echo '{"id":"new","text":"Kyrgyzstan came last."}'; } >"$T/next" && mv "$T/next" "$T/docs.ndjson"
ok "update" "$INDEXER" --quiet --index "$T/ix" "$T/docs.ndjson"
sleep 0.2
is "a new word" "$(corrected kyrgizstan)" "kyrgyzstan"
is "a word that went" "$(corrected xinjiam)" "xinjiang"
stop_karezd

# Damaged, and gone.
printf 'x' | dd of="$T/ix/current/words" bs=1 seek=300 conv=notrunc status=none
for i in $(seq 160 180); do printf '\377' | dd of="$T/ix/current/words" bs=1 seek="$i" conv=notrunc status=none; done
start_karezd --index memos="$T/ix" --listen "unix:$SOCK" || exit 0
is "damaged list" "$(corrected kyrgizstan)" "kyrgyzstan"
like "it is told" "$(cat "$T/karezd.log")" "damaged list of words"
stop_karezd
rm "$T/ix/current/words"
start_karezd --index memos="$T/ix" --listen "unix:$SOCK" || exit 0
is "no list" "$(corrected kyrgizstan)" "kyrgyzstan"
is "no list: layout" "$(corrected гяиулшыефт)" "uzbekistan"
is "no list: run together" "$(corrected shanghaicooperation)" "shanghai cooperation"
