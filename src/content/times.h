/* When a post goes out: its times in the zones of its accounts, and whether it says any. */
#ifndef PREGON_CONTENT_TIMES_H
#define PREGON_CONTENT_TIMES_H

struct post;
struct reading;
struct workspace;

/* Fills the instants of the base and of every layer, and complains of local times that do not exist
 * or come twice for an account that gets them, of keys that exclude each other, and of accounts for
 * which the post has no time. `reading` is that of the base file; the post's accounts are known. */
void times_settle(struct post *post, struct reading *reading, const struct workspace *workspace);

#endif
