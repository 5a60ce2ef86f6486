/* A .vale.ini beside brand/: what Vale says of the workspace's Markdown. */
#ifndef PREGON_COMMANDS_CHECK_BESIDE_H
#define PREGON_COMMANDS_CHECK_BESIDE_H

#include <stdbool.h>

struct err;
struct post_workers;
struct project;
struct voice;

/* Which files are asked for. */
typedef bool (*check_beside_wants)(const void *context, const char *path);

/* Runs the voice on every Markdown file that its sections cover, posts or not; what it finds is in
 * the workers' lists, who have visited the posts. `is_as_vale`: with Vale's places. */
int check_beside(struct project *project, const struct voice *vale, bool is_as_vale,
                 check_beside_wants wants, const void *context, struct post_workers *workers,
                 struct err *err) __attribute__((warn_unused_result));

#endif
