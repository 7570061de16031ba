# Facets, names near a subject, versions, dates: in bulk, after updates and deletions, over two collections.
. "$(dirname "$0")/lib.sh"

mkdir "$T/src" "$T/more"
cat >"$T/src/a.ndjson" <<'JSON'
{"id":"1","lang":"en","date":"2014-03-01","author":"A. Belova; B. Gromov","source":"Desk","text":"A new bridge was built by the Desert Rivers Union (DRU), said Ivan Petrov in Samarkand. It is long."}
{"id":"2","lang":"en","date":"2015-05","author":"B. Gromov","source":"Desk","text":"The DRU mends the bridge near Samarkand. Many people came to see it, and the mayor gave a speech."}
{"id":"3","lang":"ru","text":"Новый мост построил Ивана Петрова брат; об этом говорили в Самарканде весь день."}
{"id":"4","lang":"en","date":"2016","source":"Press","text":"The old bridge of Freedonia fell. Nobody was hurt, said Ivan Petrov, and a new one will be built."}
{"id":"5","date":"2014-06-30","text":"A road without names, and no bridge on it."}
JSON
cat >"$T/more/b.ndjson" <<'JSON'
{"id":"1","lang":"kk","text":"Another bridge, and another word of Freedonia in it."}
JSON

index() { "$INDEXER" --quiet --index "$T/$1" "${@:3}" "$T/$2" >>"$T/log" 2>&1; }
facet() { # NAME QUERY [OPTIONS] [COLLECTIONS]: its row
	request "SEARCH ${4:-one} limit=0 facets=$1 match=any ${3:-} : $2" | grep '"facet"'
}
rows() { for f in lang year author source names; do facet $f "bridge"; facet $f "*"; facet $f "мост OR road"; done; }

ok "built in bulk" index one src
ok "a second collection" index two more
start_karezd --index one="$T/one" --index two="$T/two" --listen "unix:$SOCK"

is "languages" "$(facet lang bridge)" '{"facet":"lang","values":[["en",3]],"none":1}'
is "years, and those without" "$(facet year '*')" '{"facet":"year","values":[["2014",2],["2015",1],["2016",1]],"none":1}'
is "each of several authors" "$(facet author '*')" '{"facet":"author","values":[["B. Gromov",2],["A. Belova",1]],"none":3}'
is "what is not listed" "$(facet author '*' values=1)" '{"facet":"author","values":[["B. Gromov",2]],"none":3,"more":1,"other":1}'
like "acronym and long form are one" "$(facet names bridge)" '\["Desert Rivers Union",2,2\]'
like "a name in two scripts is one" "$(facet names "*")" '\["Ivan Petrov",3,3\]'
unlike "the query's own name is not listed" "$(facet names 'ivan petrov')" 'Ivan Petrov"'
like "two collections together" "$(facet names bridge "" one,two)" '\["Freedonia",2,2\]'
is "on a terminal" "$("$KAREZ_BUILD/client/karez" -s "unix:$SOCK" -C one --limit 0 --facets lang 'bridge' | head -3)" \
	"$(printf 'lang\n  en       3\n  (none)       1')"

like "undated ones are counted" "$(request 'SEARCH one limit=0 : date:..2014-12-31 (bridge OR мост OR road)')" ' total=2 .*undated=1'
like "as of a day" "$(request 'SEARCH one fields=id snippets=0 : bridge date:..2014-06-30')" '"id":"1"'
unlike "nothing later than that day" "$(request 'SEARCH one fields=id snippets=0 match=any : bridge date:..2014-06-29')" '"id":"[245]"'
is "newest first, undated last" "$(ids "$(request 'SEARCH one fields=id snippets=0 sort=date : *')" | tr '\n' ' ')" "4 2 5 1 3 "
is "oldest first, undated last" "$(ids "$(request 'SEARCH one fields=id snippets=0 sort=date-asc : *')" | tr '\n' ' ')" "1 5 2 4 3 "

# Changed, deleted, new: as if built anew.
sed -i '/"id":"2"/d; s/Freedonia/Sylvania/' "$T/src/a.ndjson"
printf '%s\n' '{"id":"6","lang":"kk","date":"2016-02","text":"A bridge of the DRU again, as Boris Orlov told us in the morning."}' >>"$T/src/a.ndjson"
ok "updated" index one src
rows >"$T/updated"
like "the change is counted" "$(cat "$T/updated")" '"Sylvania",1,1'
unlike "what went is not" "$(cat "$T/updated")" 'Freedonia'
ok "built anew" index one src --full
rows >"$T/anew"
ok "an update counts as a build does" cmp "$T/updated" "$T/anew"

# One page in March, in May, and undated; another page.
python3 - "$T/src/pages.ndjson" <<'PY'
import json, sys
page = " ".join("the %dth pier of the crossing carries %d stones" % (i, i * 7) for i in range(60))
with open(sys.argv[1], "w") as f:
    for name, date, text in (("may", "2014-05-02", page + " and a sign"), ("march", "2014-03", page), ("copy", "", page),
                             ("other", "2014-03", "a crossing of stones carries another pier")):
        f.write(json.dumps({"id": name, "date": date, "text": text}) + "\n")
PY
ok "pages" index one src
is "what a page said when" "$(request 'VERSIONS one fields=id : may' | tail -n +2)" \
	"$(printf '{"id":"march","relation":"version"}\n{"id":"may","relation":"itself"}\n{"id":"copy","relation":"copy"}')"
like "similar documents are others" "$(request 'SIMILAR one fields=id limit=1 snippets=0 : may')" '"id":"other"'
like "versions beside them" "$(request 'SIMILAR one fields=id snippets=0 : may')" '"versions":\[\{"id":"march","date":"2014-03","relation":"version"'
like "newer ones first when asked for" "$(request 'SEARCH one fields=id snippets=0 collapse=none limit=1 recency=30d : pier crossing stones date:2014')" '"id":"may"'
stop_karezd
