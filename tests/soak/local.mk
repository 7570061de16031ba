# Searching under change: make soak [SOAK_FLAGS='--minutes 10 --changes 50']
EXTRA_DIST += tests/soak/soak.py
soak: all
	python3 $(srcdir)/tests/soak/soak.py $(SOAK_FLAGS) $(abs_top_builddir)
.PHONY: soak
