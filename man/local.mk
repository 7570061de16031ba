dist_man_MANS += man/karez.1 man/karez.conf.5 man/karez-aliases.5 man/karez-http.7 man/karez-protocol.7 man/karez-query.7
dist_man_MANS += man/karezd.8 man/libkarez.3
dist_man_MANS += man/karez-index.1
