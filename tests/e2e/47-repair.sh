# Texts with notes, page ends, captions and marks in them, from files to answers.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src"
cat >"$T/src/lena.txt" <<'TEXT'
Vera Lind¹

## The Bridge that was never built

The minutes of the *River Board* tell of a plan to build a bridge over the Lena, which the board had talked about in each of the
ten years before the war.<sup>2</sup> It was drawn by the engineer, Adam

---

¹ [Vera Lind](#) keeps the archive of the board.

- 2 Cf. Minutes of the board, vol. 3, p. 14.

Holm. The plan was sent to the ministry in 1912, and nobody ever saw it again, although the board asked for it many times.

FILE: The ferry on the upper river. REUTERS/Ada Berg

Only a new form ofnavigation could help, the Councilstated, and in 1912became clear that small- and medium-sized firms would provide the shortest route

from the north to the sea across those borders. The borders were closed in the same year, as the pilots of the Counter- Smuggling Service knew.

- 12 -

R I V E R ● NEW VIEWS
B O A R D ● ON RIVERS
TEXT
cat >"$T/src/list.txt" <<'TEXT'
The chapter on bridges ends here, and no sentence of it goes on behind this line of text.

---

The chapter on ferries begins here with a list of things that were never written down:

1. boats
2. bells

They crossed both borders2. The borders were open. The H2O was cold.
TEXT
"$INDEXER" --quiet --index "$T/ix" "$T/src"
is "an index of both" $? 0
start_karezd --index "docs=$T/ix" --listen "unix:$SOCK"

# All rows "query|id" over one connection.
all() {
	local queries asked=()
	mapfile -t queries < <(cut -d'|' -f1)
	for q in "${queries[@]}"; do asked+=("SEARCH fields=id snippets=0 : $q"); done
	request "${asked[@]}" | sed -n 's/^[=-].*/?/p; s/.*"id":"src\/\([a-z0-9]*\)\.txt.*/\1/p' |
		awk '/\?/ { n++; next } { a[n] = a[n] " " $1 } END { for (i = 1; i <= n; i++) print substr(a[i], 2) }' |
		paste -d'|' <(printf '%s\n' "${queries[@]}") -
}
cat >"$T/rows" <<'ROWS'
"engineer Adam Holm"|lena
"keeps the archive of the board"|lena
"minutes of the board vol"|lena
"minutes of the River Board"|lena
"before the war it was drawn"|lena
"provide the shortest route from the north to the sea"|lena
"small and medium-sized firms"|lena
"Counter-Smuggling Service"|lena
"a new form of navigation"|lena
"the Council stated"|lena
"in 1912 became clear"|lena
"ferry on the upper river"|lena
"V E R"|
"river new views"|
"Adam Vera Lind"|
"p 14 Holm"|
"this line of text the chapter"|
"boats bells"|
"crossed both borders the borders"|list
H2O|list
ROWS
while IFS='|' read -r query ids got; do is "$query" "$got" "$ids"; done < <(paste -d'|' "$T/rows" <(all <"$T/rows" | cut -d'|' -f2))
like "what a file becomes" "$("$INDEXER" --show "$T/src/lena.txt")" '^ +[0-9]+ +note +2: Cf\. Minutes'
like "and without a rule" "$("$INDEXER" --repair=-notes --show "$T/src/lena.txt")" '^ +[0-9]+ +¹ Vera Lind keeps'
# What the analysis finds is shown with it.
printf 'Notes on a river\n\nThe Mountain Water Council (MWC) met in Osh with Emil Sadykov.\n' >"$T/found.txt"
out=$("$INDEXER" --show "$T/found.txt")
like "acronyms are shown" "$out" 'acronyms  MWC = Mountain Water Council'
like "names are shown" "$out" 'names .*sadykov'
