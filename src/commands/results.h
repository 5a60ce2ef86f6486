/* Results: what became of deliveries, for people and for machines; alike for publish, status and
 * resolve. */
#ifndef PREGON_COMMANDS_RESULTS_H
#define PREGON_COMMANDS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/delivery.h"
#include "model/record.h"

struct arena;
struct invocation;
struct json_writer;
struct plan;
struct text_buffer;

/* The state for people that a record alone has. */
enum delivery_state results_state(const struct record *record);

/* A line: state, account, post, and the address or what is wrong and what to do. */
void results_write_record(const struct invocation *invocation, const struct record *record);
void results_write_line(const struct invocation *invocation, enum delivery_state state,
                        const char *account, const char *post, const char *rest);

/* A sentence, with the end of its line: on a terminal it is broken between words, and what follows
 * begins in column `indent`; elsewhere it stays one line. */
void results_write_sentence(const struct invocation *invocation, size_t indent, const char *format,
                            ...) __attribute__((format(printf, 3, 4)));

/* The `id`, `url`, `attempts` and `error` of a delivery, behind plan_put_delivery(). */
void results_put_record(struct json_writer *json, const struct record *record);

/* The entries of an object that was begun: a delivery that a person settled, as its record is now.
 */
void results_put_settled(struct json_writer *json, struct arena *arena,
                         const struct record *record);

/* Whether machines read what is written, and what they get. */
bool results_are_json(const struct invocation *invocation);
void results_write_json(const struct invocation *invocation, struct text_buffer *text);

/* `withdrawn`: of the records whose post is gone, those that need a person all the same. */
void results_put_withdrawn(struct json_writer *json, const struct plan *plan);

#endif
