/* The names of the rules and their switches; see repair.h. */
#include "config.h"

#include "repair/repair.h"

static const struct {
	const char *name, *counted;
	bool on;
} rules[N_RULES] = {
#define RULE(name, on, counted) { #name, counted, on },
#include "repair/rules.def"
#undef RULE
};

/* " markup pages ..." */
static const char names[] =
#define RULE(name, on, counted) " " #name
#include "repair/rules.def"
#undef RULE
;

unsigned repair_default_rules(void)
{
	unsigned bits = 0;
	for (unsigned i = 0; i < N_RULES; i++)
		bits |= rules[i].on ? RULE_BIT(i) : 0;
	return bits;
}

const char *repair_rule_name(enum rule r)
{
	return rules[r].name;
}

const char *repair_rule_counted(enum rule r)
{
	return rules[r].counted;
}

static bool find_rule(struct str name, unsigned *bit_r)
{
	for (unsigned i = 0; i < N_RULES; i++) {
		*bit_r = RULE_BIT(i);
		if (str_eqz(name, rules[i].name))
			return true;
	}
	return false;
}

int repair_parse_rules(struct str s, unsigned *rules_r, struct err *err)
{
	struct str rest = str_trim(s), word;
	*rules_r = repair_default_rules();
	if (rest.n == 0)
		return err_set(err, ERR_INVALID, "no rule named (all, none, or -RULE and +RULE)");
	while (str_cut(&rest, ' ', &word)) {
		unsigned bit;
		if (word.n == 0)
			continue;
		if (str_eqz(word, "all"))
			*rules_r = repair_default_rules();
		else if (str_eqz(word, "none"))
			*rules_r = 0;
		else if ((word.p[0] != '-' && word.p[0] != '+') || !find_rule(str_sub(word, 1, word.n), &bit))
			return err_set(err, ERR_INVALID, "\"%.*s\" is no rule (all, none, or - or + and one of:%s)", STR_ARG(word),
				       names);
		else
			*rules_r = word.p[0] == '+' ? *rules_r | bit : *rules_r & ~bit;
	}
	return 0;
}

struct str repair_stamp(unsigned rules_on, struct arena *a)
{
	unsigned usual = repair_default_rules();
	struct str s = arena_printf(a, "%d", REPAIR_VERSION);
	if (rules_on == 0)
		return arena_printf(a, "%.*s none", STR_ARG(s));
	for (unsigned i = 0; i < N_RULES; i++)
		if ((rules_on ^ usual) & RULE_BIT(i))
			s = arena_printf(a, "%.*s %c%s", STR_ARG(s), rules_on & RULE_BIT(i) ? '+' : '-', rules[i].name);
	return s;
}

bool repair_parse_stamp(struct str stamp, unsigned *rules_r)
{
	struct str version;
	uint64_t v;
	*rules_r = repair_default_rules();
	return str_cut(&stamp, ' ', &version) && str_to_u64(version, REPAIR_VERSION, REPAIR_VERSION, &v) &&
	       (stamp.n == 0 || repair_parse_rules(stamp, rules_r, NULL) == 0);
}
