#!/bin/bash
# Searches a collection of karez over HTTP and prints what was found; needs curl and jq.
# usage: search_http.sh ADDRESS COLLECTION QUERY   ADDRESS is 127.0.0.1:8080 or unix:/run/karez/http.sock, as in http= of karez.conf
set -eu
if [ $# != 3 ]; then
	echo "usage: search_http.sh ADDRESS COLLECTION QUERY" >&2
	exit 1
fi
address=$1 collection=$2 query=$3
case $address in
unix:*) to=(--unix-socket "${address#unix:}" http://localhost/v1/search) ;;
*) to=("http://$address/v1/search") ;;
esac

# The text with brackets around what matched.  Spans count bytes, and so does bash in this locale.
marked() { # TEXT START-END...
	local LC_ALL=C text=$1 out='' at=0 span
	shift
	for span; do
		out+=${text:at:${span%-*}-at}[${text:${span%-*}:${span#*-}-${span%-*}}]
		at=${span#*-}
	done
	printf '   %s\n' "$out${text:at}"
}

# The answer is one JSON object: hits, or a problem (RFC 9457).
reply=$(curl --silent --show-error --max-time 10 --get "${to[@]}" -d limit=3 -d fields=rank,score,title,snippets \
	--data-urlencode "collection=$collection" --data-urlencode "q=$query") || exit 1
if ! jq -e .hits <<<"$reply" >/dev/null; then
	jq -r '"search_http.sh: \(.code) \(.detail)"' <<<"$reply" >&2
	exit 1
fi
jq -r '"\(.total) found"' <<<"$reply"
# One line for each hit, one for each of its passages.
jq -r '.hits[] |
	"hit\t\(.rank). \(.score)\t\(.title // "")",
	(.snippets // [] | .[] | "passage\t\(.text)\t\([.hl // [] | .[] | "\(.[0])-\(.[1])"] | join(" "))")' <<<"$reply" |
	while IFS=$'\t' read -r kind first second; do
		if [ "$kind" = hit ]; then
			LC_ALL=C printf '%s %.2f  %s\n' "${first% *}" "${first#* }" "$second"
		else
			# shellcheck disable=SC2086	# each span is a word
			marked "$first" $second
		fi
	done
