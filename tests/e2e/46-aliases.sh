# Other names: alias files of the configuration, acronyms of documents, what the answer says of them.
. "$(dirname "$0")/lib.sh"

mkdir "$T/docs" "$T/conf"
echo 'The Mountain Road Agency (MRA) opened a pass.' >"$T/docs/definition.txt"
echo 'What the MRA says of it.' >"$T/docs/acronym.txt"
echo 'A mountain road agency is what the valley wants.' >"$T/docs/words.txt"
echo 'Агентство горных дорог открыло перевал.' >"$T/docs/russian.txt"
echo 'Lightborough lies in the north.' >"$T/docs/light.txt"
echo 'Darkborough lies in the north.' >"$T/docs/dark.txt"
echo 'A report of the Commonwealth of Independent States.' >"$T/docs/community.txt"
echo 'Karimov spoke.' >"$T/docs/karimov.txt"
echo 'Kamilov spoke.' >"$T/docs/kamilov.txt"
"$INDEXER" --quiet --index "$T/ix" "$T/docs" || fail "indexing"

conf() { printf 'listen = {"unix:%s"}\ncollection docs {\n index = "%s"\n %s\n}\n' "$SOCK" "$T/ix" "$1" >"$T/conf/k.conf"; }
found() { ids "$(request "SEARCH limit=50 match=all fields=id $1")" | sed 's/^.*\///; s/\.txt$//' | sort | tr '\n' ' '; }
head_of() { request "SEARCH limit=50 match=all fields=id $1" | head -1; }
desk() { printf '%s\n' "$@" >"$T/conf/desk.aliases"; }

# ---- what comes with karez ----
conf ''
start_karezd -c "$T/conf/k.conf"
is "the installed file: an acronym in Russian" "$(found ': СНГ')" "community "
like "is named" "$(head_of ': СНГ')" 'expanded="СНГ = Commonwealth of Independent States \(alias\)"$'
is "aliases=off" "$(found 'aliases=off : СНГ')" ""
is "strict=1" "$(found 'strict=1 : СНГ')" ""
is "!= holds for word~" "$(found ': Karimov~2')" "karimov "

# ---- acronyms that documents define ----
is "an acronym finds its long form" "$(found ': MRA')" "acronym definition words "
like "with the number of documents" "$(head_of ': MRA')" 'expanded="MRA = Mountain Road Agency \[1\] \(acronym\)"$'
like "by way of what a document was found" "$(request 'SEARCH explain=on snippets=0 : MRA')" '"kind":"acronym","typed":"MRA","found":"Mountain Road Agency","weight":[0-9.]+'
like "people see why" "$("$KAREZ" -s "unix:$SOCK" --explain --snippets 0 MRA)" '^ +[0-9.]+  MRA as Mountain Road Agency \(acronym\): '
is "the long form its acronym" "$(found ': "mountain road agency"')" "acronym definition words "
is "in small letters" "$(found ': mra')" "acronym definition words "
like "ALIASES" "$(request 'ALIASES : MRA')" '^\{"relation":"=","name":"Mountain Road Agency","documents":1,"example":"docs/definition.txt"\}$'
like "karez aliases" "$("$KAREZ" -s "unix:$SOCK" aliases mountain road agency)" '^= MRA  1 document, such as docs/definition.txt$'
exits "karez aliases of nothing" 1 "$KAREZ" -s "unix:$SOCK" aliases nonsense

# ---- a file of one's own ----
desk '# ours' 'MRA = Агентство горных дорог  # 2015' 'Lightborough ~ Darkborough  # 2003 renamed'
conf 'aliases = {"desk.aliases"}'
is "RELOAD" "$(request RELOAD)" "+reloaded collections=1"
is "the installed one is not used" "$(found ': СНГ')" ""
is "our names, and those of documents" "$(found ': MRA')" "acronym definition russian words "
is "the other way" "$(found ': агентства горных дорог')" "acronym definition russian "
is "offered: not found" "$(found ': Lightborough')" "light "
like "offered: named" "$(head_of ': Lightborough')" 'offered="Lightborough ~ Darkborough \(alias\)"$'
like "with file, line and note" "$(request 'ALIASES : MRA')" '"name":"Агентство горных дорог","source":"/.*/conf/desk.aliases:2","note":"2015"'
like "people see it" "$("$KAREZ" -s "unix:$SOCK" --snippets 0 Lightborough)" '^not searched for: Lightborough ~ Darkborough'

# ---- edited: kept answers are those of the file that was read ----
desk 'MRA = Агентство горных дорог' 'Lightborough = Darkborough'
is "before a reload all stays" "$(found ': Lightborough')" "light "
is "RELOAD of an edited file" "$(request RELOAD)" "+reloaded collections=1"
is "after it" "$(found ': Lightborough')" "dark light "
conf 'aliases = {"desk.aliases", installed}'
request RELOAD >/dev/null
is "both" "$(found ': СНГ') $(found ': Lightborough')" "community  dark light "
conf 'aliases = none'
request RELOAD >/dev/null
is "none" "$(found ': СНГ')$(found ': Lightborough')" "light "
is "but what documents define" "$(found ': MRA')" "acronym definition words "

# ---- mistakes ----
refused() { # NAME PATTERN
	conf 'aliases = {"desk.aliases"}'
	like "refused: $1" "$(request RELOAD)" "$2"
	exits "karezd -n: $1" 1 "$KAREZD" -n -c "$T/conf/k.conf"
}
desk 'a = b' 'a ~ b = c'
refused "two signs" '^-BADREQUEST .*conf/desk.aliases:2: ~ and = in one line'
desk 'a = b' 'b = c' 'a != c'
refused "a contradiction" '^-BADREQUEST .*conf/desk.aliases:3: "a" and "c" are told apart here'
rm "$T/conf/desk.aliases"
refused "no file" 'desk.aliases'
is "the old ones stay" "$(found ': Lightborough')" "light "
conf 'aliases = {none, installed}'
like "none with others" "$(request RELOAD)" 'k.conf:.*aliases = none stands alone'
stop_karezd
