bin_PROGRAMS += client/karez
noinst_LIBRARIES += client/libclient.a
client_libclient_a_SOURCES = \
	client/address.c client/address.h \
	client/answer.c \
	client/args.c client/args.h \
	client/batch.c client/batch.h \
	client/complete.c client/complete.h \
	client/dialog.c client/dialog.h \
	client/eval.c client/eval.h \
	client/evaluate.c client/evaluate.h \
	client/format.c client/format.h \
	client/history_file.c client/history_file.h \
	client/link.c client/link.h \
	client/lines.c client/lines.h \
	client/metrics.c client/metrics.h \
	client/pager.c client/pager.h \
	client/print_account.c client/print_account.h \
	client/print_eval.c client/print_eval.h \
	client/print_hits.c client/print_hits.h \
	client/print_rows.c client/print_rows.h \
	client/prompt.c client/prompt.h \
	client/reply.c client/reply.h \
	client/row.c client/row.h \
	client/session.c client/session.h \
	client/shells.c client/shells.h \
	client/significance.c client/significance.h \
	client/syntax.c client/syntax.h \
	client/trec.c client/trec.h \
	client/view.c client/view.h
client_karez_SOURCES = client/main.c
client_karez_LDADD = $(LINK_CLIENT)
LINK_CLIENT = client/libclient.a $(LIB_KAREZ) $(LINK_PROTO) $(LIBEDIT_LIBS) -lm

# Completion of command lines, written by the program itself from its tables.
COMPLETIONS = client/completions/karez client/completions/_karez client/completions/karez.fish
CLEANFILES += $(COMPLETIONS)
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
nodist_bashcompletion_DATA = client/completions/karez
nodist_zshcompletion_DATA = client/completions/_karez
nodist_fishcompletion_DATA = client/completions/karez.fish
client/completions/karez: client/karez
	$(AM_V_GEN)$(MKDIR_P) client/completions && client/karez --completions bash >$@.tmp && mv $@.tmp $@
client/completions/_karez: client/karez
	$(AM_V_GEN)$(MKDIR_P) client/completions && client/karez --completions zsh >$@.tmp && mv $@.tmp $@
client/completions/karez.fish: client/karez
	$(AM_V_GEN)$(MKDIR_P) client/completions && client/karez --completions fish >$@.tmp && mv $@.tmp $@
