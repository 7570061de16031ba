# The files of the search page, compiled in: FILE.h has the bytes of FILE as numbers.
LIB_WEB = web/libweb.a
WEB_FILES = web/karez.css web/karez.js web/karez.svg
noinst_LIBRARIES += web/libweb.a
web_libweb_a_SOURCES = web/assets.c web/assets.h
EXTRA_DIST += $(WEB_FILES)
CLEANFILES += $(WEB_FILES:=.h)
web/assets.$(OBJEXT): $(WEB_FILES:=.h)
web/karez.css.h web/karez.js.h web/karez.svg.h: web/%.h: $(srcdir)/web/%
	$(AM_V_GEN)$(MKDIR_P) web && od -An -v -tu1 $< | sed 's/  */,/g; s/^,//; s/$$/,/' >$@.new && mv $@.new $@
