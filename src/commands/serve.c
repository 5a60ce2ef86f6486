/* pregon serve: the site kept fresh on a loopback address, in which posts can be changed. */
#include "commands/serve.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/seal.h"
#include "io/clock.h"
#include "io/files.h"
#include "io/output.h"
#include "io/process.h"
#include "io/sandbox.h"
#include "io/server.h"
#include "io/watch.h"
#include "lib/digest.h"

enum {
    DEFAULT_PORT = 4173,
    MAX_PORT = 65535,
    PORTS_TRIED = 20,
    REDRAW_MS = 60 * 1000, /* what was scheduled becomes due */
    WAIT_MS = 1000,
};

static void scene_free(struct scene *scene)
{
    if (!scene)
        return;
    drawing_release(&scene->drawing);
    arena_release(&scene->arena);
    free(scene);
}

/* Of what changes without a file being saved: time passes, and runs send. */
static struct digest digest_of_plan(const struct plan *plan)
{
    struct digest digest = { 0 };
    for (size_t i = 0; i < plan->count; i++) {
        digest_add_number(&digest, plan->items[i].state);
        digest_add_number(&digest, plan->items[i].due_utc);
    }
    return digest;
}

bool serve_draw(struct serving *serving, bool has_changed)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = { 0 };
    if (!scene)
        out_of_memory();
    scene->invocation = arena_alloc(&scene->arena, sizeof *scene->invocation);
    *scene->invocation = *serving->invocation;
    scene->invocation->arena = &scene->arena;
    scene->invocation->is_quiet = true;
    scene->drawing.is_served = true;
    if (draw(&scene->drawing, scene->invocation, &err) != 0) {
        scene_free(scene);
        bool is_new = strcmp(serving->why, err.text) != 0;
        snprintf(serving->why, sizeof serving->why, "%s", err.text);
        serving->version += is_new;
        return is_new;
    }
    bool is_new = has_changed || !serving->scene || *serving->why ||
                  !digest_equal(digest_of_plan(&scene->drawing.plan),
                                digest_of_plan(&serving->scene->drawing.plan));
    scene_free(serving->scene);
    serving->scene = scene;
    *serving->why = '\0';
    serving->version += is_new;
    return is_new;
}

static int read_port(uint16_t *out, const struct invocation *invocation, struct err *err)
{
    const char *text = invocation_value(invocation, "port");
    char *end = NULL;
    long port = text ? strtol(text, &end, 10) : DEFAULT_PORT;
    if (text && (*end || !*text || port < 0 || port > MAX_PORT))
        return err_set(err, ERR_USAGE, _("--port takes a number up to 65535, not '%s'"), text);
    *out = (uint16_t)port;
    return 0;
}

/* Where nobody asked for a port, the next one that is free. */
static int listen_somewhere(struct server **out, struct serving *serving, uint16_t port,
                            struct err *err)
{
    bool is_asked = invocation_has(serving->invocation, "port");
    int status = -1;
    for (int i = 0; status != 0 && i < (is_asked ? 1 : PORTS_TRIED); i++)
        status = server_open(out, (uint16_t)(port + i), serve_answer, serving, err);
    if (status == 0)
        serving->port = server_port(*out);
    return status;
}

static void make_token(struct serving *serving)
{
    unsigned char bytes[SERVE_TOKEN_DIGITS / 2];
    process_random(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(serving->token + 2 * i, 3, "%02x", bytes[i]);
}

static void keep_fresh(struct serving *serving, struct server *server, struct watch *watch)
{
    int64_t drawn_ms = clock_boot_ms();
    const int fds[] = { process_signal_fd(), watch_fd(watch) };
    while (!process_signal()) {
        server_run(server, fds, 2, watch_fd(watch) < 0 ? WATCH_LOOK_MS : WAIT_MS);
        bool is_late = clock_boot_ms() - drawn_ms > REDRAW_MS;
        bool has_changed = watch_changed(watch);
        if (process_signal() || (!has_changed && !is_late))
            continue;
        bool had_trouble = *serving->why;
        bool is_new = serve_draw(serving, has_changed);
        drawn_ms = clock_boot_ms();
        if (!is_new)
            continue;
        server_wake(server);
        if (*serving->why)
            output_printf(serving->invocation->log, "%s\n", serving->why);
        else if (had_trouble)
            output_printf(serving->invocation->log, "%s\n", _("it can be drawn again"));
    }
}

/* From here on it connects to nobody, starts no program, and writes posts and check's cache alone.
 */
static void bind_it(const struct invocation *invocation, const char *root)
{
    static const uint16_t no_ports[] = { 0 };
    struct err ignored = { 0 };
    const char *content = arena_printf(invocation->arena, "%s/content", root);
    bool is_there = files_is_folder(content) || files_make_folders(content, &ignored) == 0;
    const char *const writable[] = { is_there ? content : root, seal_cache_folder(invocation),
                                     NULL };
    unsigned done = sandbox_bound(writable, no_ports);
    if (invocation->verbosity > 0)
        sandbox_tell(invocation->log, done, true);
}

static int run(struct invocation *invocation, struct err *err)
{
    CLEANUP(server_close) struct server *server = NULL;
    CLEANUP(watch_close) struct watch *watch = NULL;
    struct serving serving = { .invocation = invocation };
    uint16_t port = 0;
    const char *root, *inside;
    if (read_port(&port, invocation, err) != 0 ||
        files_find_workspace(&root, &inside, invocation->arena, invocation->folder, err) != 0)
        return -1;
    process_catch_signals();
    make_token(&serving);
    static const char *const folders[] = { "content", "brand", "calendar", ".git/refs" };
    const char *watched[sizeof folders / sizeof *folders + 1] = { NULL };
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        watched[i] = arena_printf(invocation->arena, "%s/%s", root, folders[i]);
    watch_open(&watch, watched);
    serve_draw(&serving, true);
    if (*serving.why)
        output_printf(invocation->log, "%s\n", serving.why);
    if (listen_somewhere(&server, &serving, port, err) != 0) {
        scene_free(serving.scene);
        return -1;
    }
    bind_it(invocation, root);
    output_printf(invocation->out, "http://127.0.0.1:%u/?token=%s\n", (unsigned)serving.port,
                  serving.token);
    if (!invocation->is_quiet)
        output_printf(invocation->out, "%s\n",
                      _("Open this address to look and to change; Ctrl-C ends it."));
    fflush(invocation->out);
    keep_fresh(&serving, server, watch);
    scene_free(serving.scene);
    return 0;
}

static const struct command_option options[] = {
    { "port", 0, N_("PORT"), N_("the port, else 4173 or the next that is free; 0: any"), false },
    { NULL, 0, NULL, NULL, false },
};

const struct command command_serve = {
    .name = "serve",
    .arguments = "",
    .summary = N_("the site kept fresh in the browser, and posts changed there"),
    .help = N_("Draws the site in memory, hands it out on this machine's loopback address alone, "
               "and loads it anew in the browser when a file is saved. Who opens the address that "
               "it prints, with its token, can drag a post to another day or slot, change a post's "
               "file, and begin a new one: files change as by 'pregon move' and 'pregon new', and "
               "nothing is committed or sent.\n"
               "\n"
               "  pregon serve\n"
               "  pregon --lang es serve --port 8080"),
    .options = options,
    .run = run,
};
