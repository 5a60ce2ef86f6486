/* What check found out about a post, packed to be kept until the next run (commands/answers.h). */
#ifndef PREGON_CHECK_PACKED_H
#define PREGON_CHECK_PACKED_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct finding;
struct findings;
struct packer;
struct post_summary;
struct unpacker;

void post_summary_pack(struct packer *out, const struct post_summary *summary,
                       size_t account_count);
/* Its texts stand in the packed bytes; what has to be built lives in `arena`. `account_count` is
 * the workspace's, as it was when it was packed. */
void post_summary_unpack(struct unpacker *in, struct arena *arena, struct post_summary *summary,
                         size_t account_count);

/* Findings that show what may be a secret are not for keeping: false, and nothing is packed. */
bool findings_pack(struct packer *out, const struct finding *items, size_t count);
/* Adds them to the list; their texts stand in the packed bytes. */
void findings_unpack(struct unpacker *in, struct findings *findings);

#endif
