/* The blog's folder while posts are sent to it: one rebuilding for all that are claimed. */
#ifndef PREGON_PUBLISH_SITE_H
#define PREGON_PUBLISH_SITE_H

struct engine;
struct err;
struct job;

/* Sees to it that the job's post is on the site. ERR_REFUSED where its address is another's. */
int site_build(struct engine *engine, struct job *job, struct err *err)
    __attribute__((warn_unused_result));

#endif
