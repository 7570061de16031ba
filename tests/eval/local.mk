# Relevance on judged collections: make eval [KAREZ_DATA=FOLDER] [EVAL_FLAGS=...]
EXTRA_DIST += tests/eval/eval.py tests/eval/gold.py tests/eval/collections_more.py tests/eval/karez_wire.py tests/eval/misspell.py
eval: all
	data="$${KAREZ_DATA:-$(abs_top_srcdir)/../shared}"; python3 $(srcdir)/tests/eval/eval.py $(EVAL_FLAGS) $(abs_top_builddir) "$$data"
	data="$${KAREZ_DATA:-$(abs_top_srcdir)/../shared}"; python3 $(srcdir)/tests/eval/misspell.py $(abs_top_builddir) \
		$$(ls -d "$$data"/collections/*/docs.jsonl.gz "$$data"/seeds 2>/dev/null)
.PHONY: eval
