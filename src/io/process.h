/* Processes: who runs, whether the owner of a claim is gone, how a run is called, and signals. */
#ifndef PREGON_IO_PROCESS_H
#define PREGON_IO_PROCESS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "io/files.h"

struct arena;

/* A process, named so that no later one can be taken for it: ids are given again after a while, and
 * after a reboot. */
struct process {
    const char
        *boot; /* of this start of the machine (and container); "" where the system is silent */
    int64_t pid;
    const char *started; /* when, as the system counts it; "" where it does not say */
};

struct process process_self(struct arena *arena);

/* True where it is sure that the process does not run any more: it ran since this very start of
 * this machine, and its id is free or belongs to another. False for another machine's. */
bool process_is_gone(const struct process *process);

/* The program's own file; false where the system does not say. */
bool process_program_path(char out[PATH_MAX]);
/* Its facts, none where the system does not say. */
struct file_facts process_program(void);

/* The name of a run, for people and records: `github-8812-1`, `gitlab-77-3`, or `host-4711`.
 * Letters, digits, `-`, `_` and `.` alone. */
const char *process_run_name(struct arena *arena);

/* To be called first: where the caller closed standard input, output or error, the next file that
 * is opened would take its place, and be written into. Output to a closed one fails. */
void process_open_standard_files(void);

/* For whoever is about to read many files: takes the heap's first megabyte from the system in a few
 * steps (base/pages.h), and keeps what is given back for the next. */
void process_set_up_memory(void);

/* From now on SIGINT and SIGTERM only set a flag, and make `process_signal_fd()` readable. Safe to
 * call more than once. */
void process_catch_signals(void);
/* The signal that came, or 0. */
int process_signal(void);
/* When it came, by clock_boot_ms(); 0 where none did. */
int64_t process_signal_boot_ms(void);
/* To wait for besides sockets; -1 before process_catch_signals(). Never read from it. */
int process_signal_fd(void);

/* Sleeps, at most until a signal comes that process_catch_signals() catches. */
void process_sleep_ms(int64_t wait_ms);

/* No core dump, and no reading of this process's memory by others: called before secrets are
 * read. */
void process_lock_down(void);

/* Fills `bytes` bytes, at most 256, that nobody can guess; where the system has none, it says so
 * and ends the program. */
void process_random(void *out, unsigned bytes);

#endif
