/* A rule and a text: README.md says how both stand in the input. */
#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "brand/voice/action.h"
#include "brand/voice/shelf.h"
#include "brand/voice/voice.h"
#include "check/voice_fix.h"
#include "lib/unicode.h"
#include "model/finding.h"
#include "model/post.h"

static const char style_folder[] = "fuzz/F", rule_path[] = "fuzz/F/Rule.yml", marker[] = "%%%";

struct input {
    const char *rule;
    size_t rule_bytes;
    const char *text;
    size_t text_bytes;
    bool is_vale;
};

/* --- the rule's folder; lists of words are the packs' --- */

static int list(void *context __attribute__((unused)), struct arena *arena, const char *folder,
                const char ***paths, size_t *count, struct err *err)
{
    const struct voice_reader packs = voice_shelf_reader(NULL);
    if (!text_equal(folder, style_folder))
        return packs.list(packs.context, arena, folder, paths, count, err);
    *paths = arena_alloc_array(arena, 1, sizeof **paths);
    (*paths)[0] = rule_path;
    *count = 1;
    return 0;
}

static int read(void *context, struct arena *arena, const char *path, char **text, size_t *bytes,
                struct err *err)
{
    const struct input *input = context;
    const struct voice_reader packs = voice_shelf_reader(NULL);
    if (!text_equal(path, rule_path))
        return packs.read(packs.context, arena, path, text, bytes, err);
    *text = arena_strndup(arena, input->rule, input->rule_bytes);
    *bytes = input->rule_bytes;
    return 0;
}

/* --- */

static struct input split(struct arena *arena, const char *data, size_t bytes)
{
    struct input input = { .rule = data, .rule_bytes = bytes, .text = "" };
    const char *line = data;
    const char *end = data + bytes;
    while (line < end) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = newline ? newline : end;
        size_t line_bytes = (size_t)(line_end - line);
        if (line_bytes >= strlen(marker) && memcmp(line, marker, strlen(marker)) == 0) {
            const char *text = newline ? newline + 1 : end;
            input.rule_bytes = (size_t)(line - data);
            input.is_vale = line_bytes > strlen(marker) && memchr(line, 'v', line_bytes);
            /* What is no UTF-8 is refused by who reads the file. */
            input.text_bytes = utf8_valid_bytes(text, (size_t)(end - text));
            input.text = arena_strndup(arena, text, input.text_bytes);
            break;
        }
        line = line_end + 1;
    }
    return input;
}

static struct names one_name(struct arena *arena, const char *text)
{
    struct names names = { .items = arena_alloc_array(arena, 1, sizeof *names.items), .count = 1 };
    names.items[0].text = text;
    return names;
}

static struct voice_config config_of(struct arena *arena, const struct input *input)
{
    struct names paths = voice_shelf_paths(arena, NULL);
    struct voice_config config = { .path = "brand/brand.yml",
                                   .is_in_workspace = true,
                                   .is_brand = !input->is_vale,
                                   .languages = one_name(arena, "es"),
                                   .has_any_file = true };
    config.any = (struct voice_section){ .pattern = "*",
                                         .has_styles = true,
                                         .styles = one_name(arena, "F") };
    config.paths.items = arena_alloc_array(arena, paths.count + 1, sizeof *paths.items);
    config.paths.items[config.paths.count++].text = "fuzz";
    for (size_t i = 0; i < paths.count; i++)
        config.paths.items[config.paths.count++] = paths.items[i];
    return config;
}

/* Each alert stands in its text, and can be told. */
static void look_at(struct arena *arena, const struct voice_alerts *alerts, size_t bytes)
{
    for (size_t i = 0; i < alerts->count; i++) {
        const struct voice_alert *alert = &alerts->items[i];
        const struct voice_hit *hit = &alert->hit;
        assert(hit->message && hit->match);
        assert(alert->start_byte <= alert->end_byte && alert->end_byte <= bytes);
        if (hit->action)
            voice_action_texts(arena, hit->action, &hit->params, hit->match);
        if (hit->suggests)
            voice_hit_suggestions(arena, hit, 5);
    }
}

/* The text with its mends, as --fix would write it; NULL where there are none. */
static const char *mended(struct arena *arena, const struct voice_alerts *alerts,
                          const struct source *source)
{
    const char *text = NULL;
    size_t at = 0;
    for (size_t i = 0; i < alerts->count; i++) {
        const struct voice_alert *alert = &alerts->items[i];
        const struct voice_hit *hit = &alert->hit;
        struct fix fix;
        if (!hit->action)
            continue;
        struct names texts = voice_action_texts(arena, hit->action, &hit->params, hit->match);
        if (!check_voice_fix(&fix, arena, alert, &texts, source, 0))
            continue;
        assert(fix.start_byte <= fix.end_byte && fix.end_byte <= source->bytes);
        if (fix.start_byte < at)
            continue;
        text = arena_printf(arena, "%s%.*s%s", text ? text : "", (int)(fix.start_byte - at),
                            source->text + at, fix.text);
        at = fix.end_byte;
    }
    return text ? arena_printf(arena, "%s%s", text, source->text + at) : NULL;
}

/* What comes out once it is mended; NULL where nothing is. */
static const char *run(struct arena *kept, const struct voice *voice,
                       const struct voice_config *config, const struct input *input,
                       const char *path)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(voice_worker_release) struct voice_worker worker = { 0 };
    struct voice_alerts alerts = { .arena = &arena, .is_as_vale = input->is_vale };
    struct voice_selection selection = voice_config_select(config, &arena, path);
    selection.is_post = !input->is_vale;
    voice_run(voice, &selection, &worker, path, input->text, input->text_bytes, &alerts);
    look_at(&arena, &alerts, input->text_bytes);
    if (input->is_vale)
        return NULL;
    struct voice_text texts[] = {
        { .scope = "rendered.part", .text = input->text, .bytes = input->text_bytes },
        { .scope = "rendered.title", .text = input->text, .bytes = input->text_bytes },
    };
    struct voice_alerts rendered = { .arena = &arena };
    voice_run_texts(voice, &selection, &worker, texts, sizeof texts / sizeof *texts, &rendered);
    look_at(&arena, &rendered, input->text_bytes);
    const struct source source = { .path = path, .text = input->text, .bytes = input->text_bytes };
    return mended(kept, &alerts, &source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(voice_close) struct voice *voice = NULL;
    struct findings findings = { .arena = &arena };
    struct err err = { 0 };
    struct input input = split(&arena, (const char *)data, bytes);
    const struct voice_config config = config_of(&arena, &input);
    const struct voice_reader reader = { .list = list, .read = read, .context = &input };
    int result = voice_open(&voice, &arena, &config, &reader, &findings, &err);
    assert(result == 0 && (voice || findings.errors));
    if (!voice)
        return 0;
    const char *text = run(&arena, voice, &config, &input, "x.md");
    if (text) {
        input.text = text;
        input.text_bytes = strlen(text);
        assert(utf8_valid_bytes(text, input.text_bytes) == input.text_bytes);
        run(&arena, voice, &config, &input, "x.md");
    }
    if (input.is_vale)
        run(&arena, voice, &config, &input, "x.txt");
    return 0;
}
