dist_man_MANS += man/karez.conf.5
