/* Rules from YAML, as loosely typed as Vale takes them: a number is a text, one value a list. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/rule.h"
#include "lib/moment.h"
#include "lib/reading.h"
#include "lib/yaml.h"

static const char rule_id[] = "voice-rule";

static const char *const kind_names[] = {
    "existence",   "substitution",   "occurrence", "repetition",  "consistency",
    "conditional", "capitalization", "metric",     "readability", "spelling",
    "sequence",    "lexicon",        "script",
};

enum type { TEXT, BOOL, NUMBER, REAL, LIST, PAIRS, STEPS, ACTION, LEVEL, PASSED };

struct field {
    const char *name;
    enum type type;
    size_t offset;
    unsigned kinds; /* a bit a kind */
};

#define ONLY(kind) (1U << (kind))
#define ALL (~0U)
#define AT(member) offsetof(struct voice_rule, member)
enum {
    WORDS = ONLY(VOICE_EXISTENCE) | ONLY(VOICE_SUBSTITUTION) | ONLY(VOICE_REPETITION) |
            ONLY(VOICE_CONDITIONAL) | ONLY(VOICE_CAPITALIZATION) | ONLY(VOICE_SPELLING) |
            ONLY(VOICE_LEXICON),
    CASES = ONLY(VOICE_EXISTENCE) | ONLY(VOICE_SUBSTITUTION) | ONLY(VOICE_OCCURRENCE) |
            ONLY(VOICE_REPETITION) | ONLY(VOICE_CONSISTENCY) | ONLY(VOICE_CONDITIONAL) |
            ONLY(VOICE_SEQUENCE),
};

static const struct field fields[] = {
    { "extends", PASSED, 0, ALL },
    { "name", PASSED, 0, ALL },
    { "code", PASSED, 0, ALL },
    { "message", TEXT, AT(message), ALL },
    { "description", TEXT, AT(description), ALL },
    { "link", TEXT, AT(link), ALL },
    { "level", LEVEL, AT(level), ALL },
    { "scope", LIST, AT(scopes), ALL },
    { "limit", NUMBER, AT(limit), ALL },
    { "action", ACTION, 0, ALL },
    { "tokens", LIST, AT(tokens), ONLY(VOICE_EXISTENCE) | ONLY(VOICE_REPETITION) },
    { "tokens", STEPS, AT(steps), ONLY(VOICE_SEQUENCE) },
    { "raw", LIST, AT(raw), ONLY(VOICE_EXISTENCE) },
    { "append", BOOL, AT(appends), ONLY(VOICE_EXISTENCE) },
    { "append", BOOL, AT(appends_dictionary), ONLY(VOICE_SPELLING) },
    { "nonword", BOOL, AT(is_nonword),
      ONLY(VOICE_EXISTENCE) | ONLY(VOICE_SUBSTITUTION) | ONLY(VOICE_CONSISTENCY) },
    { "ignorecase", BOOL, AT(ignores_case), CASES },
    { "exceptions", LIST, AT(exceptions), WORDS },
    { "vocab", BOOL, AT(has_vocabulary), WORDS },
    { "swap", PAIRS, AT(pairs), ONLY(VOICE_SUBSTITUTION) },
    { "either", PAIRS, AT(pairs), ONLY(VOICE_CONSISTENCY) },
    { "capitalize", BOOL, AT(capitalizes), ONLY(VOICE_SUBSTITUTION) },
    { "pos", PASSED, 0, ONLY(VOICE_SUBSTITUTION) },
    { "token", TEXT, AT(token), ONLY(VOICE_OCCURRENCE) },
    { "max", NUMBER, AT(max), ONLY(VOICE_OCCURRENCE) | ONLY(VOICE_REPETITION) },
    { "min", NUMBER, AT(min), ONLY(VOICE_OCCURRENCE) },
    { "alpha", BOOL, AT(is_alpha), ONLY(VOICE_REPETITION) },
    { "first", TEXT, AT(first), ONLY(VOICE_CONDITIONAL) },
    { "second", TEXT, AT(second), ONLY(VOICE_CONDITIONAL) },
    { "match", TEXT, AT(match), ONLY(VOICE_CAPITALIZATION) },
    { "style", TEXT, AT(style), ONLY(VOICE_CAPITALIZATION) },
    { "prefix", TEXT, AT(prefix), ONLY(VOICE_CAPITALIZATION) },
    { "indicators", LIST, AT(indicators), ONLY(VOICE_CAPITALIZATION) },
    { "threshold", REAL, AT(threshold), ONLY(VOICE_CAPITALIZATION) | ONLY(VOICE_SPELLING) },
    { "formula", TEXT, AT(formula), ONLY(VOICE_METRIC) },
    { "condition", TEXT, AT(condition), ONLY(VOICE_METRIC) },
    { "metrics", LIST, AT(tokens), ONLY(VOICE_READABILITY) },
    { "grade", REAL, AT(grade), ONLY(VOICE_READABILITY) },
    { "filters", LIST, AT(filters), ONLY(VOICE_SPELLING) },
    { "ignore", LIST, AT(ignored), ONLY(VOICE_SPELLING) },
    { "dictionaries", LIST, AT(dictionaries), ONLY(VOICE_SPELLING) },
    { "custom", BOOL, AT(is_custom), ONLY(VOICE_SPELLING) },
    { "aff", TEXT, AT(aff), ONLY(VOICE_SPELLING) },
    { "dic", TEXT, AT(dic), ONLY(VOICE_SPELLING) },
    { "dicpath", TEXT, AT(dicpath), ONLY(VOICE_SPELLING) },
    { "lists", LIST, AT(lists), ONLY(VOICE_LEXICON) },
    { "unit", TEXT, AT(unit), ONLY(VOICE_LEXICON) },
    { "max", REAL, AT(most), ONLY(VOICE_LEXICON) },
    { "min", REAL, AT(least), ONLY(VOICE_LEXICON) },
    { "at-least", NUMBER, AT(at_least), ONLY(VOICE_LEXICON) | ONLY(VOICE_READABILITY) },
    { "languages", LIST, AT(languages), ALL },
    { "accounts", LIST, AT(accounts), ALL },
    { "campaigns", LIST, AT(campaigns), ALL },
    { "audiences", LIST, AT(audiences), ALL },
    { "pillars", LIST, AT(pillars), ALL },
    { "replies", BOOL, AT(is_for_replies), ALL },
    { "reason", TEXT, AT(reason), ALL },
    { "fix", TEXT, AT(fix), ALL },
    { "needs", LIST, AT(needs), ALL },
    { "from", TEXT, AT(from), ALL },
    { "until", TEXT, AT(until), ALL },
    { "max-per-post", NUMBER, AT(max_per_post), ALL },
    { "count", TEXT, AT(count), ONLY(VOICE_OCCURRENCE) },
};

enum { FIELD_COUNT = sizeof fields / sizeof *fields };

static int read_text(const char **out, struct reading *reading, const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR)
        return reading_complain(reading, rule_id, node->where, _("'%s' takes a text"), node->key);
    *out = yaml_is_null(node) ? NULL : node->text;
    return 0;
}

static int read_bool(bool *out, struct reading *reading, const struct yaml_node *node)
{
    int value = yaml_bool(node);
    if (value < 0 && node->kind == YAML_SCALAR)
        value = text_equal(node->text, "1") ? 1 : text_equal(node->text, "0") ? 0 : -1;
    if (value < 0)
        return reading_complain(reading, rule_id, node->where, _("'%s' takes true or false"),
                                node->key);
    *out = value;
    return 0;
}

static int read_real(double *out, struct reading *reading, const struct yaml_node *node)
{
    char *end = NULL;
    double value = node->kind == YAML_SCALAR ? strtod(node->text, &end) : 0;
    if (!end || end == node->text || *end)
        return reading_complain(reading, rule_id, node->where, _("'%s' takes a number"), node->key);
    *out = value;
    return 0;
}

static int read_number(int64_t *out, struct reading *reading, const struct yaml_node *node)
{
    double value = 0;
    if (read_real(&value, reading, node) != 0)
        return -1;
    if (!(value >= 0 && value <= INT32_MAX)) /* nor is NaN one */
        return reading_complain(reading, rule_id, node->where, _("'%s' takes a number"), node->key);
    *out = (int64_t)value;
    return 0;
}

static int read_list(struct names *out, struct reading *reading, const struct yaml_node *node)
{
    bool is_one = node->kind == YAML_SCALAR;
    if (node->kind == YAML_MAP)
        return reading_complain(reading, rule_id, node->where, _("'%s' takes a list"), node->key);
    if (is_one && yaml_is_null(node))
        return 0;
    size_t count = is_one ? 1 : node->count;
    out->items = arena_alloc_array(reading->arena, count, sizeof *out->items);
    const struct yaml_node *item = is_one ? node : node->first;
    for (size_t i = 0; i < count; i++, item = item->next) {
        if (item->kind != YAML_SCALAR)
            return reading_complain(reading, rule_id, item->where, _("'%s' takes a list of texts"),
                                    node->key);
        out->items[out->count++] = (struct name){ .text = item->text, .where = item->where };
    }
    return 0;
}

static int add_pairs(struct voice_pairs *out, struct reading *reading, const struct yaml_node *map)
{
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        if (entry->kind != YAML_SCALAR)
            return reading_complain(reading, rule_id, entry->where,
                                    _("each entry takes a text: `wrong: right`"));
        out->items[out->count++] = (struct voice_pair){
            .key = { .text = entry->key, .where = entry->key_where },
            .value = { .text = entry->text, .where = entry->where },
        };
    }
    return 0;
}

/* A map, or a list of maps. */
static int read_pairs(struct voice_pairs *out, struct reading *reading,
                      const struct yaml_node *node)
{
    size_t count = node->count;
    if (node->kind == YAML_SCALAR && yaml_is_null(node))
        return 0;
    if (node->kind == YAML_SCALAR)
        return reading_complain(reading, rule_id, node->where,
                                _("'%s' takes a map: `wrong: right`"), node->key);
    if (node->kind == YAML_LIST) {
        count = 0;
        for (const struct yaml_node *item = node->first; item; item = item->next) {
            if (item->kind != YAML_MAP)
                return reading_complain(reading, rule_id, item->where,
                                        _("'%s' takes a map: `wrong: right`"), node->key);
            count += item->count;
        }
    }
    out->items = arena_alloc_array(reading->arena, count, sizeof *out->items);
    if (node->kind == YAML_MAP)
        return add_pairs(out, reading, node);
    for (const struct yaml_node *item = node->first; item; item = item->next)
        if (add_pairs(out, reading, item) != 0)
            return -1;
    return 0;
}

static int read_step(struct voice_step *out, struct reading *reading, const struct yaml_node *map)
{
    out->where = map->where;
    if (map->kind != YAML_MAP)
        return reading_complain(reading, rule_id, map->where,
                                _("a token of a sequence is a map with `pattern` or `tag`"));
    for (const struct yaml_node *entry = map->first; entry; entry = entry->next) {
        int status = 0;
        if (strcasecmp(entry->key, "pattern") == 0)
            status = read_text(&out->pattern, reading, entry);
        else if (strcasecmp(entry->key, "tag") == 0)
            status = read_text(&out->tag, reading, entry);
        else if (strcasecmp(entry->key, "negate") == 0)
            status = read_bool(&out->is_negated, reading, entry);
        else if (strcasecmp(entry->key, "skip") == 0)
            status = read_number(&out->skip, reading, entry);
        if (status != 0)
            return -1;
    }
    return 0;
}

static int read_steps(struct voice_steps *out, struct reading *reading,
                      const struct yaml_node *node)
{
    if (node->kind != YAML_LIST)
        return reading_complain(reading, rule_id, node->where, _("'%s' takes a list"), node->key);
    out->items = arena_alloc_array(reading->arena, node->count, sizeof *out->items);
    for (const struct yaml_node *item = node->first; item; item = item->next)
        if (read_step(&out->items[out->count++], reading, item) != 0)
            return -1;
    return 0;
}

static int read_action(struct voice_rule *rule, struct reading *reading,
                       const struct yaml_node *node)
{
    const struct yaml_node *name = yaml_get(node, "name");
    const struct yaml_node *params = yaml_get(node, "params");
    if (node->kind != YAML_MAP)
        return reading_complain(reading, rule_id, node->where,
                                _("'action' takes a map with `name` and `params`"));
    if (name && read_text(&rule->action, reading, name) != 0)
        return -1;
    return params ? read_list(&rule->params, reading, params) : 0;
}

static int read_level(enum severity *out, struct reading *reading, const struct yaml_node *node)
{
    for (enum severity level = SEVERITY_SUGGESTION; level <= SEVERITY_ERROR; level++) {
        if (node->kind == YAML_SCALAR && text_equal(node->text, severity_name(level))) {
            *out = level;
            return 0;
        }
    }
    return reading_complain(reading, rule_id, node->where,
                            _("'level' is suggestion, warning or error"));
}

static int read_field(struct voice_rule *rule, struct reading *reading, const struct field *field,
                      const struct yaml_node *node)
{
    void *member = (char *)rule + field->offset;
    switch (field->type) {
    case TEXT:
        return read_text(member, reading, node);
    case BOOL:
        return read_bool(member, reading, node);
    case NUMBER:
        return read_number(member, reading, node);
    case REAL:
        return read_real(member, reading, node);
    case LIST:
        return read_list(member, reading, node);
    case PAIRS:
        return read_pairs(member, reading, node);
    case STEPS:
        return read_steps(member, reading, node);
    case ACTION:
        return read_action(rule, reading, node);
    case LEVEL:
        return read_level(member, reading, node);
    case PASSED:
        break;
    }
    return 0;
}

static const struct field *find_field(const char *name, enum voice_kind kind)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (strcasecmp(fields[i].name, name) == 0 && (fields[i].kinds & ONLY(kind)))
            return &fields[i];
    return NULL;
}

/* Vale passes over unknown keys of these two kinds. */
static bool is_lenient(enum voice_kind kind)
{
    return kind == VOICE_CONSISTENCY || kind == VOICE_SPELLING;
}

static int complain_of_key(struct reading *reading, const struct yaml_node *entry,
                           enum voice_kind kind)
{
    const char *names[FIELD_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (fields[i].kinds & ONLY(kind))
            names[count++] = fields[i].name;
    reading_unknown_key(reading, entry, names, count);
    return -1;
}

static int read_kind(enum voice_kind *out, struct reading *reading, const struct yaml_node *root)
{
    const struct yaml_node *extends = yaml_get(root, "extends");
    if (!extends)
        return reading_complain(reading, rule_id, root->where,
                                _("a rule needs `extends`, which says of what kind it is"));
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++) {
        if (extends->kind == YAML_SCALAR && strcmp(extends->text, kind_names[i]) == 0) {
            *out = (enum voice_kind)i;
            return 0;
        }
    }
    return reading_complain(reading, rule_id, extends->where,
                            _("'extends' is one of existence, substitution, occurrence, "
                              "repetition, consistency, conditional, capitalization, metric, "
                              "readability, spelling, sequence, lexicon"));
}

/* Scopes that Vale once had, and what they may look like. */
static int check_scopes(struct reading *reading, const struct names *scopes)
{
    static const char *const gone[] = { "code", "link", "strong", "emphasis" };
    for (size_t i = 0; i < scopes->count; i++) {
        const char *scope = scopes->items[i].text;
        if (strchr(scope, '&'))
            continue;
        scope += *scope == '~';
        size_t bytes = strcspn(scope, ".");
        for (size_t j = 0; j < sizeof gone / sizeof *gone; j++)
            if (strlen(gone[j]) == bytes && memcmp(gone[j], scope, bytes) == 0)
                return reading_complain(reading, rule_id, scopes->items[i].where,
                                        _("there is no scope '%s'; use `scope: raw`"), gone[j]);
        if (memchr(scope, ' ', bytes))
            return reading_complain(reading, rule_id, scopes->items[i].where,
                                    _("a scope holds no blanks"));
    }
    return 0;
}

/* These kinds read what they read, whatever their scope. */
static int check_rendered(const struct voice_rule *rule, struct reading *reading)
{
    bool has_own = rule->kind == VOICE_METRIC || rule->kind == VOICE_READABILITY ||
                   rule->kind == VOICE_SEQUENCE;
    for (size_t i = 0; has_own && i < rule->scopes.count; i++)
        if (text_starts_with(rule->scopes.items[i].text, "rendered"))
            return reading_complain(reading, rule_id, rule->scopes.items[i].where,
                                    _("rules of kind `%s` don't read what each account gets: they "
                                      "have no scope"),
                                    kind_names[rule->kind]);
    return 0;
}

/* What an occurrence counts where it says so by a word. */
static int read_count(struct voice_rule *rule, struct reading *reading,
                      const struct yaml_node *node)
{
    static const struct counted {
        const char *name, *token;
    } all[] = {
        { "hashtags", "(?<![\\w&/#])#(?=\\w*[^\\W\\d_])\\w+" },
        { "mentions", "(?<![\\w@./])@\\w[\\w.@-]*" },
        { "links", "https?://\\S+" },
        /* A family or a flag is one; signs such as © are not meant. */
        { "emoji", "[\\x{1F1E6}-\\x{1F1FF}]{2}|(?![©®™])\\p{Extended_Pictographic}"
                   "(?:[\\x{FE0F}\\x{1F3FB}-\\x{1F3FF}]|\\x{200D}\\p{Extended_Pictographic})*" },
        { "chars", "(?s:.)" },
    };
    const char *names[sizeof all / sizeof *all];
    size_t count = 0;
    if (!rule->count)
        return 0;
    if (rule->token)
        return reading_complain(reading, rule_id, node->where,
                                _("a rule has `token` or `count`, not both"));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        names[count++] = all[i].name;
        if (text_equal(all[i].name, rule->count)) {
            rule->token = all[i].token;
            return 0;
        }
    }
    const char *nearest = text_nearest(rule->count, names, count);
    if (nearest)
        return reading_complain(reading, rule_id, node->where,
                                _("'count' has no '%s'; did you mean '%s'?"),
                                reading_excerpt(reading, rule->count), nearest);
    return reading_complain(reading, rule_id, node->where,
                            _("'count' is one of hashtags, mentions, links, emoji, chars"));
}

static int check_lexicon(const struct voice_rule *rule, struct reading *reading,
                         const struct yaml_node *root)
{
    const struct yaml_node *unit = yaml_get(root, "unit");
    if (rule->kind != VOICE_LEXICON)
        return 0;
    if (rule->lists.count == 0)
        return reading_complain(reading, rule_id, rule->where,
                                _("`lists` is missing: which lists of words the rule counts"));
    for (size_t i = 0; i < rule->lists.count; i++)
        if (strpbrk(rule->lists.items[i].text, "/\\") || !*rule->lists.items[i].text)
            return reading_complain(reading, rule_id, rule->lists.items[i].where,
                                    _("a list of words is named without a path and `.txt`"));
    if (rule->unit && !text_equal(rule->unit, "share") && !text_equal(rule->unit, "times"))
        return reading_complain(reading, rule_id, unit->where,
                                _("'unit' is share (percent of the words) or times"));
    if (!(rule->most > 0) && !(rule->least > 0))
        return reading_complain(reading, rule_id, rule->where,
                                _("a rule of kind `lexicon` needs `max` or `min`"));
    return 0;
}

/* `2026-12-01`, or `12-01` of every year. */
static int check_day(struct reading *reading, const struct yaml_node *node, const char *day)
{
    enum { DAY_BYTES = sizeof "12-01" - 1 };
    struct moment moment;
    if (!day)
        return 0;
    const char *whole =
        strlen(day) == DAY_BYTES ? arena_printf(reading->arena, "2024-%s", day) : day;
    if (moment_parse(&moment, whole) == 0 && moment.kind == MOMENT_DAY)
        return 0;
    return reading_complain(reading, rule_id, node->where,
                            _("'%s' is a day: write `2026-12-01`, or `12-01` for every year"),
                            node->key);
}

static int check_days(const struct voice_rule *rule, struct reading *reading,
                      const struct yaml_node *root)
{
    const struct yaml_node *until = yaml_get(root, "until");
    if (check_day(reading, yaml_get(root, "from"), rule->from) != 0 ||
        check_day(reading, until, rule->until) != 0)
        return -1;
    bool has_years = rule->from && rule->until && strlen(rule->from) == strlen(rule->until) &&
                     strlen(rule->from) > strlen("12-01");
    if (has_years && strcmp(rule->from, rule->until) > 0)
        return reading_complain(reading, rule_id, until->where,
                                _("'until' lies before 'from', so the rule is for no day"));
    return 0;
}

static int read_fields(struct voice_rule *rule, struct reading *reading,
                       const struct yaml_node *root)
{
    for (const struct yaml_node *entry = root->first; entry; entry = entry->next) {
        const struct field *field = find_field(entry->key, rule->kind);
        if (!field && !is_lenient(rule->kind) && !reading_is_own_key(entry->key))
            return complain_of_key(reading, entry, rule->kind);
        if (field && read_field(rule, reading, field, entry) != 0)
            return -1;
    }
    const struct yaml_node *code = yaml_get(root, "code");
    if (code && yaml_bool(code) == 1)
        return reading_complain(reading, rule_id, code->where,
                                _("there is no `code`; use `scope: raw`"));
    if (!yaml_get(root, "message"))
        return reading_complain(reading, rule_id, root->where,
                                _("a rule needs a `message` for those who break it"));
    if (read_count(rule, reading, yaml_get(root, "count")) != 0 ||
        check_lexicon(rule, reading, root) != 0 || check_days(rule, reading, root) != 0)
        return -1;
    return check_rendered(rule, reading) != 0 ? -1 : check_scopes(reading, &rule->scopes);
}

struct voice_rule *voice_rule_read(struct reading *reading, const char *name)
{
    struct yaml_node *root = NULL;
    struct voice_rule *rule = arena_alloc(reading->arena, sizeof *rule);
    if (reading_check_text(reading) != 0 ||
        reading_parse(&root, reading, reading_mark_bytes(reading), reading->bytes, 1) != 0)
        return NULL;
    if (!root || root->kind != YAML_MAP) {
        reading_complain(reading, rule_id, (struct span){ .line = 1, .end_line = 1 },
                         _("a rule is a map that begins with `extends`"));
        return NULL;
    }
    *rule = (struct voice_rule){ .name = name,
                                 .path = reading->path,
                                 .where = root->where,
                                 .level = SEVERITY_WARNING,
                                 .has_vocabulary = true };
    if (read_kind(&rule->kind, reading, root) != 0)
        return NULL;
    if (rule->kind == VOICE_SCRIPT) {
        reading_complain(reading, rule_id, root->where,
                         _("rules of kind `script` are not run: a style must not bring code of its "
                           "own; say it with another kind, or leave the rule out"));
        return NULL;
    }
    return read_fields(rule, reading, root) == 0 ? rule : NULL;
}
