# Speed beside other engines: make bench [BENCH_FLAGS='--documents 100000']; see README.md there.
BENCHMARKS = tests/bench/bench_glass tests/bench/bench_analysis tests/bench/bench_search tests/bench/corpus tests/bench/echo tests/bench/load tests/bench/xapian_peer
EXTRA_PROGRAMS += $(BENCHMARKS)
EXTRA_DIST += tests/bench/bench.py tests/bench/peers.py tests/bench/process.py tests/bench/report.py tests/bench/ways.py tests/bench/wires.py \
	tests/bench/fts5_peer.c tests/bench/LucenePeer.java tests/bench/README.md
tests_bench_bench_glass_SOURCES = tests/bench/bench_glass.c
tests_bench_bench_glass_LDADD = $(LIB_GLASS) $(LIB_COMMON) -lm
tests_bench_bench_analysis_SOURCES = tests/bench/bench_analysis.c
nodist_EXTRA_tests_bench_bench_analysis_SOURCES = dummy.cxx
tests_bench_bench_analysis_LDADD = $(LINK_INDEX)
tests_bench_bench_search_SOURCES = tests/bench/bench_search.c
nodist_EXTRA_tests_bench_bench_search_SOURCES = dummy.cxx
tests_bench_bench_search_LDADD = $(LINK_QUERY)
tests_bench_corpus_SOURCES = tests/bench/corpus.c
tests_bench_corpus_LDADD = -lm
tests_bench_load_SOURCES = tests/bench/load.c tests/bench/formats.c tests/bench/formats.h
tests_bench_load_LDADD = $(LIB_COMMON)
tests_bench_echo_SOURCES = tests/bench/echo.c
tests_bench_echo_LDADD = $(LIB_COMMON)
tests_bench_xapian_peer_SOURCES = tests/bench/xapian_peer.cc
tests_bench_xapian_peer_LDADD = $(XAPIAN_LIBS)
benchmarks: $(BENCHMARKS)
bench: all benchmarks
	python3 $(srcdir)/tests/bench/bench.py $(BENCH_FLAGS) $(abs_top_builddir)
.PHONY: bench benchmarks
