/* The brand's voice: what its rules say of a post, as findings. */
#ifndef PREGON_CHECK_VOICE_H
#define PREGON_CHECK_VOICE_H

struct arena;
struct findings;
struct post;
struct voice;
struct voice_alerts;
struct voice_worker;
struct workspace;

/* Every rule on every file of the post. */
void check_voice_post(struct findings *findings, struct arena *scratch, const struct post *post,
                      const struct workspace *workspace, const struct voice *voice,
                      struct voice_worker *worker);

/* Each alert as a finding in `path`, with texts of the findings' own. */
void check_voice_add(struct findings *findings, const char *path,
                     const struct voice_alerts *alerts);

#endif
