#!/bin/bash
# Searches a collection of karez and prints what was found; needs jq, and for a Unix socket nc (OpenBSD's).
# usage: search.sh ADDRESS COLLECTION QUERY   ADDRESS is unix:/run/karez/karez.sock, or 127.0.0.1:7700
set -eu
if [ $# != 3 ] || [[ $3 == *$'\n'* ]]; then
	echo "usage: search.sh ADDRESS COLLECTION QUERY (of one line)" >&2
	exit 1
fi
address=$1 collection=$2 query=$3

# Sends standard input to karezd and prints the reply.
ask() {
	case $address in
	unix:*) nc -N -U "${address#unix:}" ;;
	*)	# QUIT: karezd closes when all is answered, which ends cat
		exec 3<>"/dev/tcp/${address%:*}/${address##*:}"
		cat - <(echo QUIT) >&3
		cat <&3 ;;
	esac
}

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

# The first line of a reply has the counts, or the error; the rows behind it are JSON, one a line.
# The query is everything behind " : ", as it was typed: nothing has to be escaped.
reply=$(ask <<<"SEARCH $collection limit=3 fields=rank,score,title,snippets : $query") || exit 1
head=${reply%%$'\n'*}
case $head in
=*) ;;
*) echo "search.sh: ${head#-}" >&2; exit 1 ;;
esac
total=${head#* total=}
echo "${total%% *} found"
# One line for each hit, one for each of its passages.
grep '^{' <<<"$reply" | jq -r '
	"hit\t\(.rank). \(.score)\t\(.title // "")",
	(.snippets // [] | .[] | "passage\t\(.text)\t\([.hl // [] | .[] | "\(.[0])-\(.[1])"] | join(" "))")' |
	while IFS=$'\t' read -r kind first second; do
		if [ "$kind" = hit ]; then
			LC_ALL=C printf '%s %.2f  %s\n' "${first% *}" "${first#* }" "$second"
		else
			# shellcheck disable=SC2086	# each span is a word
			marked "$first" $second
		fi
	done
