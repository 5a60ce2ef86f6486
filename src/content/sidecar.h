/* Sidecars: `hogaza.jpg.yml` beside `hogaza.jpg` says once, for every use, what the picture shows
 * in each language, whose it is, and until when it may be used. */
#ifndef PREGON_CONTENT_SIDECAR_H
#define PREGON_CONTENT_SIDECAR_H

struct fields_reading;
struct form;
struct media;

/* Of the whole file, for editors. */
extern const struct form sidecar_form;

/* Gives the medium at media->path what its sidecar says; without one, nothing. What the post says
 * itself stays. */
void sidecar_read(struct media *media, const struct fields_reading *from);

#endif
