/* The work of one `init`: what is known of workspace and repository, what is to be written, and
 * what is told of it. */
#ifndef PREGON_COMMANDS_INIT_WORK_H
#define PREGON_COMMANDS_INIT_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/init_blog.h"
#include "commands/init_ci.h"
#include "commands/init_files.h"
#include "commands/init_hours.h"
#include "commands/init_place.h"
#include "commands/init_wish.h"
#include "commands/project.h"

struct invocation;
struct template_value;
struct zone;

struct initing {
    struct invocation *invocation;
    const char *root;      /* the workspace's folder, as seen from where we stand */
    const char *missing;   /* the workspace's folder, where it is yet to be made */
    struct init_blog blog; /* that the workspace goes beside */
    struct init_place place;
    struct init_source source;
    struct init_hours hours;
    bool is_dry;            /* write nothing */
    bool is_there;          /* it has its brand.yml */
    struct project project; /* then */
    struct init_wish wish;
    const struct zone *zone;
    int64_t now_utc;
    struct template_value *values;
    size_t value_count, value_capacity;
    struct init_files files;
    const char **warnings;
    size_t warning_count, warning_capacity;
};

/* Warns of what a file that was left alone lacks, and of what nobody said of a new one. */
void init_tell_gaps(struct initing *initing);
/* Every file with its state, the warnings, and what to do next. */
void init_tell(const struct initing *initing);

#endif
