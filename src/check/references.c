/* References: what a post names must exist in brand/ and calendar/. */
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "lib/reading.h"
#include "lib/role.h"
#include "model/finding.h"
#include "model/workspace.h"

enum { MAX_NAMES = 256 };

/* One kind of named thing: how to ask for one, and how to list them for did-you-mean. */
struct kind {
    enum post_key key;
    bool (*exists)(const struct workspace *workspace, const char *id);
    size_t (*names)(const struct workspace *workspace, const char *names[MAX_NAMES]);
    unsigned file;               /* that holds them: enum workspace_file; 0: one each */
    const char *unknown;         /* N_(…) with the id */
    const char *unknown_nearest; /* N_(…) with the id and the nearest */
};

static bool has_campaign(const struct workspace *workspace, const char *id)
{
    return workspace_campaign(workspace, id) != NULL;
}

static size_t campaign_names(const struct workspace *workspace, const char *names[MAX_NAMES])
{
    size_t count = 0;
    for (; count < workspace->campaign_count && count < MAX_NAMES; count++)
        names[count] = workspace->campaigns[count].id;
    return count;
}

static bool has_audience(const struct workspace *workspace, const char *id)
{
    return workspace_audience(workspace, id) != NULL;
}

static size_t audience_names(const struct workspace *workspace, const char *names[MAX_NAMES])
{
    size_t count = 0;
    for (; count < workspace->audience_count && count < MAX_NAMES; count++)
        names[count] = workspace->audiences[count].id;
    return count;
}

static size_t pillar_names(const struct workspace *workspace, const char *names[MAX_NAMES])
{
    size_t count = 0;
    for (; count < workspace->calendar.pillars.count && count < MAX_NAMES; count++)
        names[count] = workspace->calendar.pillars.items[count].text;
    return count;
}

static bool has_pillar(const struct workspace *workspace, const char *id)
{
    return names_have(&workspace->calendar.pillars, id);
}

static bool has_person(const struct workspace *workspace, const char *id)
{
    return workspace_person(workspace, id) != NULL;
}

static size_t person_names(const struct workspace *workspace, const char *names[MAX_NAMES])
{
    size_t count = 0;
    for (; count < workspace->person_count && count < MAX_NAMES; count++)
        names[count] = workspace->people[count].id;
    return count;
}

static bool has_queue(const struct workspace *workspace, const char *id)
{
    return workspace_queue(workspace, id) != NULL;
}

static size_t queue_names(const struct workspace *workspace, const char *names[MAX_NAMES])
{
    size_t count = 0;
    for (; count < workspace->calendar.queue_count && count < MAX_NAMES; count++)
        names[count] = workspace->calendar.queues[count].id;
    return count;
}

static const struct kind kinds[] = {
    { POST_CAMPAIGN, has_campaign, campaign_names, 0,
      N_("there is no campaign '%s': write its brief, calendar/campaigns/%s.md"),
      N_("there is no campaign '%s'; did you mean '%s'?") },
    { POST_AUDIENCE, has_audience, audience_names, WORKSPACE_AUDIENCES,
      N_("there is no audience '%s' in brand/audiences.yml"),
      N_("there is no audience '%s' in brand/audiences.yml; did you mean '%s'?") },
    { POST_PILLAR, has_pillar, pillar_names, WORKSPACE_CALENDAR,
      N_("there is no pillar '%s' under 'mix' in calendar/calendar.yml"),
      N_("there is no pillar '%s' under 'mix' in calendar/calendar.yml; did you mean '%s'?") },
    { POST_OWNER, has_person, person_names, WORKSPACE_TEAM,
      N_("there is no person '%s' in brand/team.yml"),
      N_("there is no person '%s' in brand/team.yml; did you mean '%s'?") },
    { POST_QUEUE, has_queue, queue_names, WORKSPACE_CALENDAR,
      N_("there is no queue '%s' in calendar/calendar.yml"),
      N_("there is no queue '%s' in calendar/calendar.yml; did you mean '%s'?") },
};

static const char *value_of(const struct post_fields *fields, enum post_key key)
{
    switch (key) {
    case POST_CAMPAIGN:
        return fields->campaign;
    case POST_AUDIENCE:
        return fields->audience;
    case POST_PILLAR:
        return fields->pillar;
    case POST_OWNER:
        return fields->owner;
    case POST_QUEUE:
        return fields->queue;
    default:
        return NULL;
    }
}

static void check_fields(const struct post_fields *fields, const struct workspace *workspace,
                         struct findings *findings)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct kind *kind = &kinds[i];
        const char *id = value_of(fields, kind->key);
        if (!post_has(fields, kind->key) || !id || kind->exists(workspace, id) ||
            (workspace->unread & kind->file))
            continue;
        const char *names[MAX_NAMES];
        const char *nearest = text_nearest(id, names, kind->names(workspace, names));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        if (nearest)
            findings_report(findings, SEVERITY_ERROR, "reference", fields->path,
                            fields->where[kind->key], _(kind->unknown_nearest), id, nearest);
        else
            findings_report(findings, SEVERITY_ERROR, "reference", fields->path,
                            fields->where[kind->key], _(kind->unknown), id, id);
#pragma GCC diagnostic pop
    }
    struct reading reading = { .arena = findings->arena,
                               .findings = findings,
                               .path = fields->path };
    if (post_has(fields, POST_REQUIRES))
        role_check(&reading, workspace, &fields->requires);
}

static void check_blog(const struct post *post, const struct post_fields *fields,
                       const struct workspace *workspace, struct findings *findings)
{
    if (post_has(fields, POST_LINK) && text_equal(fields->link, "blog") &&
        !post_blog(post, workspace))
        findings_report(findings, SEVERITY_ERROR, "reference", fields->path,
                        fields->where[POST_LINK],
                        _("the post goes to no blog: add its account to 'accounts', or name the "
                          "post that you mean as 'id/account'"));
}

static void run(const struct check_input *input, struct arena *scratch, struct findings *findings)
{
    (void)scratch;
    const struct workspace *workspace = input->context->workspace;
    check_fields(&input->post->fields, workspace, findings);
    check_blog(input->post, &input->post->fields, workspace, findings);
    for (size_t i = 0; i < input->post->layer_count; i++) {
        check_fields(&input->post->layers[i].fields, workspace, findings);
        check_blog(input->post, &input->post->layers[i].fields, workspace, findings);
    }
}

const struct check check_references = { .run = run };
