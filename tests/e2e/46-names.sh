# Names in other scripts and spellings, from files to answers, built in bulk and by updates.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src"
cat >"$T/src/en.txt" <<'TEXT'
Border notes

Last week President Karimov met Foreign Minister Kamilov in Samarkand, near the Uighur quarter. The town of Bukhara
was quiet, and so was Namangan. The fighter Namangani of the IMU had left long ago, and the IJU with him.

Katibat Imam al-Bukhari and al-Qaeda were named in the Kyrgyzstan report of Aigul Zhumabekova.
TEXT
cat >"$T/src/ru.txt" <<'TEXT'
Записка

На прошлой неделе Каримова видели в Самарканде. Об уйгурах и о Шавкате Мирзиёеве речи не было.
TEXT
cat >"$T/src/uz.txt" <<'TEXT'
Xabar

Kecha Shavkat Mirziyoyev Samarqandda edi, Fargʻona va Xorazm haqida gapirdi.
TEXT

found() { # QUERY [OPTIONS]: ids in order of names
	request "SEARCH fields=id snippets=0 ${2:-} : $1" | sed -n 's/.*"id":"src\/\([a-z0-9]*\)\.txt.*/\1/p' | sort | tr '\n' ' ' | sed 's/ $//'
}
# all LINES of "query|ids": the same for many queries over one connection, "query|ids" a line.
all() {
	local queries asked=()
	mapfile -t queries < <(cut -d'|' -f1)
	for q in "${queries[@]}"; do asked+=("SEARCH fields=id snippets=0 : $q"); done
	request "${asked[@]}" | sed -n 's/^[=-].*/?/p; s/.*"id":"src\/\([a-z0-9]*\)\.txt.*/\1/p' | awk '/\?/ { n++; next } { print n, $1 }' |
		sort -k1n -k2 | awk -v n="${#queries[@]}" '{ a[$1] = a[$1] ? a[$1] " " $2 : $2 } END { for (i = 1; i <= n; i++) print a[i] }' |
		paste -d'|' <(printf '%s\n' "${queries[@]}") -
}
added() { request "SEARCH limit=0 ${2:-} : $1" | sed -n 's/.* expanded="\([^"]*\)".*/\1/p'; }

cat >"$T/rows" <<'ROWS'
Каримов|en ru
Karimov|en ru
karimoff|en ru
Каримовым|en ru
Камилов|en
Kamilov|en
Намангани|en
"town of Бухара"|en
Samarqand|en ru
"Foreign Minister Камилов"|en
"Katibat Имам аль-Бухари"|en
Аль-Каиды|en
уйгуров|en ru
Мирзиёев|ru uz
Mirziyaev AND Shavkat|ru uz
shavkat mirziyoev|ru uz
Фарғона|uz
Xorazm|uz
Khorazm|uz
Джумабекова|en
ИМУ|en
Хорезмшах|
ROWS
for how in bulk update; do
	rm -rf "$T/ix"
	if [ $how = bulk ]; then
		"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "indexing"
	else	# document by document
		mkdir -p "$T/hold" && mv "$T/src/"* "$T/hold"
		for f in en ru uz; do
			cp "$T/hold/$f.txt" "$T/src/"
			"$INDEXER" --quiet --index "$T/ix" "$T/src" || fail "updating"
		done
	fi
	start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
	is "$how: names" "$(all <"$T/rows")" "$(cat "$T/rows")"
	is "$how: it says what was added" "$(added Камилов)" "Камилов = kamilov (name)"
	is "$how: nothing to add" "$(added Kamilov)" ""
	is "$how: translit=off" "$(found Камилов translit=off)" ""
	is "$how: strict=1" "$(found Камилов strict=1)" ""
	is "$how: a misspelt name" "$(found Zhumabekovna) $(found Kyrgystan)" "en en"
	is "$how: said so" "$(added Kyrgystan)" "Kyrgystan = kyrgyzstan (spelling)"
	is "$how: spelling=off" "$(found Kyrgystan spelling=off)$(found Kyrgystan strict=1)$(found Kyrgystan match=all)" ""
	is "$how: what there is stays" "$(found Bukhara)$(added Bukhara)$(found IMU)$(added IMU)" enen
	like "$how: EXPLAIN" "$(request 'EXPLAIN : Камилов')" 'kamilov'
	stop_karezd
done

# ---- what goes, and what comes ----
start_karezd --index "memos=$T/ix" --listen "unix:$SOCK"
is "before" "$(found Рахмон)" ""
echo "There President Emomali Rakhmon spoke." >"$T/src/tj.txt"
"$INDEXER" --quiet --index "$T/ix" "$T/src"
is "a name that came with an update" "$(found Рахмон)" tj
rm "$T/src/tj.txt"
"$INDEXER" --quiet --allow-shrink --index "$T/ix" "$T/src"
is "and went" "$(found Рахмон)" ""
ok "the index is sound" "$INDEXER" --check --index "$T/ix"
