/* The files of the ledger's branch that are no records, and where each file stands. */
#ifndef PREGON_LEDGER_LEDGER_FILES_H
#define PREGON_LEDGER_LEDGER_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct ledger;
struct ledger_pin;
struct record;

#define LEDGER_README "README.md"
#define LEDGER_HOLD "hold.yml"
#define LEDGER_META "ledger.yml"
#define LEDGER_PINS "accounts.yml"
#define LEDGER_DELIVERIES "deliveries"
#define LEDGER_APPROVALS "approvals"

/* `deliveries/<post>/<account>.yml`, and the frozen payload beside it. */
const char *ledger_record_path(struct arena *arena, const char *post, const char *account);
const char *ledger_payload_path(struct arena *arena, const char *post, const char *account);

enum ledger_file { LEDGER_FILE_RECORD, LEDGER_FILE_PAYLOAD, LEDGER_FILE_FOREIGN };

/* What a file below `deliveries/` is by its path. Of a record, `*post` and `*account` live in
 * `arena`. */
enum ledger_file ledger_file_kind(struct arena *arena, const char *path, const char **post,
                                  const char **account);

/* Whether a record of a ledger only stands for one that can't be read. */
bool ledger_is_unreadable(const struct record *record);

/* ledger.yml: birth and last run; -1 with a problem. */
int ledger_meta_parse(struct ledger *ledger, struct arena *arena, const char *text, size_t bytes,
                      const char **problem) __attribute__((warn_unused_result));
const char *ledger_meta_format(struct arena *arena, int64_t birth_utc, int64_t last_run_utc,
                               const char *run);

/* accounts.yml: who each account is on its network. */
int ledger_pins_parse(struct ledger *ledger, struct arena *arena, const char *text, size_t bytes,
                      const char **problem) __attribute__((warn_unused_result));
/* The pins of `old` with those of `more` laid over them, in byte order. */
const char *ledger_pins_format(struct arena *arena, const struct ledger_pin *old, size_t old_count,
                               const struct ledger_pin *more, size_t more_count);

#endif
