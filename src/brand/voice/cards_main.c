/* Prints the table of cards.h, of all rules of the packs: run when Pregon is built. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "brand/voice/cards.h"
#include "brand/voice/config.h"
#include "brand/voice/names.h"
#include "brand/voice/shelf.h"
#include "brand/voice/voice_internal.h"

/* This program is what makes them. */
const struct voice_card voice_cards[] = { { .path = NULL } };

static void put_text(const char *text, size_t bytes)
{
    putchar('"');
    for (size_t i = 0; i < bytes; i++)
        printf("\\%03o", (unsigned char)text[i]);
    putchar('"');
}

static void put_names(const struct names *names)
{
    putchar('"');
    for (size_t i = 0; i < names->count; i++)
        printf("%s\\n", names->items[i].text);
    putchar('"');
}

static void put_outlines(const struct regex_outlines *outlines)
{
    printf("(const struct regex_outline[]){");
    for (size_t i = 0; i < outlines->count; i++) {
        const struct regex_outline *outline = &outlines->items[i];
        printf("{{");
        for (size_t j = 0; j < outline->count; j++)
            printf("{{0x%llx,0x%llx},%d},", (unsigned long long)outline->classes[j].ascii[0],
                   (unsigned long long)outline->classes[j].ascii[1], outline->classes[j].others);
        printf("},%zu},", outline->count);
    }
    printf("}, .outline_count = %zu", outlines->count);
}

static void put_card(const struct voice_rule *rule, const struct voice_gate *gate)
{
    const struct regex_literals *literals = &gate->literals;
    printf("    { .path = \"%s\", .kind = %d, .level = %d, .scopes = ",
           voice_shelf_shown_path(rule->path), (int)rule->kind, (int)rule->level);
    put_names(&rule->scopes);
    printf(", .languages = ");
    put_names(&rule->languages);
    printf(", .least_blanks = %zu, .are_starts = %d, .literal_count = %zu,\n      .literals = \"\"",
           gate->least_blanks, literals->are_starts, literals->count);
    for (size_t i = 0; i < literals->count; i++) {
        printf("\n        ");
        put_text(literals->items[i], strlen(literals->items[i]) + 1);
    }
    printf(",\n      .edges = (const unsigned char *)");
    put_text((const char *)literals->edges, literals->count);
    if (gate->outlines.count > 0) {
        printf(",\n      .outlines = ");
        put_outlines(&gate->outlines);
    }
    printf(" },\n");
}

/* Whether a card says all that must be known before the rule is read. */
static bool fits_card(const struct voice_rule *rule)
{
    return !rule->accounts.count && !rule->campaigns.count && !rule->audiences.count &&
           !rule->pillars.count && !rule->from && !rule->until;
}

static int open_packs(struct voice **out, struct arena *arena, struct findings *findings,
                      struct err *err)
{
    const struct voice_reader reader = voice_shelf_reader(NULL);
    struct voice_config *config = arena_alloc(arena, sizeof *config);
    struct voice_shelf_rules rules = { 0 };
    config->path = "";
    config->paths = voice_shelf_paths(arena, NULL);
    config->is_brand = true;
    config->level = SEVERITY_SUGGESTION;
    if (voice_shelf_rules_list(&rules, arena, &reader, &config->paths, err) != 0)
        return -1;
    for (size_t i = 0; i < rules.count; i++)
        if (!names_have(&config->any.styles, rules.items[i].style))
            voice_names_add(&config->any.styles, arena, rules.items[i].style, (struct span){ 0 });
    return voice_open(out, arena, config, &reader, findings, err);
}

int main(void)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(voice_close) struct voice *voice = NULL;
    struct findings findings = { .arena = &arena };
    struct err err = { 0 };
    if (open_packs(&voice, &arena, &findings, &err) != 0)
        fprintf(stderr, "%s\n", err.text);
    for (size_t i = 0; i < findings.count; i++)
        fprintf(stderr, "%s:%u: %s\n", findings.items[i].path, findings.items[i].where.line,
                findings.items[i].message);
    if (!voice)
        return 1;
    printf("/* Made by src/brand/voice/cards_main.c. */\n#include \"brand/voice/cards.h\"\n"
           "const struct voice_card voice_cards[] = {\n");
    for (size_t i = 0; i < voice->check_count; i++) {
        const struct voice_check *check = &voice->checks[i];
        struct voice_gate gate = voice_gate_of(&arena, check);
        if (!gate.is_always && check->run && fits_card(check->rule))
            put_card(check->rule, &gate);
    }
    printf("    { .path = NULL },\n};\n");
    return fflush(stdout) == 0 ? 0 : 1;
}
