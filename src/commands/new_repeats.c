/* The repeats of a post: a series of copies, so far apart. */
#include "commands/new_repeats.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/message.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/making.h"
#include "commands/post_file.h"
#include "commands/project.h"
#include "commands/redate.h"
#include "io/tree.h"
#include "lib/front_edit.h"
#include "lib/moment.h"
#include "lib/yaml.h"
#include "model/post.h"

struct series {
    struct post post;
    int64_t every_s;
    long times;
    const char *first; /* the date from which it counts */
    bool includes_first;
};

static int read_series(struct series *out, struct making *making, const char *word, struct err *err)
{
    struct invocation *invocation = making->invocation;
    struct findings findings = { .arena = invocation->arena };
    const char *every = invocation_value(invocation, "every");
    const char *times = invocation_value(invocation, "times");
    int64_t least_s = making->project.workspace.calendar.repeat.evergreen_s;
    out->every_s = every ? moment_duration(every) : -1;
    out->times = times ? text_number(times, strlen(times), MAKING_MOST) : 1;
    if (out->every_s <= 0)
        return err_set(err, ERR_USAGE, _("say how far apart: --every 8w"));
    if (out->times < 1)
        return err_set(err, ERR_USAGE, _("--times takes a number from 1 to %d"), MAKING_MOST);
    if (out->every_s < least_s)
        return err_set(err, ERR_INPUT,
                       _("'%s' is closer than calendar.yml's mix.repeat.evergreen, %s"), every,
                       moment_format_duration(invocation->arena, least_s));
    if (project_load_post(&out->post, &making->project, word, &findings, err) != 0)
        return -1;
    if (!out->post.is_loaded)
        return err_set(err, ERR_INPUT, _("'%s' can't be read; 'pregon check %s' says why"),
                       out->post.path, out->post.path);
    for (size_t i = 0; i < out->post.layer_count; i++)
        if (out->post.layers[i].is_variant)
            return err_set(err, ERR_INPUT,
                           _("'%s' has variants, which are not repeated: copy it by hand"),
                           out->post.id);
    if (out->post.is_bundle)
        return err_set(err, ERR_INPUT,
                       _("'%s' is a bundle, whose files are not repeated: copy it by hand"),
                       out->post.id);
    return 0;
}

static int repeat_text(const char **text, size_t *bytes, const char **date, struct making *making,
                       const struct series *series, int64_t shift_s, struct err *err)
{
    struct arena *arena = making->invocation->arena;
    const struct zone *zone = making->project.workspace.calendar.zone;
    const char *given = invocation_value(making->invocation, "date");
    struct front_edit edit;
    char *source;
    size_t source_bytes;
    if (tree_read(making->project.tree, arena, series->post.path, LIMIT_POST_FILE_BYTES, &source,
                  &source_bytes, err) != 0 ||
        front_edit_open(&edit, arena, series->post.path, source, source_bytes, err) != 0)
        return -1;
    const struct yaml_node *own = yaml_get(edit.root, "date");
    if (!given && (!own || own->kind != YAML_SCALAR))
        return err_set(err, ERR_INPUT,
                       _("'%s' has no date to count from: give the first repeat's with --date"),
                       series->post.id);
    if (redate_shift(date, arena, given ? given : own->text, shift_s, zone, err) != 0 ||
        making_check_date(making, *date, err) != 0)
        return -1;
    if (!own && yaml_get(edit.root, "queue"))
        front_edit_rename(&edit, "queue", "date", *date);
    else
        front_edit_set(&edit, "date", *date);
    if (own)
        front_edit_remove(&edit, "queue");
    front_edit_set(&edit, "repeats", series->post.id);
    front_edit_remove(&edit, "id");
    front_edit_remove(&edit, "slug");
    return front_edit_finish(text, bytes, &edit, err);
}

int new_repeats_write(struct making *making, const char *word, struct err *err)
{
    struct arena *arena = making->invocation->arena;
    struct series series = { 0 };
    const char *texts[MAKING_MOST] = { 0 };
    size_t bytes[MAKING_MOST] = { 0 };
    bool starts_there = invocation_value(making->invocation, "date") != NULL;
    if (read_series(&series, making, word, err) != 0)
        return -1;
    assert(series.post.id);
    const char *slash = strrchr(series.post.id, '/');
    for (long i = 0; i < series.times; i++) {
        int64_t shift_s = series.every_s * (starts_there ? i : i + 1);
        struct made *made = &making->made[making->count];
        if (repeat_text(&texts[i], &bytes[i], &made->date, making, &series, shift_s, err) != 0)
            return -1;
        struct local_time month = making_month(making, made->date);
        made->path = post_file_path(
            arena, &month, arena_printf(arena, "%s-%ld", slash ? slash + 1 : series.post.id, i + 2),
            false);
        if (post_file_exists(&making->project, made->path))
            return err_set(err, ERR_INPUT, _("'%s' is there already: nothing is overwritten"),
                           made->path);
        making->count++;
    }
    for (size_t i = 0; i < making->count; i++)
        if (post_file_write(&making->project, making->made[i].path, texts[i], bytes[i], err) != 0)
            return -1;
    return 0;
}
