# A library that makes allocations fail, preloaded by tests/e2e/80-fault-alloc.sh.
EXTRA_DIST += tests/fault/failalloc.c
check_DATA = tests/fault/failalloc.so
CLEANFILES += tests/fault/failalloc.so
tests/fault/failalloc.so: $(srcdir)/tests/fault/failalloc.c
	@mkdir -p tests/fault
	$(AM_V_CC)$(CC) -O1 -fPIC -shared -o $@ $(srcdir)/tests/fault/failalloc.c
