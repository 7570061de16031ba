# libkarez: its objects are made once, position independent, and serve three libraries: the shared one, the static one that is
# installed, and lib/libkarezpic.a for the programs and tests here.  Of common and proto it holds what it needs itself, under names
# that nobody else sees: in the shared library by the version script, in the static one made local.
LIBKAREZ_SONAME = libkarez.so.1
LIBKAREZ_FILE = $(LIBKAREZ_SONAME).0.0

noinst_LIBRARIES += lib/libkarezpic.a
lib_libkarezpic_a_CFLAGS = $(AM_CFLAGS) -fPIC -fvisibility=hidden -ffunction-sections
lib_libkarezpic_a_SOURCES = \
	lib/code.c \
	lib/connect.c \
	lib/cost.c lib/cost.h \
	lib/handle.c lib/handle.h \
	lib/karez.h \
	lib/pool.c lib/pool.h \
	lib/request.c \
	lib/result.c lib/result.h \
	lib/rows.c lib/rows.h \
	lib/stream.c lib/stream.h \
	common/addr.c common/buf.c common/err.c common/str.c common/unit.c common/utf8.c \
	proto/line_client.c
LIB_KAREZ = lib/libkarezpic.a $(JANSSON_LIBS)

include_HEADERS = lib/karez.h
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = lib/libkarez.pc
lib_files = lib/$(LIBKAREZ_FILE) lib/libkarez.a
noinst_DATA = $(lib_files)
EXTRA_DIST += lib/libkarez.map
CLEANFILES += $(lib_files) lib/libkarez.o

lib/$(LIBKAREZ_FILE): lib/libkarezpic.a lib/libkarez.map
	$(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) -shared -Wl,--gc-sections -Wl,-soname,$(LIBKAREZ_SONAME) -Wl,--version-script,$(srcdir)/lib/libkarez.map \
		$(AM_LDFLAGS) $(LDFLAGS) -o $@ -Wl,--whole-archive lib/libkarezpic.a -Wl,--no-whole-archive $(JANSSON_LIBS)
lib/libkarez.a: lib/libkarezpic.a
	$(AM_V_AR)$(LD) -r -o lib/libkarez.o --whole-archive lib/libkarezpic.a && \
		$(OBJCOPY) --wildcard --keep-global-symbol='karez_*' lib/libkarez.o && rm -f $@ && $(AR) cr $@ lib/libkarez.o && $(RANLIB) $@

install-exec-local: install-libkarez
uninstall-local: uninstall-libkarez
install-libkarez: $(lib_files)
	$(MKDIR_P) $(DESTDIR)$(libdir)
	$(INSTALL_DATA) $(lib_files) $(DESTDIR)$(libdir)
	cd $(DESTDIR)$(libdir) && ln -sf $(LIBKAREZ_FILE) $(LIBKAREZ_SONAME) && ln -sf $(LIBKAREZ_FILE) libkarez.so
uninstall-libkarez:
	cd $(DESTDIR)$(libdir) && rm -f $(LIBKAREZ_FILE) $(LIBKAREZ_SONAME) libkarez.so libkarez.a
.PHONY: install-libkarez uninstall-libkarez
EXTRA_DIST += examples
