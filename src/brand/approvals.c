/* brand.yml's `approvals`: whom and what they name is there. */
#include "base/message.h"
#include "base/text.h"
#include "brand/brand.h"
#include "lib/form.h"
#include "lib/reading.h"
#include "lib/role.h"
#include "lib/target.h"
#include "lib/yaml.h"
#include "model/finding.h"
#include "model/workspace.h"

static bool has_campaign(const struct workspace *workspace, const char *id)
{
    return workspace_campaign(workspace, id) != NULL;
}

static bool has_audience(const struct workspace *workspace, const char *id)
{
    return workspace_audience(workspace, id) != NULL;
}

static bool has_pillar(const struct workspace *workspace, const char *id)
{
    return names_have(&workspace->calendar.pillars, id);
}

static void check_ids(struct reading *reading, const struct workspace *workspace,
                      const struct yaml_node *when)
{
    static const struct {
        const char *key;
        bool (*exists)(const struct workspace *workspace, const char *id);
        const char *unknown;
    } kinds[] = {
        { "campaign", has_campaign,
          N_("there is no campaign '%s': no post would ever fit this rule") },
        { "audience", has_audience,
          N_("there is no audience '%s': no post would ever fit this rule") },
        { "pillar", has_pillar, N_("there is no pillar '%s': no post would ever fit this rule") },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct names ids = form_names_of(reading->arena, when, kinds[i].key);
        for (size_t j = 0; j < ids.count; j++) {
            if (kinds[i].exists(workspace, ids.items[j].text))
                continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            reading_complain(reading, "reference", ids.items[j].where, _(kinds[i].unknown),
                             reading_excerpt(reading, ids.items[j].text));
#pragma GCC diagnostic pop
        }
    }
}

void brand_check_approvals(const struct workspace *workspace, struct findings *findings)
{
    struct reading reading = { .arena = findings->arena,
                               .findings = findings,
                               .path = "brand/brand.yml" };
    const struct yaml_node *approvals = workspace->brand.approvals;
    if (!approvals || approvals->kind != YAML_LIST)
        return;
    for (const struct yaml_node *entry = approvals->first; entry; entry = entry->next) {
        if (entry->kind != YAML_MAP)
            continue;
        const struct yaml_node *when = yaml_get(entry, "when");
        struct names roles = form_names_of(reading.arena, entry, "roles");
        struct names accounts = form_names_of(reading.arena, when, "accounts");
        role_check(&reading, workspace, &roles);
        target_check_any(&reading, workspace, &accounts);
        check_ids(&reading, workspace, when);
    }
}
