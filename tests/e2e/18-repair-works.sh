# karez-index: pages of several works, their fields, and how they change.
. "${KAREZ_SRC:?}/tests/e2e/lib.sh"
. "$KAREZ_SRC/tests/e2e/index-lib.sh"

prose='The commission met in the old town hall to talk about the border and the trade between the two countries, which had fallen by a
third within a year, and about the water of the river, which both of them need.  It will meet again in spring, when the snow of
the mountains has melted and the roads are open, as it has done in each of the last ten years.'
prose=$(echo $prose)
work() { printf '%s\n\nBy %s\n\nPublished\n\non\n\n%s\n\n%s\n\n%s %s\n\n' "$1" "$2" "$prose" "$prose" "$prose" "$3"; }
ix=$T/ix
mkdir "$T/pages"
page() { { printf 'Connect with us\n\n'; for w in "$@"; do printf 'Inner Steppe\n\n'; work "The $w of the valley" "Anna Lee" "$w"; printf 'Continue Reading\n\n'; done
	printf 'Latest\n\nWater4 mins ago\n\nThe river has frozen\n\nNobody has seen such a glacier since...\n\nRoads1 hour ago\n\nThe pass is closed\n\nSnow has...\n'; } >"$T/pages/page.txt"; age "$T/pages"; }

page bridge road mill
is "three works on one page" "$(index "$T/pages")" "added 3, updated 0, deleted 0, unchanged 0, skipped 0, failed 0"
is "in the order of the page" "$(ids_in "$ix")" "pages/page.txt#1 pages/page.txt#2 pages/page.txt#3"
like "with titles of their own" "$(data "$ix" pages/page.txt#2)" '"title":"The road of the valley"'
like "and authors" "$(data "$ix" pages/page.txt#3)" '"author":"Anna Lee"'
is "furniture is not found" "$(frequency "$ix" connect)" 0
is "nor are teasers" "$(frequency "$ix" glacier)" 0
is "each word in its work" "$(frequency "$ix" Smill)" 1
is "nothing changed" "$(index "$T/pages")" "added 0, updated 0, deleted 0, unchanged 3, skipped 0, failed 0"

page bridge mill
index "$T/pages" >/dev/null
is "one work less" "$(ids_in "$ix")" "pages/page.txt#1 pages/page.txt#2"
like "the second is another one now" "$(data "$ix" pages/page.txt#2)" '"title":"The mill of the valley"'

page bridge
index "$T/pages" >/dev/null
is "one work alone is the page" "$(ids_in "$ix")" "pages/page.txt"
page bridge road
index "$T/pages" >/dev/null
is "and becomes several again" "$(ids_in "$ix")" "pages/page.txt#1 pages/page.txt#2"
is "without the rule it is one" "$(index --allow-shrink --repair '-works' "$T/pages" >/dev/null; ids_in "$ix")" "pages/page.txt"
like "and the furniture still gone" "$(frequency "$ix" connect)" '^0$'
is "without any rule all is found" "$(index --allow-shrink --repair none "$T/pages" >/dev/null; frequency "$ix" connect)" 1

printf 'A leaf\n\nWith words.\n' >"$T/pages/other.txt"
rm "$T/pages/page.txt"
index --repair all --allow-shrink "$T/pages" >/dev/null
is "a page that is gone takes its works along" "$(ids_in "$ix")" "pages/other.txt"

out=$("$INDEXER" --show "$T/pages/other.txt")
like "what a file becomes" "$out" 'title +A leaf'
like "with its evidence" "$out" 'line 1: A leaf'
finish
