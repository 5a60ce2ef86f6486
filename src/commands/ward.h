/* What `doctor` examines, and the diagnoses that it comes to. */
#ifndef PREGON_COMMANDS_WARD_H
#define PREGON_COMMANDS_WARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/desk.h"
#include "ledger/ledger.h"
#include "publish/engine.h"

struct arena;
struct err;
struct http;
struct repo;

enum grade { GRADE_OK, GRADE_NOTE, GRADE_WRONG };

/* What a diagnosis is about, where it is no account. */
enum topic { TOPIC_WORKSPACE, TOPIC_LEDGER, TOPIC_GIT, TOPIC_WORKFLOWS, TOPIC_COUNT };
extern const char *const ward_topics[TOPIC_COUNT];

struct diagnosis {
    enum grade grade;
    const char *subject; /* one of `ward_topics`, or an account's id, which is never translated */
    const char *text;
};

struct ward {
    struct desk desk;
    struct arena *arena;
    struct ledger ledger;
    struct engine engine;
    struct http *http;
    struct repo *store;
    int lock;
    bool is_offline;
    struct diagnosis *list; /* in the arena, as they were found */
    size_t count, capacity;
    int status; /* 4 before 3 before 1 */
};

void ward_close(struct ward *ward);

/* Adds a diagnosis; `text` is copied. */
void ward_say(struct ward *ward, enum grade grade, const char *subject, const char *text);
/* One that is wrong, which the status shows. */
void ward_complain(struct ward *ward, const char *subject, const struct err *err);
/* `skew_s`: the seconds by which this machine's clock is ahead of the subject's. Nothing is said of
 * a few, and what a run would refuse is wrong. */
void ward_say_skew(struct ward *ward, const char *subject, int64_t skew_s);

#endif
