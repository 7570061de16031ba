# The configuration is the administrator's once it is there: installed only when absent, removed
# only when unchanged.
EXTRA_DIST += etc/karez.conf
confdir = $(sysconfdir)/karez
install-data-local: install-conf
uninstall-local: uninstall-conf
install-conf:
	$(MKDIR_P) "$(DESTDIR)$(confdir)"
	test -e "$(DESTDIR)$(confdir)/karez.conf" || \
	  $(INSTALL_DATA) "$(srcdir)/etc/karez.conf" "$(DESTDIR)$(confdir)/karez.conf"
uninstall-conf:
	! cmp -s "$(srcdir)/etc/karez.conf" "$(DESTDIR)$(confdir)/karez.conf" || \
	  rm -f "$(DESTDIR)$(confdir)/karez.conf"
.PHONY: install-conf uninstall-conf

UNITS = etc/karezd.service etc/karez-index@.service
EXTRA_DIST += etc/karezd.service.in etc/karez-index@.service.in etc/karez-index@.timer etc/karezd.socket
CLEANFILES += $(UNITS)
$(UNITS): %: %.in Makefile
	$(AM_V_GEN)$(MKDIR_P) etc && $(SED) -e 's|@bindir[@]|$(bindir)|g' -e 's|@sbindir[@]|$(sbindir)|g' \
	  -e 's|@sysconfdir[@]|$(sysconfdir)|g' "$<" > $@.tmp && mv $@.tmp $@
if SYSTEMD
systemdsystemunit_DATA = $(UNITS) etc/karez-index@.timer etc/karezd.socket
sysusersdir = $(prefix)/lib/sysusers.d
dist_sysusers_DATA = etc/sysusers.d/karez.conf
endif

# Alias files.  A tree that was only built has them beside its programs, as one that was installed.
aliasesdir = $(datadir)/karez/aliases
dist_aliases_DATA = etc/aliases/central-asia.aliases etc/aliases/english-spelling.aliases
BUILT_ALIASES = share/karez/aliases/central-asia.aliases share/karez/aliases/english-spelling.aliases
CLEANFILES += $(BUILT_ALIASES)
all-local: $(BUILT_ALIASES)
$(BUILT_ALIASES): share/karez/aliases/%: etc/aliases/%
	$(AM_V_GEN)$(MKDIR_P) share/karez/aliases && cp "$<" $@
