/* Where the mix stands: posts counted against the shares of calendar.yml, now and at the end of
 * what is planned. commands/mix_report.h makes it. */
#ifndef PREGON_MODEL_MIX_REPORT_H
#define PREGON_MODEL_MIX_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calendar.h"

struct mix_part {
    size_t posts, total;
};

enum mix_verdict { MIX_WITHIN, MIX_BELOW, MIX_ABOVE };

struct mix_row {
    const struct share *share;
    enum mix_kind kind;
    struct mix_part now, ahead, before;
    bool has_before;
    enum mix_verdict verdict; /* of what is ahead */
};

struct mix_section {
    const struct mix *mix;
    int64_t until_utc; /* of what is to come */
    struct mix_row *rows;
    size_t row_count;
};

struct mix_report {
    const char *since; /* the commit that `before` is of; NULL: none */
    bool is_with_tip;  /* that is all of the other branch: where this one left it is not known */
    struct mix_section *sections;
    size_t section_count;
};

#endif
