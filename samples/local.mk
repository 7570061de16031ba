EXTRA_DIST += samples/README.md
