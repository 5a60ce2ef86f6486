/* Where the mix of pillars and formats stands (model/mix_report.h). */
#ifndef PREGON_COMMANDS_MIX_REPORT_H
#define PREGON_COMMANDS_MIX_REPORT_H

struct arena;
struct err;
struct inspection;
struct ledger;
struct mix_report;
struct post_workers;
struct project;

/* Loads and counts the posts of the project, and where `since` is not NULL those of the commit at
 * which HEAD left it. In the project's arena; names live as long as the project. */
int mix_report_count(struct mix_report *out, struct project *project, const struct ledger *ledger,
                     struct post_workers *workers, const char *since, struct err *err)
    __attribute__((warn_unused_result));

/* The same of posts that were inspected (commands/inspect.h). */
void mix_report_of(struct mix_report *out, struct arena *arena,
                   const struct inspection *inspection);

#endif
