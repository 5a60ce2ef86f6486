/* Loading libraries at their first call. */
#include "base/late.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/message.h"

static void give_up(const struct late_library *library)
{
    const char *why = dlerror();
    fprintf(stderr, _("pregon: cannot load '%s': %s; install it again\n"), library->file,
            why ? why : "?");
    exit(err_exit_status(ERR_SYSTEM));
}

void late_load(struct late_library *library)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    if (!atomic_load_explicit(&library->is_loaded, memory_order_relaxed)) {
        void *handle = dlopen(library->file, RTLD_LAZY | RTLD_LOCAL);
        if (!handle)
            give_up(library);
        for (size_t i = 0; i < library->count; i++) {
            void *function = dlsym(handle, library->names[i]);
            if (!function)
                give_up(library);
            memcpy((char *)library->functions + i * sizeof function, &function, sizeof function);
        }
        atomic_store_explicit(&library->is_loaded, true, memory_order_release);
    }
    pthread_mutex_unlock(&lock);
}
