/* The brand's voice: what its rules say of a post, as findings. */
#ifndef PREGON_CHECK_VOICE_H
#define PREGON_CHECK_VOICE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct findings;
struct post;
struct source;
struct voice;
struct voice_alerts;
struct voice_exceptions;
struct voice_worker;
struct workspace;

/* Every rule on every file of the post, but for what an exception covers; `now_utc` stands for the
 * day of a post that has none. */
void check_voice_post(struct findings *findings, struct arena *scratch, const struct post *post,
                      const struct workspace *workspace, int64_t now_utc, const struct voice *voice,
                      struct voice_exceptions *exceptions, struct voice_worker *worker);

/* The rules on one of its files, without making findings of what they say; false for a file that
 * they do not read. The alerts' arena is the caller's. What is wrong with the file's marks of
 * languages is in `findings`; NULL: nobody asks. */
bool check_voice_source(struct voice_alerts *alerts, struct findings *findings,
                        const struct post *post, const struct source *source,
                        const struct workspace *workspace, int64_t now_utc,
                        const struct voice *voice, struct voice_worker *worker);

/* Each alert as a finding in `path`, with texts of the findings' own. */
void check_voice_add(struct findings *findings, const char *path,
                     const struct voice_alerts *alerts);

#endif
