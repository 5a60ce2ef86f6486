/* Meant: a rule's languages, campaigns, audiences, pillars, accounts and days. */
#include "brand/voice/meant.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/voice/blocks.h"
#include "brand/voice/config.h"
#include "brand/voice/rule.h"
#include "brand/voice/voice.h"
#include "lib/reading.h"
#include "model/account_set.h"
#include "model/workspace.h"

/* --- names --- */

struct known {
    const char **names;
    size_t count;
};

static struct known known_in(struct arena *arena, size_t most)
{
    return (struct known){ .names = arena_alloc_array(arena, most, sizeof(const char *)) };
}

static bool knows(const struct known *known, const char *name)
{
    for (size_t i = 0; i < known->count; i++)
        if (text_equal(known->names[i], name))
            return true;
    return false;
}

static void check_names(struct reading *reading, const char *key, const struct names *names,
                        const struct known *known)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct name *name = &names->items[i];
        const char *nearest = text_nearest(name->text, known->names, known->count);
        const char *excerpt = reading_excerpt(reading, name->text);
        if (knows(known, name->text))
            continue;
        if (!nearest) {
            reading_warn(reading, "reference", name->where,
                         _("'%s' names '%s', which this workspace does not have: for that name "
                           "the rule does nothing"),
                         key, excerpt);
            continue;
        }
        reading_complain(reading, "reference", name->where,
                         _("'%s' names '%s', which does not exist; did you mean '%s'?"), key,
                         excerpt, nearest);
        reading_suggest(reading, nearest);
    }
}

static void check_campaigns(const struct voice_rule *rule, struct reading *reading,
                            const struct workspace *workspace)
{
    struct known known = known_in(reading->arena, workspace->campaign_count);
    for (size_t i = 0; i < workspace->campaign_count; i++)
        known.names[known.count++] = workspace->campaigns[i].id;
    check_names(reading, "campaigns", &rule->campaigns, &known);
}

static void check_audiences(const struct voice_rule *rule, struct reading *reading,
                            const struct workspace *workspace)
{
    struct known known = known_in(reading->arena, workspace->audience_count);
    for (size_t i = 0; i < workspace->audience_count; i++)
        known.names[known.count++] = workspace->audiences[i].id;
    check_names(reading, "audiences", &rule->audiences, &known);
}

static void check_pillars(const struct voice_rule *rule, struct reading *reading,
                          const struct workspace *workspace)
{
    const struct names *pillars = &workspace->calendar.pillars;
    struct known known = known_in(reading->arena, pillars->count);
    for (size_t i = 0; i < pillars->count; i++)
        known.names[known.count++] = pillars->items[i].text;
    check_names(reading, "pillars", &rule->pillars, &known);
}

/* --- accounts --- */

static void add_account(uint64_t *set, const struct workspace *workspace, const char *name)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (text_equal(account->network_name, name) || account_is_named(workspace, account, name))
            account_set_add(set, i);
    }
}

static void find_accounts(struct voice_rule *rule, struct reading *reading,
                          const struct workspace *workspace)
{
    size_t words = account_set_words(workspace->account_count);
    uint64_t *set = arena_alloc_array(reading->arena, words, sizeof *set);
    struct known known =
        known_in(reading->arena, 2 * workspace->account_count + workspace->group_count);
    for (size_t i = 0; i < workspace->account_count; i++) {
        known.names[known.count++] = workspace->accounts[i].id;
        if (workspace->accounts[i].network_name)
            known.names[known.count++] = workspace->accounts[i].network_name;
    }
    for (size_t i = 0; i < workspace->group_count; i++)
        known.names[known.count++] = workspace->groups[i].id;
    check_names(reading, "accounts", &rule->accounts, &known);
    for (size_t i = 0; i < rule->accounts.count; i++)
        add_account(set, workspace, rule->accounts.items[i].text);
    rule->account_set = set;
}

/* --- languages and scopes --- */

static bool is_language(const char *text)
{
    size_t bytes = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return (bytes == 2 || bytes == 3) && (!text[bytes] || text[bytes] == '-');
}

static void check_languages(const struct voice_rule *rule, struct reading *reading)
{
    for (size_t i = 0; i < rule->languages.count; i++) {
        const struct name *name = &rule->languages.items[i];
        if (!is_language(name->text))
            reading_complain(reading, "voice-rule", name->where,
                             _("'languages' has codes such as `es`, `en` or `es-MX`, not '%s'"),
                             reading_excerpt(reading, name->text));
    }
}

/* Vale has more scopes, for files of programs: what is like none is let pass. */
static void check_scopes(const struct voice_rule *rule, struct reading *reading)
{
    static const char *const parts[] = {
        "text",    "heading", "list",  "blockquote",  "table",   "header", "cell",      "caption",
        "figure",  "attr",    "alt",   "frontmatter", "summary", "raw",    "paragraph", "sentence",
        "comment", "line",    "block", "rendered",    "part",    "title",  "warning",   "md",
        "h1",      "h2",      "h3",    "h4",          "h5",      "h6",     "txt",       "html",
    };
    enum { KNOWN = sizeof parts / sizeof parts[0] };
    for (size_t i = 0; i < rule->scopes.count; i++) {
        const struct name *scope = &rule->scopes.items[i];
        const struct known known = { .names = (const char *[KNOWN]){ 0 }, .count = KNOWN };
        memcpy(known.names, parts, sizeof parts);
        size_t bytes = strspn(scope->text, "~ ");
        const char *first =
            arena_strndup(reading->arena, scope->text + bytes, strcspn(scope->text + bytes, ".& "));
        const char *nearest = text_nearest(first, known.names, known.count);
        if (knows(&known, first) || !nearest)
            continue;
        reading_complain(reading, "voice-rule", scope->where,
                         _("there is no scope '%s'; did you mean '%s'?"),
                         reading_excerpt(reading, first), nearest);
        reading_suggest(reading, nearest);
    }
}

void voice_meant_find(struct voice_rule *rule, struct reading *reading,
                      const struct workspace *workspace)
{
    check_languages(rule, reading);
    check_scopes(rule, reading);
    check_campaigns(rule, reading, workspace);
    check_audiences(rule, reading, workspace);
    check_pillars(rule, reading, workspace);
    if (rule->accounts.count > 0)
        find_accounts(rule, reading, workspace);
}

/* --- posts --- */

/* `es` is meant by `es-MX`, too. */
static bool has_language(const struct names *languages, const char *language)
{
    if (languages->count == 0 || !language)
        return true;
    for (size_t i = 0; i < languages->count; i++) {
        const char *one = languages->items[i].text;
        size_t bytes = strlen(one);
        if (strncasecmp(one, language, bytes) == 0 && (!language[bytes] || language[bytes] == '-'))
            return true;
    }
    return false;
}

static bool has_word(const struct names *names, const char *word, bool is_post)
{
    return names->count == 0 || !is_post || names_have(names, word);
}

bool voice_rule_speaks(const struct voice_rule *rule, const char *language)
{
    return has_language(&rule->languages, language);
}

bool voice_meant_for_post(const struct voice_rule *rule, const struct voice_selection *selection)
{
    return has_language(&rule->languages, selection->language) &&
           (!rule->is_for_replies || selection->is_reply) &&
           has_word(&rule->campaigns, selection->campaign, selection->is_post) &&
           has_word(&rule->audiences, selection->audience, selection->is_post) &&
           has_word(&rule->pillars, selection->pillar, selection->is_post);
}

/* --- days and accounts --- */

/* Less than, equal to or greater than 0 as `day` lies before, on or behind the rule's; one without
 * a year is of every year. */
static int compare_day(const char *day, const char *of_rule)
{
    enum { YEAR_BYTES = 5 };
    return strcmp(strlen(of_rule) < strlen(day) ? day + YEAR_BYTES : day, of_rule);
}

/* `from: 12-01`, `until: 01-06` is over the turn of the year. */
static bool is_in_season(const struct voice_rule *rule, const char *day)
{
    bool has_begun = !rule->from || compare_day(day, rule->from) >= 0;
    bool is_left = !rule->until || compare_day(day, rule->until) <= 0;
    bool turns = rule->from && rule->until && strlen(rule->from) == strlen(rule->until) &&
                 strlen(rule->from) < strlen(day) && strcmp(rule->from, rule->until) > 0;
    return turns ? has_begun || is_left : has_begun && is_left;
}

bool voice_meant_is_narrow(const struct voice_rule *rule)
{
    return rule->account_set || rule->from || rule->until;
}

/* Who gets the block; NULL: not known. */
static const uint64_t *readers_of(const struct voice_selection *selection,
                                  const struct voice_block *block)
{
    for (size_t i = 0; i < selection->reader_count; i++)
        if (text_equal(selection->readers[i].key, block->key))
            return selection->readers[i].accounts;
    return NULL;
}

bool voice_meant_for_block(const struct voice_rule *rule, const struct voice_selection *selection,
                           const struct voice_block *block)
{
    const uint64_t *readers = readers_of(selection, block);
    if (selection->day && !is_in_season(rule, selection->day))
        return false;
    if (!rule->account_set || !readers)
        return true;
    for (size_t i = 0; i < selection->account_words; i++)
        if (rule->account_set[i] & readers[i])
            return true;
    return false;
}

long voice_meant_account(const struct voice_rule *rule, const struct voice_selection *selection,
                         const struct voice_block *block)
{
    const uint64_t *readers = readers_of(selection, block);
    long found = VOICE_ANY_ACCOUNT;
    if (!rule->account_set || !readers)
        return VOICE_ANY_ACCOUNT;
    for (size_t i = 0; i < selection->account_words; i++) {
        for (uint64_t word = rule->account_set[i] & readers[i]; word; word &= word - 1) {
            if (found != VOICE_ANY_ACCOUNT)
                return VOICE_ANY_ACCOUNT;
            found = (long)(i * 64) + __builtin_ctzll(word);
        }
    }
    return found;
}
