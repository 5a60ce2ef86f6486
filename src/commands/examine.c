/* Examinations: the stages of `check`, joined. */
#include "commands/examine.h"
#include "commands/ci_secrets.h"

#include "brand/voice/brand_voice.h"
#include "check/across.h"
#include "check/voice.h"
#include "commands/demands.h"
#include "commands/ledger_view.h"
#include "commands/project.h"
#include "io/threads.h"
#include "model/post.h"

int examine_open_rules(struct examination *examination, struct project *project, struct err *err)
{
    struct findings *findings = &project->findings;
    examination->project = project;
    examination->check = (struct check_context){ .workspace = &project->workspace,
                                                 .now_utc = project->now_utc,
                                                 .spread = { threads_spread, threads_count() } };
    examination->first_of_rules = findings->count;
    if (brand_voice_open(&examination->voice, project->arena, &project->workspace, project->tree,
                         SEVERITY_SUGGESTION, findings, err) != 0 ||
        brand_voice_open_vale(&examination->vale, project->arena, project->tree, findings, err) !=
            0)
        return -1;
    examination->end_of_rules = findings->count;
    examination->exceptions.now_utc = project->now_utc;
    return voice_exceptions_load(&examination->exceptions, project->arena, project->tree,
                                 &project->workspace, findings, err);
}

int examine_open_ledger(struct examination *examination, const char *rev, struct err *err)
{
    struct project *project = examination->project;
    struct ledger *known = &examination->ledger;
    if (project_open_repo(project, rev, err) != 0 || ledger_view_open(known, project, err) != 0)
        return -1;
    project->ledger = known->tip;
    examination->check.has_ledger = known->tip != NULL;
    examination->check.birth_utc = known->birth_utc;
    examination->check.records = known->records;
    examination->check.record_count = known->record_count;
    examination->check.pins = known->pins;
    examination->check.pin_count = known->pin_count;
    return 0;
}

void examine_close(struct examination *examination)
{
    voice_close(&examination->voice);
    voice_close(&examination->vale);
}

void examine_post(const struct examination *examination, struct post_worker *worker,
                  struct voice_exceptions *own, const struct post *post, bool is_new,
                  struct validity *validity, struct examined *out)
{
    struct arena *scratch = &worker->scratch;
    const struct workspace *workspace = examination->check.workspace;
    const struct renderings renderings = renderings_make(scratch, post, workspace);
    if (out) {
        *out = (struct examined){ .renderings = renderings, .alone = { .arena = scratch } };
        for (size_t i = worker->first_finding; i < worker->findings.count; i++)
            findings_add(&out->alone, &worker->findings.items[i]);
    }
    check_post(&worker->findings, out ? &out->alone : NULL, scratch, post, &renderings, is_new,
               &examination->check, validity);
    if (examination->voice && post->is_loaded)
        check_voice_post(&worker->findings, scratch, post, workspace, examination->check.now_utc,
                         examination->voice, own, &worker->voice);
}

int examine_rest(const struct examination *examination, struct findings *findings,
                 struct arena *scratch, const struct post_summary *summaries, struct err *err)
{
    struct project *project = examination->project;
    if (demands_drop_given(findings, project, &examination->ledger, err) != 0)
        return -1;
    post_list_report_unused(&project->posts, findings);
    check_across(findings, scratch, summaries, project->posts.count, &examination->check);
    voice_exceptions_report(&examination->exceptions, examination->voice, scratch, findings);
    for (size_t i = 0; i < project->workspace.source_count; i++) {
        const struct source *source = &project->workspace.sources[i];
        check_secrets(findings, source->path, source->text, source->bytes);
    }
    ci_secrets_look_in(findings, &project->workspace, project->tree);
    return 0;
}
