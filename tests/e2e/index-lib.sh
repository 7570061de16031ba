# Helpers of the tests of karez-index; sourced after lib.sh.

# index_all ARGS...: the summary line of a run on $ix;  index: its counts alone.
index_all() { "$INDEXER" --index "$ix" "$@" 2>>"$T/err"; }
index() { index_all "$@" | sed 's/;.*//'; }
# age PATH...: files look as if written an hour ago: time stamps of the last two seconds are not
# trusted by the next run.
age() { find "$@" -exec touch -h -d '1 hour ago' {} +; }
documents() { xapian-delve "$1/current" | sed -n 's/^number of documents = //p'; }
revision() { xapian-delve "$1/current" | sed -n 's/^revision = //p'; }
ids_in() { xapian-delve -a -1 "$1/current" | sed -n 's/^Q//p' | LC_ALL=C sort | paste -sd' '; }
# frequency INDEX TERM: how many documents have it
frequency() { xapian-delve -t "$2" "$1/current" | sed -n 's/.*(termfreq \([0-9]*\),.*/\1/p; s/^term .* not in database$/0/p'; }
# data INDEX ID: the stored fields of a document
data() { xapian-delve -d -r "$(xapian-delve -1 -t "Q$2" "$1/current" | tail -1)" "$1/current" | LC_ALL=C tr -d '\0' | LC_ALL=C grep -aoE '\{"id.*\}' | head -1; }
whole() { xapian-check "$1/current" >"$T/check.out" 2>&1; }
# peak COMMAND...: peak memory in bytes of a command; its output goes to $T/peak.out
peak() {
	python3 - "$T/peak.out" "$@" <<-'PY'
	import resource, subprocess, sys
	with open(sys.argv[1], "w") as out:
	    code = subprocess.call(sys.argv[2:], stdout=out, stderr=out)
	print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 if code == 0 else "exit %d" % code)
	PY
}
