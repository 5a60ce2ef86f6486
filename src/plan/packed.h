/* What a post adds to the plan, packed to be kept until the next run (commands/answers.h): its
 * deliveries before they are settled, or why it has none. */
#ifndef PREGON_PLAN_PACKED_H
#define PREGON_PLAN_PACKED_H

#include <stddef.h>

struct packer;
struct plan;
struct unpacker;
struct workspace;

/* The deliveries from `first` on, which are one post's, and the reasons from `first_nowhere` on. */
void plan_pack(struct packer *out, const struct plan *plan, size_t first, size_t first_nowhere);

/* Adds them again, for the post at `post_index`. The workspace is as it was when they were packed;
 * texts stand in the packed bytes. Nothing is added where these are broken. */
void plan_unpack(struct unpacker *in, struct plan *plan, const struct workspace *workspace,
                 size_t post_index);

#endif
