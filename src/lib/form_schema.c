/* Forms as JSON Schema, without recursion deeper than the tables. */
#include "lib/form_schema.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/message.h"
#include "lib/form.h"
#include "lib/json.h"

static void put_value(struct json_writer *json, const char *key, const struct form *form);

/* What YAML may take a bare word for: all of them are text to us. */
static void put_text_type(struct json_writer *json, bool takes_null)
{
    json_begin_array(json, "type");
    json_put_string(json, NULL, "string");
    json_put_string(json, NULL, "number");
    json_put_string(json, NULL, "boolean");
    if (takes_null)
        json_put_string(json, NULL, "null");
    json_end(json);
}

static void put_type(struct json_writer *json, const char *type, bool takes_null)
{
    if (!takes_null) {
        json_put_string(json, "type", type);
        return;
    }
    json_begin_array(json, "type");
    json_put_string(json, NULL, type);
    json_put_string(json, NULL, "null");
    json_end(json);
}

static void put_pattern(struct json_writer *json, const struct form *form, const char *pattern)
{
    put_type(json, "string", form->takes_null);
    json_put_string(json, "pattern", pattern);
}

/* Nothing is `0` without a unit. */
static void put_duration(struct json_writer *json, const struct form *form)
{
    json_begin_array(json, "type");
    json_put_string(json, NULL, "string");
    json_put_string(json, NULL, "integer");
    if (form->takes_null)
        json_put_string(json, NULL, "null");
    json_end(json);
    json_put_string(json, "pattern", "^(0|([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$");
    json_put_integer(json, "maximum", 0);
}

static void put_words(struct json_writer *json, const struct form *form)
{
    assert(form->words);
    json_begin_array(json, "enum");
    for (const char *at = form->words;; at++) {
        size_t bytes = strcspn(at, "|");
        json_put_text(json, NULL, at, bytes);
        at += bytes;
        if (!*at)
            break;
    }
    if (form->takes_null)
        json_put_null(json, NULL);
    json_end(json);
}

/* One, or a list of them. */
static void put_list(struct json_writer *json, const struct form *form, enum form_kind kind)
{
    const struct form item = { .kind = kind };
    json_begin_array(json, "anyOf");
    put_value(json, NULL, &item);
    json_begin_object(json, NULL);
    put_type(json, "array", form->takes_null);
    put_value(json, "items", &item);
    if (form->is_required)
        json_put_integer(json, "minItems", 1);
    json_end(json);
    json_end(json);
}

/* What begins with `x-` is the user's own. */
static void put_own_keys(struct json_writer *json)
{
    json_begin_object(json, "patternProperties");
    json_put_bool(json, "^x-", true);
    json_end(json);
}

static void put_map(struct json_writer *json, const struct form *keys, bool takes_null)
{
    bool has_required = false;
    assert(keys);
    put_type(json, "object", takes_null);
    json_begin_object(json, "properties");
    for (const struct form *form = keys; form->name; form++) {
        put_value(json, form->name, form);
        has_required = has_required || form->is_required;
    }
    json_end(json);
    put_own_keys(json);
    json_put_bool(json, "additionalProperties", false);
    if (!has_required)
        return;
    json_begin_array(json, "required");
    for (const struct form *form = keys; form->name; form++)
        if (form->is_required)
            json_put_string(json, NULL, form->name);
    json_end(json);
}

static void put_named(struct json_writer *json, const struct form *form)
{
    assert(form->inside);
    put_type(json, "object", form->takes_null);
    put_own_keys(json);
    put_value(json, "additionalProperties", form->inside);
}

static void put_maps(struct json_writer *json, const struct form *form)
{
    put_type(json, "array", form->takes_null);
    json_begin_object(json, "items");
    put_map(json, form->inside, false);
    json_end(json);
    if (form->is_required)
        json_put_integer(json, "minItems", 1);
}

static void put_kind(struct json_writer *json, const struct form *form);

static void put_own(struct json_writer *json, const struct form *form)
{
    struct form like = { .kind = form->like, .takes_null = form->takes_null };
    if (!form->inside) {
        put_kind(json, &like);
        return;
    }
    json_begin_array(json, "anyOf");
    put_value(json, NULL, &like);
    put_value(json, NULL, &(struct form){ .kind = FORM_NAMED, .inside = form->inside });
    json_end(json);
}

static void put_kind(struct json_writer *json, const struct form *form)
{
    switch (form->kind) {
    case FORM_LINE:
    case FORM_TEXT:
        put_text_type(json, form->takes_null);
        return;
    case FORM_BOOL:
        put_type(json, "boolean", form->takes_null);
        return;
    case FORM_NUMBER:
        put_type(json, "integer", form->takes_null);
        json_put_integer(json, "minimum", form->min);
        json_put_integer(json, "maximum", form->max);
        return;
    case FORM_PERCENT:
        put_pattern(json, form, "^(100|[0-9]{1,2})%$");
        return;
    case FORM_DURATION:
        put_duration(json, form);
        return;
    case FORM_MOMENT:
        put_pattern(json, form, "^[0-9]{4}-[0-9]{2}-[0-9]{2}");
        return;
    case FORM_WORD:
        put_words(json, form);
        return;
    case FORM_SLUG:
        put_text_type(json, form->takes_null);
        json_put_string(json, "pattern", "^[A-Za-z0-9_-]+$");
        return;
    case FORM_LANGUAGE:
        put_pattern(json, form, "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$");
        return;
    case FORM_URL:
        put_pattern(json, form, "^[Hh][Tt][Tt][Pp][Ss]?://");
        return;
    case FORM_NAMES:
    case FORM_TAGS:
        put_list(json, form, FORM_LINE);
        return;
    case FORM_SLUGS:
        put_list(json, form, FORM_SLUG);
        return;
    case FORM_LANGUAGES:
        put_list(json, form, FORM_LANGUAGE);
        return;
    case FORM_MAP:
        put_map(json, form->inside, form->takes_null);
        return;
    case FORM_MAPS:
        put_maps(json, form);
        return;
    case FORM_NAMED:
        put_named(json, form);
        return;
    case FORM_OWN:
        put_own(json, form);
        return;
    }
}

static void put_value(struct json_writer *json, const char *key, const struct form *form)
{
    json_begin_object(json, key);
    if (form->summary)
        json_put_string(json, "description", _(form->summary));
    put_kind(json, form);
    json_end(json);
}

void form_schema_write(struct json_writer *json, const struct form *form, const char *title)
{
    json_begin_object(json, NULL);
    json_put_string(json, "$schema", "http://json-schema.org/draft-07/schema#");
    json_put_string(json, "title", title);
    put_kind(json, form);
    json_end(json);
}
