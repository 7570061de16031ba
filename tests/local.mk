# Unit tests: one cmocka program per module, listed in tests/unit/<layer>.mk.
# make check runs them and prints counts; `scripts/check` runs every layer.
LOG_COMPILER = $(srcdir)/tests/unit/run
EXTRA_DIST += tests/unit/run tests/unit/effort.h
include tests/unit/common.mk
include tests/unit/glass.mk
include tests/unit/shim.mk
include tests/unit/text.mk
include tests/unit/repair.mk
include tests/unit/extract.mk
include tests/unit/index.mk
include tests/unit/query.mk
include tests/unit/proto.mk
include tests/unit/daemon.mk
include tests/unit/indexer.mk
include tests/unit/lib.mk
include tests/unit/client.mk
include tests/fuzz/local.mk
include tests/e2e/local.mk
include tests/eval/local.mk
include tests/bench/local.mk
include tests/soak/local.mk
include tests/fault/local.mk
EXTRA_DIST += tests/lint tests/fixtures tests/npm tests/clients tests/page
