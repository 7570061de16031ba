/* Name keys: what the spellings of one name have in common, across scripts and romanisations.
 *
 * Назарбаев, Nazarbaev, Nazarbayev and Nazarbajew follow different rules of writing, and whoever searches does not
 * know which one a document follows.  A key is the sound of a word as far as the rules agree: its letters
 * are read by the table of their script, and what the rules write differently is levelled.  Words that
 * share a key are taken for one name, others are not.
 *
 * A spelling can be read in more ways than one (j: Juma, Jurij), a Russian word can be an oblique case of
 * several nominatives (Каримова: of Каримов, or Каримова herself): then a word has several keys.
 *
 * Keys are made of a-z, one letter for a sound:
 *
 *   c  ц ts tz        h  х ҳ һ kh h     j  ж ҷ дж zh j dj dzh    k  к қ q ck       q  ч ch tsch
 *   w  щ shch         x  ш sh sch       y  a final ы             i  и й ы і y, the first half of ю and я
 *
 * A key shorter than four letters would make too many words alike, and so would that of an acronym: those have
 * a strict key, '-' and the plain romanisation without any levelling (ФСБ = FSB, but EEU is not EU).
 *
 * Pure functions of folded words (fold.h); any thread.
 */
#ifndef KAREZ_TEXT_NAMEKEY_H
#define KAREZ_TEXT_NAMEKEY_H

#include <stdbool.h>
#include <stddef.h>

#include "common/str.h"

#define NAMEKEY_MAX 16		/* keys of a word */
#define NAMEKEY_BYTES 48	/* of a key, with its end; longer words have none */

/* How sure it is that the word means the name.  A search takes the first grade that finds something. */
enum namekey_grade {
	NAMEKEY_NAME,		/* as it stands, or a surname in any case: Каримову */
	NAMEKEY_CASE,		/* a given name, a place: Нурсултана, Бухаре */
	NAMEKEY_PLURAL		/* people, as common nouns are declined: уйгуров, талибами */
};

struct namekey {
	char text[NAMEKEY_BYTES];	/* ends in 0 */
	enum namekey_grade grade;
};

struct namekeys {
	size_t n;
	struct namekey list[NAMEKEY_MAX];	/* each text once, surest first */
};

/* The keys of a word of Latin or Cyrillic letters, up to a grade; none of any other word, or of one
 * of fewer than three letters.  acronym: it is written in capitals, so that only a longer word can be
 * a name. */
void namekey_make(struct str folded, bool acronym, enum namekey_grade most, struct namekeys *out_r);

/* Do the words share a key of the surest grade? */
bool namekey_same(struct str a, struct str b);

/* Two Russian words of one stem: is one of them a name in -и where -ы would be an ending, and so no case of the other?
 * Бухари is none of Бухара, Намангани none of Наманган, but Бухары and Намангана are. */
bool namekey_is_other(struct str a, struct str b);

/* How Russian may write a word with this key: uigur -> уйгур; kirgiz -> киргиз, кыргыз, ...  For words that stand in no
 * dictionary of names, because Russian writes peoples without a capital.  The number of words; each ends in 0. */
#define NAMEKEY_RUSSIAN 8
#define NAMEKEY_RUSSIAN_BYTES (4 * NAMEKEY_BYTES)
size_t namekey_russian(const char *key, char out_r[NAMEKEY_RUSSIAN][NAMEKEY_RUSSIAN_BYTES]);

/* The particles of Arabic names, the article and "son of", are written in many ways, and without a capital: al, el, ul,
 * ash, ud, аль, аш; bin, ibn, бен.  False: it is none.  Else what may stand for it, itself among it, ends in NULL. */
#define NAMEKEY_PARTICLES 24
bool namekey_particle(struct str folded, const char *out_r[NAMEKEY_PARTICLES]);
const char *namekey_particle_at(size_t i);	/* each of them, for a table; behind the last one NULL */

#endif
