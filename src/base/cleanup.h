/* CLEANUP(closer): gives a handle back when its scope ends.
 *
 *     CLEANUP(file_close) FILE *in = NULL;
 *
 * `closer` takes a pointer to the variable and accepts an empty handle. */
#ifndef PREGON_BASE_CLEANUP_H
#define PREGON_BASE_CLEANUP_H

#define CLEANUP(closer) __attribute__((cleanup(closer)))

#endif
