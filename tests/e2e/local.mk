# End-to-end tests: tests/e2e/NN-name.sh with the real programs, run by make check-e2e.
EXTRA_DIST += tests/e2e
check-e2e: all tests/bench/corpus tests/bench/echo tests/bench/load
	KAREZ_SRC=$(abs_top_srcdir) KAREZ_BUILD=$(abs_top_builddir) $(srcdir)/tests/e2e/run
.PHONY: check-e2e
