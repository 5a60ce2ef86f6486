/* What doctor looks at besides accounts: the workspace, its ledger, git, the CI's workflows. */
#include "commands/doctor_places.h"

#include <stdint.h>

#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/desk.h"
#include "commands/ledger_view.h"
#include "commands/ward.h"
#include "commands/workflows.h"
#include "io/lock.h"
#include "io/repo.h"
#include "io/repo_address.h"
#include "io/repo_remote.h"
#include "io/secret.h"
#include "ledger/ledger.h"
#include "lib/origin.h"
#include "model/workspace.h"
#include "publish/clocks.h"

/* --- the workspace and its ledger --- */

static void look_at_workspace(struct ward *ward)
{
    struct err err = { 0 };
    if (project_require_sound(&ward->desk.here, &err) != 0)
        ward_complain(ward, ward_topics[TOPIC_WORKSPACE], &err);
    else
        ward_say(ward, GRADE_OK, ward_topics[TOPIC_WORKSPACE], ward->desk.here.root);
}

static void look_at_ledger(struct ward *ward)
{
    struct err err = { 0 };
    if (ledger_view_open(&ward->ledger, &ward->desk.here, &err) != 0) {
        ward_complain(ward, ward_topics[TOPIC_LEDGER], &err);
        return;
    }
    for (size_t i = 0; i < ward->ledger.fault_count; i++) {
        (void)err_set(&err, ERR_SYSTEM, "%s: %s", ward->ledger.faults[i].path,
                      ward->ledger.faults[i].problem);
        ward_complain(ward, ward_topics[TOPIC_LEDGER], &err);
    }
    if (ward->ledger.holds.is_broken) {
        (void)err_set(&err, ERR_SYSTEM, _("hold.yml can't be read, so all is held: %s"),
                      ward->ledger.holds.problem);
        ward_complain(ward, ward_topics[TOPIC_LEDGER], &err);
    }
    bool is_trusted = ledger_verify_files(&ward->ledger, &err) == 0;
    if (!is_trusted)
        ward_complain(ward, ward_topics[TOPIC_LEDGER], &err);
    const struct brand *brand = &ward->desk.here.workspace.brand;
    if (!ward->ledger.tip && brand->ledger_genesis) {
        (void)err_set(&err, ERR_SYSTEM,
                      _("'%s' is missing, although brand.yml pins its first commit: fetch it ('git "
                        "fetch origin %s'), or put it back"),
                      brand->ledger_branch, brand->ledger_branch);
        ward_complain(ward, ward_topics[TOPIC_LEDGER], &err);
    } else if (!ward->ledger.tip)
        ward_say(ward, GRADE_NOTE, ward_topics[TOPIC_LEDGER],
                 _("none here yet: the first publish begins it"));
    else if (!brand->ledger_genesis)
        ward_say(ward, GRADE_NOTE, ward_topics[TOPIC_LEDGER],
                 _("brand.yml does not pin its first commit (ledger: {genesis: …})"));
    else if (is_trusted && !ward->ledger.holds.is_broken && ward->ledger.fault_count == 0)
        ward_say(ward, GRADE_OK, ward_topics[TOPIC_LEDGER], ward->ledger.tip);
}

/* --- git --- */

/* The remote as a person named it, or its address without the token that it may hold. */
static const char *shown_remote(struct ward *ward)
{
    const struct journal_place *place = &ward->desk.place;
    struct repo_address address;
    struct err ignored;
    if (!text_equal(place->url, place->remote) ||
        repo_address_parse(&address, ward->arena, place->url, &ignored) != 0)
        return place->remote;
    return address.shown;
}

static void knock_at_remote(struct ward *ward, const char *url)
{
    struct err err = { 0 };
    bool may_push = false;
    int64_t skew_s = 0;
    const struct repo_remote remote = { .url = url, .token = ward->desk.place.token };
    if (lock_take(&ward->lock, ward->desk.lock, 0, &err) != 0) {
        ward_complain(ward, ward_topics[TOPIC_GIT], &err);
        return;
    }
    if (ward->lock < 0) {
        ward_say(ward, GRADE_NOTE, ward_topics[TOPIC_GIT],
                 _("a run is publishing from this clone: not asked"));
        return;
    }
    enum clocks_verdict verdict = clocks_compare(ward->http, ward->arena, url, &skew_s);
    if (verdict == CLOCKS_AGREE || verdict == CLOCKS_DIFFER)
        ward_say_skew(ward, ward_topics[TOPIC_GIT], skew_s);
    if (repo_store_open(&ward->store, ward->desk.here.repo, &err) != 0 ||
        repo_remote_probe(ward->store, ward->arena, &remote, &may_push, &err) != 0) {
        ward_complain(ward, ward_topics[TOPIC_GIT], &err);
        return;
    }
    if (may_push) {
        ward_say(ward, GRADE_OK, ward_topics[TOPIC_GIT],
                 arena_printf(ward->arena, _("'%s' can be read and written"), shown_remote(ward)));
        return;
    }
    (void)err_set(&err, ERR_SYSTEM,
                  _("'%s' can be read, not written: set PREGON_GIT_TOKEN to a token that may push"),
                  shown_remote(ward));
    ward_complain(ward, ward_topics[TOPIC_GIT], &err);
}

static void look_at_git(struct ward *ward)
{
    struct err err = { 0 };
    const char *url = ward->desk.place.url;
    if (!url)
        ward_say(ward, GRADE_NOTE, ward_topics[TOPIC_GIT],
                 _("no remote: the ledger is this clone's own branch"));
    else if (repo_remote_check(url, &err) != 0)
        ward_complain(ward, ward_topics[TOPIC_GIT], &err);
    else if (ward->is_offline)
        ward_say(ward, GRADE_OK, ward_topics[TOPIC_GIT],
                 arena_printf(ward->arena, _("'%s' is an address that can keep a ledger"),
                              shown_remote(ward)));
    else
        knock_at_remote(ward, url);
}

static void look_at_workflows(struct ward *ward)
{
    struct err err = { 0 };
    struct workflow_fault *faults = NULL;
    size_t count = 0, file_count = 0;
    const char *top = repo_work_folder(ward->desk.here.repo);
    if (!top)
        return;
    if (workflows_read(&faults, &count, &file_count, ward->arena, top, &err) != 0) {
        ward_complain(ward, ward_topics[TOPIC_WORKFLOWS], &err);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (faults[i].is_certain) {
            (void)err_set(&err, ERR_INPUT, "%s", faults[i].text);
            ward_complain(ward, ward_topics[TOPIC_WORKFLOWS], &err);
        } else {
            ward_say(ward, GRADE_NOTE, ward_topics[TOPIC_WORKFLOWS], faults[i].text);
        }
    }
    if (file_count > 0 && count == 0)
        ward_say(ward, GRADE_OK, ward_topics[TOPIC_WORKFLOWS],
                 _("they give no secret to pull requests, as far as can be seen"));
}

void doctor_look_at_places(struct ward *ward)
{
    look_at_workspace(ward);
    look_at_ledger(ward);
    look_at_git(ward);
    look_at_workflows(ward);
}
