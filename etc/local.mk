# The configuration is the administrator's once it is there: installed only when absent, removed
# only when unchanged.
EXTRA_DIST += etc/karez.conf
install-data-local: install-conf
uninstall-local: uninstall-conf
install-conf:
	$(MKDIR_P) "$(DESTDIR)$(sysconfdir)"
	test -e "$(DESTDIR)$(sysconfdir)/karez.conf" || \
	  $(INSTALL_DATA) "$(srcdir)/etc/karez.conf" "$(DESTDIR)$(sysconfdir)/karez.conf"
uninstall-conf:
	! cmp -s "$(srcdir)/etc/karez.conf" "$(DESTDIR)$(sysconfdir)/karez.conf" || \
	  rm -f "$(DESTDIR)$(sysconfdir)/karez.conf"
.PHONY: install-conf uninstall-conf
