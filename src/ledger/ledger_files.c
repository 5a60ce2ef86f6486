/* ledger.yml, accounts.yml, and the paths of records. */
#include "ledger/ledger_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "lib/moment.h"
#include "lib/slug.h"
#include "lib/yaml.h"
#include "model/moment.h"

const char *ledger_default_branch(struct arena *arena, const char *below)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/";
    size_t bytes = strlen(below);
    if (bytes > 0 && below[bytes - 1] == '/')
        bytes--;
    if (bytes == 0)
        return "pregon-ledger";
    /* A folder may be named as no branch can. */
    char *folder = arena_strndup(arena, below, bytes);
    for (char *at = folder; *at; at++) {
        if (!strchr(plain, *at))
            *at = '-';
    }
    return arena_printf(arena, "pregon-ledger-%s", folder);
}

const char *ledger_record_path(struct arena *arena, const char *post, const char *account)
{
    return arena_printf(arena, LEDGER_DELIVERIES "/%s/%s.yml", post, account);
}

const char *ledger_payload_path(struct arena *arena, const char *post, const char *account)
{
    return arena_printf(arena, LEDGER_DELIVERIES "/%s/%s.payload.json", post, account);
}

enum ledger_file ledger_file_kind(struct arena *arena, const char *path, const char **post,
                                  const char **account)
{
    const char *name = path + strlen(LEDGER_DELIVERIES "/");
    const char *slash = strrchr(name, '/');
    if (!slash || slash == name)
        return LEDGER_FILE_FOREIGN;
    const char *found = arena_strndup(arena, name, (size_t)(slash - name));
    const char *dot = strchr(slash, '.');
    size_t account_bytes = dot ? (size_t)(dot - slash - 1) : 0;
    if (!dot || !slug_path_is_valid(found) || !slug_is_valid(slash + 1, account_bytes))
        return LEDGER_FILE_FOREIGN;
    if (strcmp(dot, ".payload.json") == 0)
        return LEDGER_FILE_PAYLOAD;
    if (strcmp(dot, ".yml") != 0)
        return LEDGER_FILE_FOREIGN;
    *post = found;
    *account = arena_strndup(arena, slash + 1, account_bytes);
    return LEDGER_FILE_RECORD;
}

/* A map of text, or a problem. */
static int parse_map(const struct yaml_node **out, struct arena *arena, const char *text,
                     size_t bytes, const char **problem)
{
    struct yaml_node *root = NULL;
    struct yaml_problem why;
    if (yaml_parse(&root, arena, text, bytes, 1, 0, &why) != 0) {
        *problem = arena_printf(arena, _("line %u: %s"), why.where.line, why.message);
        return -1;
    }
    if (root && root->kind != YAML_MAP) {
        *problem = _("it has no keys");
        return -1;
    }
    *out = root;
    return 0;
}

/* A time with its offset, and nothing else. */
static int read_time(int64_t *out, const struct yaml_node *node)
{
    struct moment moment;
    if (!node || node->kind != YAML_SCALAR || moment_parse(&moment, node->text) != 0 ||
        moment.kind != MOMENT_INSTANT)
        return -1;
    *out = moment.utc;
    return 0;
}

int ledger_meta_parse(struct ledger *ledger, struct arena *arena, const char *text, size_t bytes,
                      const char **problem)
{
    const struct yaml_node *root = NULL;
    int64_t birth_utc;
    int64_t last_run_utc = NO_TIME;
    if (parse_map(&root, arena, text, bytes, problem) != 0)
        return -1;
    const struct yaml_node *last = yaml_get(root, "last-run");
    const struct yaml_node *run = yaml_get(last, "run");
    if (read_time(&birth_utc, yaml_get(root, "birth")) != 0) {
        *problem = _("`birth` is no time with its offset");
        return -1;
    }
    if (last && read_time(&last_run_utc, yaml_get(last, "at")) != 0) {
        *problem = _("`last-run` has no time with its offset");
        return -1;
    }
    ledger->birth_utc = birth_utc;
    ledger->last_run_utc = last_run_utc;
    ledger->last_run = run && run->kind == YAML_SCALAR ? run->text : NULL;
    return 0;
}

const char *ledger_meta_format(struct arena *arena, int64_t birth_utc, int64_t last_run_utc,
                               const char *run)
{
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    text_puts(&out, "# Written by pregon. What was due before `birth` is none of this ledger's.\n");
    if (birth_utc != NO_TIME)
        text_printf(&out, "birth: %s\n", moment_format_utc(arena, birth_utc));
    if (last_run_utc != NO_TIME)
        text_printf(&out, "last-run: {at: %s, run: %s}\n", moment_format_utc(arena, last_run_utc),
                    yaml_quote_flow(arena, run ? run : ""));
    return text_end(&out);
}

int ledger_pins_parse(struct ledger *ledger, struct arena *arena, const char *text, size_t bytes,
                      const char **problem)
{
    const struct yaml_node *root = NULL;
    if (parse_map(&root, arena, text, bytes, problem) != 0)
        return -1;
    size_t count = root ? root->count : 0;
    struct ledger_pin *pins = arena_alloc_array(arena, count, sizeof *pins);
    size_t i = 0;
    for (const struct yaml_node *node = root ? root->first : NULL; node; node = node->next) {
        if (node->kind != YAML_SCALAR || node->text_bytes == 0) {
            *problem = arena_printf(arena, _("line %u: `%s` is no single value"),
                                    node->key_where.line, node->key);
            return -1;
        }
        pins[i++] = (struct ledger_pin){ .account = node->key, .identity = node->text };
    }
    ledger->pins = pins;
    ledger->pin_count = count;
    return 0;
}

static int compare_pins(const void *left, const void *right)
{
    return strcmp(((const struct ledger_pin *)left)->account,
                  ((const struct ledger_pin *)right)->account);
}

const char *ledger_pins_format(struct arena *arena, const struct ledger_pin *old, size_t old_count,
                               const struct ledger_pin *more, size_t more_count)
{
    struct ledger_pin *all = arena_alloc_array(arena, old_count + more_count, sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < old_count + more_count; i++) {
        const struct ledger_pin *pin = i < old_count ? &old[i] : &more[i - old_count];
        size_t at = 0;
        while (at < count && strcmp(all[at].account, pin->account) != 0)
            at++;
        all[at] = *pin;
        count += at == count;
    }
    if (count > 1)
        qsort(all, count, sizeof *all, compare_pins);
    struct text_buffer out = text_buffer_in(arena, LIMIT_YAML_BYTES);
    text_puts(&out, "# Written by pregon: who each account was when it was first used. Where its\n"
                    "# network names somebody else, nothing is sent. Another on purpose? Take the\n"
                    "# account's line away.\n");
    for (size_t i = 0; i < count; i++)
        text_printf(&out, "%s: %s\n", yaml_quote(arena, all[i].account),
                    yaml_quote(arena, all[i].identity));
    return text_end(&out);
}
