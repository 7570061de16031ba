# The files of the search page and the description of the interface, compiled in: FILE.h has the bytes of FILE as numbers.
LIB_WEB = web/libweb.a
WEB_FILES = web/karez.css web/karez.js web/karez.svg web/openapi.json
noinst_LIBRARIES += web/libweb.a
web_libweb_a_SOURCES = web/assets.c web/assets.h
EXTRA_DIST += $(WEB_FILES)
dist_pkgdata_DATA = web/openapi.json
CLEANFILES += $(WEB_FILES:=.h)
web/assets.$(OBJEXT): $(WEB_FILES:=.h)
web/karez.css.h web/karez.js.h web/karez.svg.h web/openapi.json.h: web/%.h: $(srcdir)/web/%
	$(AM_V_GEN)$(MKDIR_P) web && od -An -v -tu1 $< | sed 's/  */,/g; s/^,//; s/$$/,/' >$@.new && mv $@.new $@
