EXTRA_DIST += \
	samples/README.md \
	samples/memos/after-the-drawdown.md \
	samples/memos/border-cooperation-batken.md \
	samples/memos/fabriki-slukhov.md \
	samples/memos/joint-exercise-without-scenario.md \
	samples/memos/joint-exercises-compared.md \
	samples/memos/migratsiya-posle-rublya.md \
	samples/memos/pandemiya-i-migranty.md \
	samples/memos/prisons-radicalisation.md \
	samples/memos/tamozhennyi-soyuz-na-rynke.md \
	samples/memos/telegram-and-rumours.md \
	samples/memos/toktogul-winter.md
