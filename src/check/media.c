/* Media: number, type, size and alternative text, against what each target takes. */
#include "base/message.h"
#include "base/text.h"
#include "check/check.h"
#include "check/said.h"
#include "lib/unicode.h"
#include "model/account_set.h"
#include "model/finding.h"
#include "model/network.h"
#include "model/post_rules.h"
#include "model/workspace.h"

#include <string.h>
#include <strings.h>

/* Of a type that only a few networks take, what its header says: `heic`, `webm`. */
static const char *kind_name(const struct media *media)
{
    static const char *const names[] = {
        [MEDIA_JPEG] = "JPEG", [MEDIA_PNG] = "PNG", [MEDIA_GIF] = "GIF",
        [MEDIA_WEBP] = "WebP", [MEDIA_MP4] = "MP4",
    };
    return media->kind == MEDIA_OTHER ? strchr(media->mime, '/') + 1 : names[media->kind];
}

static bool is_video(const struct media *media) { return media->kind == MEDIA_MP4; }

static void about(struct findings *findings, const struct rendering *rendering)
{
    findings_last(findings)->account = rendering->account->id;
}

static void check_type_and_size(const struct media *media, const struct rendering *rendering,
                                struct findings *findings)
{
    const struct network *network = rendering->account->network;
    const struct network_limits *limits = &rendering->account->limits;
    if (media->kind == MEDIA_UNKNOWN)
        return; /* that was said when it was read */
    if (!(limits->kinds & (1U << media->kind))) {
        findings_report(findings, SEVERITY_ERROR, "media-type", media->source_path, media->where,
                        _("%s takes no %s files: '%s'"), network->title, kind_name(media),
                        media->file);
        about(findings, rendering);
        return;
    }
    uint64_t limit = is_video(media) ? limits->video_bytes : limits->image_bytes;
    if (limit && media->file_bytes > limit) {
        findings_report(findings, SEVERITY_ERROR, "media-size", media->source_path, media->where,
                        _("'%s' has %llu bytes, more than the %llu that %s takes: make it smaller"),
                        media->file, (unsigned long long)media->file_bytes,
                        (unsigned long long)limit, network->title);
        about(findings, rendering);
    }
    uint64_t pixels = (uint64_t)media->width * media->height;
    if (limits->image_pixels && !is_video(media) && pixels > limits->image_pixels) {
        findings_report(findings, SEVERITY_ERROR, "media-size", media->source_path, media->where,
                        _("'%s' is %u × %u pixels, more than the %llu that %s takes in all"),
                        media->file, media->width, media->height,
                        (unsigned long long)limits->image_pixels, network->title);
        about(findings, rendering);
    }
}

static void check_alt_size(const struct media *media, const struct rendering *rendering,
                           struct findings *findings)
{
    size_t limit = rendering->account->limits.alt_codepoints;
    if (!limit || !media->alt)
        return;
    size_t used = unicode_codepoints(media->alt, strlen(media->alt));
    if (used <= limit)
        return;
    findings_report(findings, SEVERITY_ERROR, "alt-text", media->source_path,
                    media->alt_where.line ? media->alt_where : media->where,
                    _("the alternative text of '%s' has %zu characters, %s takes %zu"), media->file,
                    used, rendering->account->network->title, limit);
    about(findings, rendering);
}

static void check_count(const struct rendered_part *part, const struct rendering *rendering,
                        struct findings *findings)
{
    const struct network *network = rendering->account->network;
    size_t videos = 0;
    for (size_t i = 0; i < part->media_count; i++)
        videos += is_video(part->media[i]);
    if (part->media_count > rendering->account->limits.media) {
        const struct media *first_over = part->media[rendering->account->limits.media];
        findings_report(findings, SEVERITY_ERROR, "media-count", first_over->source_path,
                        first_over->where,
                        _("%s takes %zu pictures or videos in one post, here are %zu"),
                        network->title, rendering->account->limits.media, part->media_count);
        about(findings, rendering);
    } else if (videos && part->media_count > 1 && !rendering->account->limits.mixes_video) {
        const struct media *first = part->media[0];
        findings_report(findings, SEVERITY_ERROR, "media-count", first->source_path, first->where,
                        _("%s shows a video only alone: put it in a part or a post of its own"),
                        network->title);
        about(findings, rendering);
    }
}

/* The strictest rule among accounts; without any, as if nobody had said a word. */
static enum alt_rule strictest(const struct workspace *workspace, const uint64_t *accounts)
{
    enum alt_rule rule = ALT_OFF;
    bool is_any = false;
    for (size_t i = 0; accounts && i < workspace->account_count; i++) {
        const struct post_rules *rules = workspace->accounts[i].rules;
        if (!account_set_has(accounts, i))
            continue;
        is_any = true;
        if (!rules || rules->alt > rule)
            rule = rules ? rules->alt : ALT_REQUIRED;
    }
    return is_any ? rule : ALT_REQUIRED;
}

static bool has_digit(const char *text) { return text[strcspn(text, "0123456789")] != '\0'; }

/* `hogaza-final.jpg`, `IMG_2034`: one word that is a file's, or a camera's. */
static bool is_file_name(const char *alt, const char *file)
{
    static const char *const endings[] = { ".jpg",  ".jpeg", ".png", ".gif", ".webp",
                                           ".avif", ".heic", ".svg", ".mp4", ".mov" };
    static const char *const cameras[] = { "IMG", "DSC", "PXL", "MVI", "VID", "Screenshot" };
    size_t bytes = strlen(alt);
    const char *slash = strrchr(file, '/');
    const char *name = slash ? slash + 1 : file;
    if (strpbrk(alt, " \t\n"))
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t ending = strlen(endings[i]);
        if (bytes > ending && strcasecmp(alt + bytes - ending, endings[i]) == 0)
            return true;
    }
    for (size_t i = 0; i < sizeof cameras / sizeof cameras[0]; i++) {
        if (strncasecmp(alt, cameras[i], strlen(cameras[i])) == 0 && has_digit(alt))
            return true;
    }
    /* A word may well be both: `![hogaza](hogaza.jpg)`. */
    return strncasecmp(alt, name, bytes) == 0 && name[bytes] == '.' &&
           (has_digit(alt) || strpbrk(alt, "_-"));
}

/* Once for each picture, not for each account: it is the same picture everywhere. */
static void check_alt_text(const struct post_fields *fields, enum alt_rule rule,
                           struct findings *findings)
{
    for (size_t i = 0; rule != ALT_OFF && i < fields->media_count; i++) {
        const struct media *media = &fields->media[i];
        if (media->path && media->alt && is_file_name(media->alt, media->file))
            findings_report(findings, SEVERITY_WARNING, "alt-text", media->source_path,
                            media->alt_where.line ? media->alt_where : media->where,
                            _("'%s' is the name of a file: say what the picture shows"),
                            media->alt);
        if (!media->path || media->alt || media->alt_count || media->is_decorative)
            continue;
        findings_report(
            findings, rule == ALT_REQUIRED ? SEVERITY_ERROR : SEVERITY_WARNING, "alt-text",
            media->source_path, media->where,
            media->is_inline
                ? _("'%s' has no alternative text: say between the brackets what it shows")
                : _("'%s' has no alternative text: add `alt:` with what it shows, or "
                    "`decorative: true`"),
            media->file);
    }
}

/* Whoever hears the text hears it again, and still does not know what the picture shows. */
static void check_repeated_alt(const struct said_list *said, struct findings *findings)
{
    enum { SHORTEST = 20 }; /* bytes; a few words may well stand in both */
    for (size_t i = 0; i < said->count; i++) {
        const struct said *alt = &said->items[i];
        if (alt->kind != SAID_ALT || alt->bytes < SHORTEST)
            continue;
        for (size_t j = 0; j < said->count; j++) {
            if (said->items[j].kind != SAID_TEXT || !strstr(said->items[j].text, alt->text))
                continue;
            said_report(findings, SEVERITY_WARNING, "alt-text", said, i, 0, alt->bytes,
                        _("the alternative text repeats the text of the post: say what the picture "
                          "shows"));
            break;
        }
    }
}

static void run(const struct check_input *input, struct arena *scratch __attribute__((unused)),
                struct findings *findings)
{
    const struct post *post = input->post;
    const struct workspace *workspace = input->context->workspace;
    check_alt_text(&post->fields, strictest(workspace, post->accounts), findings);
    for (size_t i = 0; i < post->layer_count; i++)
        check_alt_text(&post->layers[i].fields, strictest(workspace, post->layers[i].accounts),
                       findings);
    for (size_t i = 0; i < input->account_count; i++) {
        const struct rendering *rendering = &input->renderings[i];
        if (said_is_new(input->said, i))
            check_repeated_alt(&input->said[i], findings);
        for (size_t j = 0; rendering->account && j < rendering->part_count; j++) {
            const struct rendered_part *part = &rendering->parts[j];
            check_count(part, rendering, findings);
            for (size_t k = 0; k < part->media_count; k++) {
                if (!part->media[k]->path)
                    continue;
                check_type_and_size(part->media[k], rendering, findings);
                check_alt_size(part->media[k], rendering, findings);
            }
        }
    }
}

const struct check check_media = { .run = run };
