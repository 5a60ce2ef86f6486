/* Reading a file of the workspace: complaints with their mends, and what makes a file text. */
#include "lib/reading.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/message.h"
#include "base/text.h"
#include "lib/unicode.h"
#include "lib/yaml.h"
#include "model/finding.h"

static void add(struct reading *reading, enum severity severity, const char *rule,
                struct span where, const char *message, va_list args)
{
    findings_add(reading->findings,
                 &(struct finding){
                     .path = reading->path,
                     .where = where,
                     .severity = severity,
                     .rule = rule,
                     .message = arena_vprintf(reading->findings->arena, message, args),
                 });
}

int reading_complain(struct reading *reading, const char *rule, struct span where,
                     const char *message, ...)
{
    va_list args;
    va_start(args, message);
    add(reading, SEVERITY_ERROR, rule, where, message, args);
    va_end(args);
    return -1;
}

void reading_warn(struct reading *reading, const char *rule, struct span where, const char *message,
                  ...)
{
    va_list args;
    va_start(args, message);
    add(reading, SEVERITY_WARNING, rule, where, message, args);
    va_end(args);
}

void reading_mend(struct reading *reading, size_t start_byte, size_t end_byte, const char *text)
{
    findings_last(reading->findings)->fix = (struct fix){
        .start_byte = start_byte,
        .end_byte = end_byte,
        .text = arena_strdup(reading->findings->arena, text),
    };
}

void reading_suggest(struct reading *reading, const char *text)
{
    struct finding *finding = findings_last(reading->findings);
    struct arena *arena = reading->findings->arena;
    const char **more =
        arena_alloc_array(arena, finding->suggestion_count + 1, sizeof *finding->suggestions);
    for (size_t i = 0; i < finding->suggestion_count; i++)
        more[i] = finding->suggestions[i];
    more[finding->suggestion_count++] = arena_strdup(arena, text);
    finding->suggestions = more;
}

/* ---- Is it text? ---- */

static const char byte_order_mark[] = "\xEF\xBB\xBF";
enum { MARK_BYTES = sizeof byte_order_mark - 1 };

size_t reading_mark_bytes(const struct reading *reading)
{
    return reading->bytes >= MARK_BYTES && memcmp(reading->text, byte_order_mark, MARK_BYTES) == 0
               ? MARK_BYTES
               : 0;
}

/* The place of a byte; what stands before it in its line is valid. */
static struct span place_of(const struct reading *reading, size_t byte)
{
    size_t line_start = reading_mark_bytes(reading);
    uint32_t line = 1;
    for (size_t i = line_start; i < byte; i++) {
        bool is_break =
            reading->text[i] == '\n' || (reading->text[i] == '\r' && reading->text[i + 1] != '\n');
        if (is_break) {
            line++;
            line_start = i + 1;
        }
    }
    uint32_t column =
        (uint32_t)unicode_codepoints(reading->text + line_start, byte - line_start) + 1;
    return (struct span){ line, column, line, column + 1 };
}

static int complain_of_bytes(struct reading *reading, size_t at)
{
    struct span where = place_of(reading, at);
    unsigned char byte = (unsigned char)reading->text[at];
    unsigned char next = at + 1 < reading->bytes ? (unsigned char)reading->text[at + 1] : 0;
    if (at == 0 && ((byte == 0xFF && next == 0xFE) || (byte == 0xFE && next == 0xFF)))
        return reading_complain(reading, "file", where,
                                _("the file is UTF-16: save it as UTF-8 in your editor"));
    if (byte == 0)
        return reading_complain(reading, "file", where,
                                _("there is a NUL byte here: this is no text file, or a damaged "
                                  "one"));
    /* What an editor that knows no UTF-8 writes for a Spanish letter. */
    char letter[5] = { 0 };
    if (byte >= 0xA0) {
        utf8_put(letter, byte);
        return reading_complain(reading, "file", where,
                                _("byte 0x%02X is no UTF-8 (in Latin-1 it is '%s'): save the file "
                                  "as UTF-8 in your editor"),
                                byte, letter);
    }
    return reading_complain(reading, "file", where,
                            _("byte 0x%02X is no UTF-8: save the file as UTF-8 in your editor"),
                            byte);
}

static void complain_of_line_ends(struct reading *reading, const char *first)
{
    struct span where = place_of(reading, (size_t)(first - reading->text));
    findings_report(reading->findings, SEVERITY_SUGGESTION, "file", reading->path, where,
                    _("the lines end as on Windows (CR LF): save the file with LF, so that git "
                      "shows only what changed"));
    char *mended = arena_alloc(reading->findings->arena, reading->bytes + 1);
    size_t count = 0;
    for (size_t i = 0; i < reading->bytes; i++) {
        if (reading->text[i] == '\r' && reading->text[i + 1] == '\n')
            continue;
        mended[count++] = reading->text[i] == '\r' ? '\n' : reading->text[i];
    }
    findings_last(reading->findings)->fix = (struct fix){ 0, reading->bytes, mended };
}

int reading_check_text(struct reading *reading)
{
    size_t valid = utf8_valid_bytes(reading->text, reading->bytes);
    if (valid < reading->bytes)
        return complain_of_bytes(reading, valid);
    if (reading_mark_bytes(reading)) {
        reading_warn(reading, "file", (struct span){ 1, 1, 1, 1 },
                     _("the file begins with an invisible mark (a byte order mark): save it as "
                       "UTF-8 without BOM"));
        reading_mend(reading, 0, MARK_BYTES, "");
    }
    const char *carriage_return = memchr(reading->text, '\r', reading->bytes);
    if (carriage_return)
        complain_of_line_ends(reading, carriage_return);
    return 0;
}

void reading_check_characters(struct reading *reading, size_t start_byte, uint32_t first_line)
{
    enum { ENOUGH = 20 };
    const char *line_start = reading->text + start_byte;
    const char *end = reading->text + reading->bytes;
    uint32_t line = first_line;
    size_t count = 0;
    for (const char *at = line_start; at < end && count < ENOUGH;) {
        const char *here = at;
        uint32_t c = utf8_next(&at, end);
        if (c == '\n' || (c == '\r' && (at == end || *at != '\n'))) {
            line++;
            line_start = at;
        }
        if (c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F) || c >= 0xA0)
            continue;
        uint32_t column = 1 + (uint32_t)unicode_codepoints(line_start, (size_t)(here - line_start));
        reading_complain(reading, "file", (struct span){ line, column, line, column + 1 },
                         _("an invisible character (U+%04X) stands here: delete it"), (unsigned)c);
        reading_mend(reading, (size_t)(here - reading->text), (size_t)(at - reading->text), "");
        count++;
    }
}

/* ---- YAML ---- */

int reading_parse(struct yaml_node **out, struct reading *reading, size_t start, size_t end,
                  unsigned first_line)
{
    struct yaml_problem problem = { 0 };
    *out = NULL;
    if (yaml_parse(out, reading->arena, reading->text + start, end - start, first_line, start,
                   &problem) == 0)
        return 0;
    reading_complain(reading, "yaml", problem.where, "%s", problem.message);
    if (problem.fix.text)
        reading_mend(reading, problem.fix.start_byte, problem.fix.end_byte, problem.fix.text);
    return -1;
}

bool reading_is_own_key(const char *key) { return text_starts_with(key, "x-"); }

/* What people call our keys who know them from elsewhere, or write Spanish. */
static const char *meant_key(struct arena *arena, const char *key, const char *const *names,
                             size_t count)
{
    static const char *const synonyms[][2] = {
        { "audiencia", "audience" },
        { "autor", "author" },
        { "borrador", "draft" },
        { "campana", "campaign" },
        { "caption", "title" },
        { "categories", "tags" },
        { "cola", "queue" },
        { "cuentas", "accounts" },
        { "descripcion", "description" },
        { "dueno", "owner" },
        { "encuesta", "poll" },
        { "enlace", "link" },
        { "etiquetas", "tags" },
        { "excepto", "except" },
        { "expira", "expires" },
        { "expirydate", "expires" },
        { "fecha", "date" },
        { "fotos", "media" },
        { "grupos", "groups" },
        { "hashtags", "tags" },
        { "idioma", "language" },
        { "idiomas", "languages" },
        { "imagen", "image" },
        { "imagenes", "media" },
        { "images", "media" },
        { "lang", "language" },
        { "medios", "media" },
        { "networks", "accounts" },
        { "nombre", "name" },
        { "notas", "notes" },
        { "patrocinado", "sponsored" },
        { "photos", "media" },
        { "pilar", "pillar" },
        { "pilares", "pillars" },
        { "prioridad", "priority" },
        { "publico", "audience" },
        { "publishdate", "date" },
        { "red", "network" },
        { "redes", "accounts" },
        { "schedule", "date" },
        { "secreto", "secret" },
        { "sensible", "sensitive" },
        { "servicio", "service" },
        { "summary", "description" },
        { "titulo", "title" },
        { "url", "link" },
        { "urgente", "urgent" },
        { "visibilidad", "visibility" },
        { "zona-horaria", "timezone" },
    };
    const char *plain = unicode_plain(arena, key);
    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++) {
        for (size_t j = 0; j < count && text_equal(plain, synonyms[i][0]); j++) {
            if (text_equal(names[j], synonyms[i][1]))
                return names[j];
        }
    }
    return text_nearest(plain, names, count);
}

/* `password: hunter2`: what stands behind such a key is not for a log. */
static bool is_secret_name(struct arena *arena, const char *key)
{
    static const char *const parts[] = { "password", "passwd",  "contrasena", "token", "secret",
                                         "clave",    "api-key", "api_key",    "apikey" };
    const char *plain = unicode_plain(arena, key);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (strstr(plain, parts[i]))
            return true;
    }
    return false;
}

static void complain_of_key(struct reading *reading, const struct yaml_node *entry,
                            const char *const *names, size_t count)
{
    enum { FEW = 13 };
    const char *nearest = meant_key(reading->arena, entry->key, names, count);
    if (nearest) {
        reading_complain(reading, "unknown-key", entry->key_where,
                         _("unknown key '%s'; did you mean '%s'?"), entry->key, nearest);
        reading_suggest(reading, nearest);
        return;
    }
    if (count > FEW || !count) {
        reading_complain(reading, "unknown-key", entry->key_where,
                         _("unknown key '%s'; a key of your own begins with `x-`"), entry->key);
        return;
    }
    struct text_buffer known = text_buffer_in(reading->findings->arena, 1024);
    for (size_t i = 0; i < count; i++)
        text_printf(&known, "%s`%s`", i ? ", " : "", names[i]);
    reading_complain(reading, "unknown-key", entry->key_where,
                     _("unknown key '%s'; here may stand %s"), entry->key, text_end(&known));
}

void reading_unknown_key(struct reading *reading, const struct yaml_node *entry,
                         const char *const *names, size_t count)
{
    complain_of_key(reading, entry, names, count);
    if (is_secret_name(reading->arena, entry->key))
        findings_last(reading->findings)->secret = "";
}

const char *reading_excerpt(struct reading *reading, const char *text)
{
    enum { SHOWN = 40 };
    size_t line_bytes = strcspn(text, "\r\n");
    size_t shown_bytes = unicode_graphemes_end(text, line_bytes, SHOWN);
    if (!text[shown_bytes])
        return text;
    return arena_printf(reading->findings->arena, "%.*s…", (int)shown_bytes, text);
}
