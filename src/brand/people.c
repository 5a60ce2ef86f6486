/* audiences.yml, team.yml, mentions.yml: whom we speak to, who we are, whom we name. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/text.h"
#include "brand/brand_files.h"
#include "brand/forms.h"
#include "lib/form.h"
#include "lib/hours.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/workspace.h"

#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const struct form audience_keys[] = {
    { .name = "title", .summary = N_("who they are, for people"), .kind = FORM_LINE },
    { .name = "accounts", .summary = N_("where you reach them"), .kind = FORM_NAMES },
    { .name = "language", .summary = N_("what they speak"), .kind = FORM_LANGUAGE },
    { .name = "hours",
      .summary = N_("when they read, in the time zone of the account"),
      .kind = FORM_OWN,
      .like = FORM_NAMES,
      .judge = hours_judge },
    END,
};
static const struct form audience_form = { .kind = FORM_MAP, .inside = audience_keys };
const struct form audiences_form = { .kind = FORM_NAMED, .inside = &audience_form };

static int judge_email(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *email;
    if (value_line(&email, reading, key, node) != 0)
        return -1;
    const char *at = strchr(email, '@');
    if (at && at > email && at[1] && !strchr(at + 1, '@') && !strpbrk(email, " \t<>,;"))
        return 0;
    return reading_complain(reading, "value", node->where,
                            _("'%s' is an address such as `ana@horno.example`, not '%s'"), key,
                            reading_excerpt(reading, email));
}

/* A name that the host's own reviews bear: anything else would match nobody, without a word. */
static int judge_login(struct reading *reading, const char *key, const struct yaml_node *node)
{
    const char *login;
    if (value_line(&login, reading, key, node) != 0)
        return -1;
    const char *slash = strrchr(login, '/');
    const char *bare = slash && slash[1] ? slash + 1 : login;
    bare += *bare == '@';
    if (*bare && text_equal(bare, login) && !strpbrk(login, "/@ \t"))
        return 0;
    reading_complain(reading, "value", node->where,
                     _("'%s' is a user's name there, without `@` and address, not '%s'"), key,
                     reading_excerpt(reading, login));
    if (*bare && !strpbrk(bare, "/@ \t"))
        reading_suggest(reading, bare);
    return -1;
}

static const struct form person_keys[] = {
    { .name = "name", .summary = N_("the person's name"), .kind = FORM_LINE, .is_required = true },
    { .name = "email",
      .summary = N_("to know the author of a commit"),
      .kind = FORM_OWN,
      .judge = judge_email },
    { .name = "github",
      .summary = N_("the user name there, to know the reviewer of a pull request"),
      .kind = FORM_OWN,
      .judge = judge_login },
    { .name = "gitlab",
      .summary = N_("the user name there, to know the reviewer of a merge request"),
      .kind = FORM_OWN,
      .judge = judge_login },
    { .name = "roles",
      .summary = N_("your own words; approvals, requires and urgent name them"),
      .kind = FORM_SLUGS },
    END,
};
static const struct form person_form = { .kind = FORM_MAP, .inside = person_keys };
static const struct form department_keys[] = {
    { .name = "people", .summary = N_("who belongs to it"), .kind = FORM_SLUGS },
    { .name = "hours",
      .summary = N_("when it answers"),
      .kind = FORM_OWN,
      .like = FORM_NAMES,
      .judge = hours_judge },
    END,
};
static const struct form department_form = { .kind = FORM_MAP, .inside = department_keys };
static const struct form team_keys[] = {
    { .name = "people",
      .summary = N_("the people, by the ids that owner and approvals name"),
      .kind = FORM_NAMED,
      .inside = &person_form },
    { .name = "departments",
      .summary = N_("who answers for what"),
      .kind = FORM_NAMED,
      .inside = &department_form },
    END,
};

const struct form team_form = { .kind = FORM_MAP, .inside = team_keys };

/* Names of networks, and `name`: they are read below. */
static const struct form handle_form = { .kind = FORM_LINE };
static const struct form mention_form = { .kind = FORM_NAMED, .inside = &handle_form };
const struct form mentions_form = { .kind = FORM_NAMED, .inside = &mention_form };

static bool id_is_valid(struct reading *reading, const struct yaml_node *entry)
{
    return !reading_is_own_key(entry->key) && value_key_is_slug(reading, entry);
}

/* Each struct of workspace.h begins with its id. */
static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void brand_read_audiences(struct workspace *workspace, struct reading *reading,
                          const struct yaml_node *root)
{
    form_check_value(reading, &audiences_form, "audiences.yml", root);
    if (root->kind != YAML_MAP)
        return;
    workspace->audiences =
        arena_alloc_array(reading->arena, root->count, sizeof *workspace->audiences);
    for (const struct yaml_node *entry = root->first; entry; entry = entry->next) {
        if (!id_is_valid(reading, entry) || entry->kind != YAML_MAP)
            continue;
        struct audience *audience = &workspace->audiences[workspace->audience_count++];
        *audience = (struct audience){
            .id = entry->key,
            .title = form_line_of(entry, "title"),
            .language = form_line_of(entry, "language"),
            .accounts = form_names_of(reading->arena, entry, "accounts"),
            .hours = hours_list_of(reading->arena, yaml_get(entry, "hours")),
            .hours_names = form_names_of(reading->arena, entry, "hours"),
        };
        target_check(reading, workspace, &audience->accounts);
    }
    if (workspace->audience_count > 1)
        qsort(workspace->audiences, workspace->audience_count, sizeof *workspace->audiences,
              compare_ids);
}

void brand_check_audiences(const struct workspace *workspace, struct reading *reading)
{
    for (size_t i = 0; i < workspace->account_count; i++) {
        const struct account *account = &workspace->accounts[i];
        if (account->audience && !(workspace->unread & WORKSPACE_AUDIENCES) &&
            !workspace_audience(workspace, account->audience))
            reading_complain(reading, "reference", yaml_get(account->options, "audience")->where,
                             _("there is no audience '%s' in brand/audiences.yml"),
                             account->audience);
    }
}

static void read_people(struct workspace *workspace, struct reading *reading,
                        const struct yaml_node *people)
{
    workspace->people = arena_alloc_array(reading->arena, people->count, sizeof *workspace->people);
    for (const struct yaml_node *entry = people->first; entry; entry = entry->next) {
        if (!id_is_valid(reading, entry) || entry->kind != YAML_MAP)
            continue;
        workspace->people[workspace->person_count++] = (struct person){
            .id = entry->key,
            .name = form_line_of(entry, "name"),
            .email = form_line_of(entry, "email"),
            .github = form_line_of(entry, "github"),
            .gitlab = form_line_of(entry, "gitlab"),
            .roles = form_names_of(reading->arena, entry, "roles"),
        };
    }
    if (workspace->person_count > 1)
        qsort(workspace->people, workspace->person_count, sizeof *workspace->people, compare_ids);
}

static void check_department(struct workspace *workspace, struct reading *reading,
                             const struct yaml_node *department)
{
    struct names people = form_names_of(reading->arena, department, "people");
    for (size_t i = 0; i < people.count; i++) {
        if (!workspace_person(workspace, people.items[i].text))
            reading_complain(reading, "reference", people.items[i].where,
                             _("there is no person '%s' under 'people'"), people.items[i].text);
    }
}

void brand_read_team(struct workspace *workspace, struct reading *reading,
                     const struct yaml_node *root)
{
    form_check(reading, team_keys, "team.yml", root);
    if (root->kind != YAML_MAP)
        return;
    const struct yaml_node *people = yaml_get(root, "people");
    const struct yaml_node *departments = yaml_get(root, "departments");
    if (people && people->kind == YAML_MAP)
        read_people(workspace, reading, people);
    if (!departments || departments->kind != YAML_MAP)
        return;
    for (const struct yaml_node *entry = departments->first; entry; entry = entry->next) {
        if (id_is_valid(reading, entry) && entry->kind == YAML_MAP)
            check_department(workspace, reading, entry);
    }
}

/* A key that is nearly a network in use is a slip of the pen, which would hide a handle. */
static void check_network(const struct workspace *workspace, struct reading *reading,
                          const struct yaml_node *key)
{
    enum { MAX_NAMES = 64 };
    const char *names[MAX_NAMES];
    size_t count = 0;
    for (size_t i = 0; i < workspace->account_count && count < MAX_NAMES; i++) {
        const char *network = workspace->accounts[i].network_name;
        if (text_equal(network, key->key))
            return;
        if (network)
            names[count++] = network;
    }
    if (text_nearest(key->key, names, count))
        reading_unknown_key(reading, key, names, count);
}

static void read_handles(struct mention *out, const struct workspace *workspace,
                         struct reading *reading, const struct yaml_node *entry)
{
    out->handles = arena_alloc_array(reading->arena, entry->count, sizeof *out->handles);
    for (const struct yaml_node *key = entry->first; key; key = key->next) {
        const char *text;
        if (reading_is_own_key(key->key) || value_line(&text, reading, key->key, key) != 0)
            continue;
        if (text_equal(key->key, "name")) {
            out->name = text;
            continue;
        }
        check_network(workspace, reading, key);
        text += *text == '@';
        if (!*text || strpbrk(text, " \t"))
            reading_complain(reading, "value", key->where,
                             _("'%s' is a handle, one word: '%s' is none"), key->key,
                             reading_excerpt(reading, key->text));
        else
            out->handles[out->handle_count++] = (struct mention_handle){ key->key, text };
    }
}

void brand_read_mentions(struct workspace *workspace, struct reading *reading,
                         const struct yaml_node *root)
{
    if (value_map(reading, "mentions.yml", root) != 0)
        return;
    workspace->mentions =
        arena_alloc_array(reading->arena, root->count, sizeof *workspace->mentions);
    for (const struct yaml_node *entry = root->first; entry; entry = entry->next) {
        if (!id_is_valid(reading, entry) || value_map(reading, entry->key, entry) != 0)
            continue;
        struct mention *mention = &workspace->mentions[workspace->mention_count++];
        mention->id = entry->key;
        read_handles(mention, workspace, reading, entry);
        if (!mention->name)
            reading_complain(reading, "missing-key", entry->key_where, _("'%s' is missing in '%s'"),
                             "name", entry->key);
    }
    if (workspace->mention_count > 1)
        qsort(workspace->mentions, workspace->mention_count, sizeof *workspace->mentions,
              compare_ids);
}
