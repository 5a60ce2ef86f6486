/* Campaigns: the keys of a brief. The brief itself is for people. */
#include "calendar/campaigns.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "io/text_file.h"
#include "io/tree.h"
#include "lib/form.h"
#include "lib/front_matter.h"
#include "lib/path.h"
#include "lib/role.h"
#include "lib/slug.h"
#include "lib/target.h"
#include "lib/value.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/post.h"
#include "model/workspace.h"

static const struct form kpi_keys[] = {
    { .name = "metric",
      .summary = N_("what is counted: clicks, replies"),
      .kind = FORM_SLUG,
      .is_required = true },
    { .name = "target",
      .summary = N_("how many"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX,
      .is_required = true },
    { .name = "by", .summary = N_("until when"), .kind = FORM_MOMENT },
    { .name = "reached",
      .summary = N_("how many there are by now, as a network's statistics say"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX },
    { .name = NULL },
};
static const struct form budget_keys[] = {
    { .name = "amount",
      .summary = N_("how much it may cost"),
      .kind = FORM_NUMBER,
      .max = INT32_MAX,
      .is_required = true },
    { .name = "currency",
      .summary = N_("three capital letters: EUR"),
      .kind = FORM_OWN,
      .judge = value_judge_currency,
      .is_required = true },
    { .name = NULL },
};
static const struct form utm_keys[] = {
    { .name = "source", .summary = N_("utm_source, in place of the brand's"), .kind = FORM_LINE },
    { .name = "medium", .summary = N_("utm_medium, in place of the brand's"), .kind = FORM_LINE },
    { .name = "campaign",
      .summary = N_("utm_campaign, in place of the brand's"),
      .kind = FORM_LINE },
    { .name = NULL },
};
static const struct form keys[] = {
    { .name = "title",
      .summary = N_("the campaign's name, for people"),
      .kind = FORM_LINE,
      .is_required = true },
    { .name = "from", .summary = N_("the first day"), .kind = FORM_MOMENT },
    { .name = "until", .summary = N_("the last day"), .kind = FORM_MOMENT },
    { .name = "accounts", .summary = N_("where its posts go"), .kind = FORM_NAMES },
    { .name = "audience",
      .summary = N_("for whom: one of brand/audiences.yml"),
      .kind = FORM_SLUG },
    { .name = "objective",
      .summary = N_("what for"),
      .kind = FORM_WORD,
      .words = "awareness|engagement|acquisition|retention|support" },
    { .name = "kpis", .summary = N_("how you will know"), .kind = FORM_MAPS, .inside = kpi_keys },
    { .name = "budget",
      .summary = N_("what it may cost"),
      .kind = FORM_MAP,
      .inside = budget_keys },
    { .name = "utm",
      .summary = N_("in place of the brand's words for statistics"),
      .kind = FORM_MAP,
      .inside = utm_keys },
    { .name = "tags", .summary = N_("added to its posts, without #"), .kind = FORM_TAGS },
    { .name = "requires",
      .summary = N_("roles whose approval its posts need"),
      .kind = FORM_SLUGS },
    { .name = NULL },
};

const struct form campaign_form = { .kind = FORM_MAP, .inside = keys };

/* The instant of a date that passed the form; NO_TIME where there is none. */
static int64_t instant_of(struct reading *reading, const struct workspace *workspace,
                          const struct yaml_node *root, const char *key, bool is_end)
{
    const struct yaml_node *node = yaml_get(root, key);
    struct moment moment;
    int64_t utc = NO_TIME;
    if (!node || !workspace->calendar.zone || value_moment(&moment, reading, key, node) != 0 ||
        value_instant(&utc, reading, node->where, &moment, workspace->calendar.zone, is_end) != 0)
        return NO_TIME;
    return utc;
}

/* The words that a `metric` may be, as people write them in either language. */
static enum measure measure_of(const char *metric)
{
    static const char *const words[MEASURE_UNKNOWN][2] = {
        [MEASURE_POSTS] = { "posts", "publicaciones" },
        [MEASURE_DELIVERIES] = { "deliveries", "envios" },
        [MEASURE_ACCOUNTS] = { "accounts", "cuentas" },
    };
    for (int measure = 0; measure < MEASURE_UNKNOWN; measure++)
        for (size_t i = 0; i < 2; i++)
            if (text_equal(metric, words[measure][i]))
                return (enum measure)measure;
    return MEASURE_UNKNOWN;
}

/* A figure beside what is counted would be a second truth: it is not taken. */
static int64_t reached_of(struct reading *reading, const struct yaml_node *kpi,
                          enum measure measure)
{
    const struct yaml_node *reached = yaml_get(kpi, "reached");
    if (!reached || measure == MEASURE_UNKNOWN)
        return form_number_of(kpi, "reached", -1);
    reading_warn(reading, "value", reached->where,
                 _("'%s' is counted by what was sent, and this figure is not used: delete "
                   "`reached`"),
                 form_line_of(kpi, "metric"));
    return -1;
}

static void read_kpis(struct campaign *campaign, struct reading *reading,
                      const struct workspace *workspace, const struct yaml_node *kpis)
{
    if (!kpis || kpis->kind != YAML_LIST)
        return;
    campaign->kpis = arena_alloc_array(reading->arena, kpis->count, sizeof *campaign->kpis);
    for (const struct yaml_node *kpi = kpis->first; kpi; kpi = kpi->next) {
        const struct yaml_node *by = yaml_get(kpi, "by");
        const char *metric = form_line_of(kpi, "metric");
        enum measure measure = measure_of(metric);
        campaign->kpis[campaign->kpi_count++] = (struct kpi){
            .metric = metric,
            .measure = measure,
            .target = form_number_of(kpi, "target", 0),
            .reached = reached_of(reading, kpi, measure),
            .by_utc = instant_of(reading, workspace, kpi, "by", true),
            .by_where = by ? by->where : kpi->where,
        };
    }
}

static void read_campaign(struct campaign *campaign, struct reading *reading,
                          const struct workspace *workspace, const struct yaml_node *root)
{
    const struct yaml_node *utm = yaml_get(root, "utm");
    const struct yaml_node *audience = yaml_get(root, "audience");
    campaign->title = form_line_of(root, "title");
    campaign->audience = audience ? audience->text : NULL;
    campaign->objective = form_line_of(root, "objective");
    campaign->accounts = form_names_of(reading->arena, root, "accounts");
    campaign->tags = form_names_of(reading->arena, root, "tags");
    campaign->requires = form_names_of(reading->arena, root, "requires");
    campaign->utm = (struct utm){ form_line_of(utm, "source"), form_line_of(utm, "medium"),
                                  form_line_of(utm, "campaign") };
    campaign->from_utc = instant_of(reading, workspace, root, "from", false);
    campaign->until_utc = instant_of(reading, workspace, root, "until", true);
    const struct yaml_node *amount = yaml_get(yaml_get(root, "budget"), "amount");
    campaign->budget =
        (struct money){ .amount =
                            MONEY_UNIT * form_number_of(yaml_get(root, "budget"), "amount", 0),
                        .currency = form_line_of(yaml_get(root, "budget"), "currency") };
    if (amount)
        campaign->budget.where = amount->where;
    read_kpis(campaign, reading, workspace, yaml_get(root, "kpis"));
    target_check(reading, workspace, &campaign->accounts);
    role_check(reading, workspace, &campaign->requires);
    if (campaign->from_utc != NO_TIME && campaign->until_utc != NO_TIME &&
        campaign->until_utc < campaign->from_utc)
        reading_complain(reading, "value", yaml_get(root, "until")->where,
                         _("the campaign ends before it begins"));
    if (audience && !(workspace->unread & WORKSPACE_AUDIENCES) &&
        !workspace_audience(workspace, audience->text))
        reading_complain(reading, "reference", audience->where,
                         _("there is no audience '%s' in brand/audiences.yml"), audience->text);
}

static int load_file(struct campaign *campaign, struct workspace *workspace,
                     struct reading *reading, struct tree *tree, struct err *err)
{
    struct front_matter at;
    struct yaml_node *root = NULL;
    bool is_text;
    if (text_file_read(&is_text, reading, tree, LIMIT_POST_FILE_BYTES, err) != 0)
        return -1;
    if (!is_text)
        return 0;
    workspace_add_source(workspace, reading->arena,
                         &(struct source){ reading->path, reading->text, reading->bytes });
    if (front_matter_split(&at, reading) != 0 ||
        reading_parse(&root, reading, at.yaml_start, at.yaml_end, at.yaml_line) != 0)
        return 0;
    if (!root)
        reading_complain(reading, "value", (struct span){ 1, 1, 1, 4 },
                         _("a campaign needs at least a `title:`"));
    else if (form_check(reading, keys, path_name(reading->path), root) == 0)
        read_campaign(campaign, reading, workspace, root);
    return 0;
}

static int compare_ids(const void *left, const void *right)
{
    return strcmp(((const struct campaign *)left)->id, ((const struct campaign *)right)->id);
}

/* The id is the file's name; NULL, with a complaint, where it can't be one. */
static const char *id_of(struct reading *reading)
{
    const char *name = path_name(reading->path);
    const char *id = arena_strndup(reading->arena, name, strlen(name) - strlen(".md"));
    if (slug_is_valid(id, strlen(id)))
        return id;
    reading_complain(reading, "id", (struct span){ 1, 1, 1, 1 },
                     _("the file's name is the campaign's id: letters, digits, '-' and '_' alone; "
                       "call it '%s.md'"),
                     slug_propose(reading->arena, id));
    return NULL;
}

int campaigns_load(struct workspace *workspace, struct arena *arena, struct tree *tree,
                   struct findings *findings, struct err *err)
{
    struct tree_file *files;
    size_t count;
    size_t kept = 0;
    if (tree_list(tree, arena, "calendar/campaigns", &files, &count, err) != 0)
        return -1;
    struct campaign *campaigns = arena_alloc_array(arena, count, sizeof *campaigns);
    for (size_t i = 0; i < count; i++) {
        struct reading reading = { .arena = arena, .findings = findings, .path = files[i].path };
        if (path_name(files[i].path)[0] == '.')
            continue;
        if (!text_ends_with(files[i].path, ".md")) {
            reading_warn(&reading, "stray-file", (struct span){ 1, 1, 1, 1 },
                         _("nothing reads this file: a campaign's name ends in '.md'"));
            continue;
        }
        const char *id = id_of(&reading);
        if (!id)
            continue;
        /* A broken brief is still there: its posts must not be told that it is missing. */
        struct campaign *campaign = &campaigns[kept++];
        *campaign = (struct campaign){
            .id = id, .path = files[i].path, .from_utc = NO_TIME, .until_utc = NO_TIME
        };
        if (load_file(campaign, workspace, &reading, tree, err) != 0)
            return -1;
    }
    if (kept > 1)
        qsort(campaigns, kept, sizeof *campaigns, compare_ids);
    workspace->campaigns = campaigns;
    workspace->campaign_count = kept;
    return 0;
}
