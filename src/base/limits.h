/* The largest sizes that anything read or built may have, each with its reason. */
#ifndef PREGON_BASE_LIMITS_H
#define PREGON_BASE_LIMITS_H

enum {
    /* libyaml 0.2.5 is quadratic in nested brackets, cmark 0.30.2 in `![[]()`: at 64 KiB both stay
     * under 0.1 s (measured 2026-08). No post of a person is longer. */
    LIMIT_FRONT_MATTER_BYTES = 64 * 1024,
    LIMIT_BODY_BYTES = 64 * 1024,
    LIMIT_POST_FILE_BYTES = LIMIT_FRONT_MATTER_BYTES + LIMIT_BODY_BYTES + 16,
    /* The workspace's own YAML (brand, accounts, calendar); a large team's fits many times. */
    LIMIT_YAML_BYTES = 64 * 1024,
    LIMIT_YAML_DEPTH = 32,
    LIMIT_YAML_EVENTS = 10 * 1000,
    /* Groups are resolved and ids compared each with each; the largest agencies have hundreds. */
    LIMIT_ACCOUNTS = 1000,
    LIMIT_GROUPS = 200,
    /* cmark's output can be 13.5 times its input (nested quotes). */
    LIMIT_RENDERED_BYTES = 1024 * 1024,
    /* What a browser may send to `serve`: a post's file, and its frame. */
    LIMIT_SERVED_BYTES = 4 * 1024 * 1024,
    /* The list of 100,000 deliveries is 40 MB. */
    LIMIT_SITE_PAGE_BYTES = 256 * 1024 * 1024,
    LIMIT_MARKDOWN_DEPTH = 100,
    /* One answer of a network. The largest that we ask for, a look-up's page, is under 300 KiB. */
    LIMIT_REPLY_BYTES = 1024 * 1024,
    LIMIT_REPLY_HEADER_BYTES = 64 * 1024,
    LIMIT_JSON_DEPTH = 64,
    /* Video is the largest medium: Bluesky's 300 MB (lexicon, read 2026-08). */
    LIMIT_MEDIA_BYTES = 300 * 1000 * 1000,
    /* Enough to find type and dimensions: a JPEG's frame header may follow 64 KiB segments. */
    LIMIT_MEDIA_HEAD_BYTES = 512 * 1024,
    /* A time zone's file; the largest of 2026 has 4 KiB. */
    LIMIT_ZONE_BYTES = 64 * 1024,
    /* More than lies between the first and the last day that a date may be (lib/moment.h): no
     * longer time is of use, and sums of a few stay far from what 64 bits of seconds hold. */
    LIMIT_DURATION_DAYS = 3 * 1000 * 1000,
    LIMIT_PARTS = 100,
    LIMIT_VARIANTS = 64,
    LIMIT_PATH_BYTES = 1024,
    LIMIT_SLUG_BYTES = 200,
    /* A record of LIMIT_PARTS parts, each with ids, addresses and slots of a KiB or two. */
    LIMIT_RECORD_BYTES = 256 * 1024,
    /* Frozen text and options of LIMIT_PARTS parts; media are only named there. */
    LIMIT_PAYLOAD_BYTES = 4 * 1024 * 1024,
    /* Of one file, words for which a dictionary is asked what was meant: Hunspell takes 20 to 110
     * ms for each (1.7.1, measured 2026-11). Who spells worse than that took the wrong language. */
    LIMIT_SUGGESTED_WORDS = 20,
    LIMIT_FILES = 2 * 1000 * 1000,
    /* A message of an editor: a file of 128 KiB, each character escaped in six bytes, has 768 KiB;
     * an editor may open anything, but what is larger is no file of ours. */
    LIMIT_LSP_MESSAGE_BYTES = 8 * 1024 * 1024,
    LIMIT_LSP_SKIPPED_BYTES = 1024 * 1024 * 1024,
    LIMIT_LSP_HEADER_BYTES = 4 * 1024,
    /* Nobody has more files open at once; each keeps its text. */
    LIMIT_LSP_DOCUMENTS = 1000,
    /* Of so many that are not open it is told what is wrong in them, which takes reading each. */
    LIMIT_LSP_CLOSED_FILES = 500,
    /* So many proposals a list of them has; whoever types on gets others. */
    LIMIT_LSP_PROPOSALS = 500,
};

#endif
