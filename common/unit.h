/* Times and sizes: clocks, and how people write "256M", "15m", "1h30m".
 */
#ifndef KAREZ_COMMON_UNIT_H
#define KAREZ_COMMON_UNIT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "common/str.h"

uint64_t clock_us(void);		/* monotonic, microseconds */
void clock_iso(time_t t, char out[32]);	/* "2026-01-02T03:04:05Z" */

/* "4096", "64k", "256M", "2G" (powers of 1024, either case, optional B). */
bool unit_parse_size(struct str s, uint64_t *bytes_r);
/* "500ms", "2s", "15m", "1h30m", "2d"; a bare number is milliseconds. */
bool unit_parse_duration(struct str s, uint64_t *ms_r);

/* "1.4 GB", "312 kB" (powers of 1000) and "2m05s" for people; out has at least 16 bytes. */
void unit_format_size(uint64_t bytes, char *out, unsigned size);
void unit_format_duration(uint64_t seconds, char *out, unsigned size);

#endif
