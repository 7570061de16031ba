# End-to-end tests: tests/e2e/NN-name.sh with the real programs, run by make check-e2e.
EXTRA_DIST += tests/e2e/lib.sh tests/e2e/ask.py tests/e2e/hostile.py tests/e2e/run
EXTRA_DIST += tests/e2e/15-client.sh tests/e2e/25-wire.sh tests/e2e/manual.py
EXTRA_DIST += tests/e2e/40-daemon.sh tests/e2e/41-hostile.sh tests/e2e/42-reload.sh tests/e2e/43-generations.sh \
	tests/e2e/44-schedule.sh tests/e2e/45-overload.sh tests/e2e/81-fault-karezd.sh
EXTRA_DIST += tests/e2e/index-lib.sh tests/e2e/10-index-incremental.sh tests/e2e/11-index-records.sh \
	tests/e2e/12-index-formats.sh tests/e2e/13-index-generations.sh tests/e2e/14-index-crash.sh \
	tests/e2e/15-index-full-disk.sh tests/e2e/16-index-memory.sh
check-e2e: all
	KAREZ_SRC=$(abs_top_srcdir) KAREZ_BUILD=$(abs_top_builddir) $(srcdir)/tests/e2e/run
.PHONY: check-e2e
