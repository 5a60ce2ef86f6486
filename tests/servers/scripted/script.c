/* Scripts: lines to rules, and which of them a request meets. */
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *path, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, why);
    exit(2);
}

bool script_fits(const char *pattern, const char *text)
{
    if (*pattern == '*')
        return script_fits(pattern + 1, text) || (*text && script_fits(pattern, text + 1));
    return *pattern == *text && (!*text || script_fits(pattern + 1, text + 1));
}

bool script_is_create(const struct script *script, const char *method, const char *path)
{
    return script->create_path && strcmp(script->create_method, method) == 0 &&
           script_fits(script->create_path, path);
}

static bool fits(const struct script *script, const struct rule *rule, const char *method,
                 const char *path)
{
    if (strcmp(rule->method, "ANY") == 0)
        return true;
    if (strcmp(rule->method, "CREATE") == 0)
        return script_is_create(script, method, path);
    if (strcmp(rule->method, "LOGIN") == 0)
        return script->login_path && strcmp(script->login_method, method) == 0 &&
               script_fits(script->login_path, path);
    return strcmp(rule->method, method) == 0 && script_fits(rule->path, path);
}

struct rule *script_rule(struct script *script, size_t from, const char *method, const char *path,
                         bool is_accepted, bool is_faulty)
{
    for (size_t i = from; i < script->count; i++) {
        struct rule *rule = &script->rules[i];
        bool is_met = rule->condition == ALWAYS || is_accepted == (rule->condition == IF_ACCEPTED);
        if (!is_met || (rule->is_of_fault && !is_faulty) || !fits(script, rule, method, path))
            continue;
        int seen = rule->seen++;
        if (seen >= rule->skip && (rule->times < 0 || seen < rule->skip + rule->times))
            return rule;
    }
    return NULL;
}

/* The first word, cut off; what is left begins without blanks. */
static char *take_word(char **at)
{
    char *word = *at + strspn(*at, " \t");
    size_t bytes = strcspn(word, " \t");
    *at = word + bytes;
    if (**at) {
        **at = '\0';
        *at += 1 + strspn(*at + 1, " \t");
    }
    return word;
}

static void read_head(struct rule *rule, char *line, const char *path, int number)
{
    rule->method = take_word(&line);
    bool has_path = strcmp(rule->method, "CREATE") != 0 && strcmp(rule->method, "LOGIN") != 0 &&
                    strcmp(rule->method, "ANY") != 0;
    rule->path = has_path ? take_word(&line) : "*";
    rule->times = -1;
    while (*line) {
        const char *word = take_word(&line);
        if (strcmp(word, "times") == 0) {
            rule->times = (int)strtol(take_word(&line), NULL, 10);
        } else if (strcmp(word, "skip") == 0) {
            rule->skip = (int)strtol(take_word(&line), NULL, 10);
        } else if (strcmp(word, "if") == 0 || strcmp(word, "unless") == 0) {
            rule->condition = *word == 'i' ? IF_ACCEPTED : UNLESS_ACCEPTED;
            take_word(&line);
        } else {
            die(path, number, "a rule's words are times, skip, if accepted, unless accepted");
        }
    }
}

static bool read_break(struct rule *rule, const char *word, char *rest)
{
    static const char *const names[] = { [BREAK_RESET] = "reset",
                                         [BREAK_CLOSE] = "close",
                                         [BREAK_HOLD] = "hold",
                                         [BREAK_KILL] = "kill" };
    static const char *const places[] = { [PLACE_HEAD] = "head",
                                          [PLACE_REQUEST] = "request",
                                          [PLACE_ACCEPTED] = "accepted",
                                          [PLACE_ANSWER] = "answer",
                                          [PLACE_END] = "end" };
    for (enum breaking i = BREAK_RESET; i <= BREAK_KILL; i++)
        if (strcmp(word, names[i]) == 0)
            rule->breaking = i;
    if (rule->breaking == BREAK_NOT)
        return false;
    const char *place = take_word(&rest);
    for (enum place i = PLACE_HEAD; i <= PLACE_END; i++)
        if (strcmp(place, places[i]) == 0)
            rule->place = i;
    rule->at = strtoul(rest, NULL, 10);
    return rule->place != PLACE_NONE;
}

static bool read_action(struct rule *rule, char *line)
{
    const char *word = take_word(&line);
    if (strcmp(word, "status") == 0)
        rule->status = (int)strtol(line, NULL, 10);
    else if (strcmp(word, "header") == 0 && rule->header_count < MAX_HEADERS)
        rule->headers[rule->header_count++] = line;
    else if (strcmp(word, "json") == 0 || strcmp(word, "body") == 0)
        rule->body = line, rule->is_json = *word == 'j';
    else if (strcmp(word, "fill") == 0)
        rule->fill = strtoul(line, NULL, 10);
    else if (strcmp(word, "deep") == 0)
        rule->deep = strtoul(line, NULL, 10);
    else if (strcmp(word, "raw") == 0)
        rule->raw = line;
    else if (strcmp(word, "each") == 0)
        rule->each = line;
    else if (strcmp(word, "next") == 0)
        rule->next = line;
    else if (strcmp(word, "delay") == 0)
        rule->delay_ms = (int)strtol(line, NULL, 10);
    else if (strcmp(word, "usual") == 0)
        rule->is_usual = true;
    else if (strcmp(word, "accept") == 0)
        rule->accepts = true;
    else if (strcmp(word, "forget") == 0)
        rule->forgets = true;
    else if (strcmp(word, "twice") == 0)
        rule->is_twice = true;
    else if (strcmp(word, "lengthless") == 0)
        rule->is_lengthless = true;
    else
        return read_break(rule, word, line);
    return true;
}

/* What stands before the rules; false where the line is a rule's head. */
static bool read_setting(struct script *script, char *line)
{
    if (strncmp(line, "key ", 4) == 0) {
        take_word(&line);
        script->key_where = take_word(&line);
        script->key_name = take_word(&line);
    } else if (strncmp(line, "login ", 6) == 0) {
        take_word(&line);
        script->login_method = take_word(&line);
        script->login_path = take_word(&line);
    } else if (strncmp(line, "create ", 7) == 0) {
        take_word(&line);
        script->create_method = take_word(&line);
        script->create_path = take_word(&line);
    } else if (strncmp(line, "listen ", 7) == 0) {
        take_word(&line);
        script->certificate = take_word(&line);
    } else {
        return false;
    }
    return true;
}

void script_load(struct script *script, const char *path, bool is_of_fault)
{
    FILE *file = fopen(path, "r");
    char *line = NULL; /* each is kept: the rules point into it */
    size_t room = 0;
    bool has_rule = false;
    if (!file)
        die(path, 0, "there is no such script");
    for (int number = 1; getline(&line, &room, file) > 0; number++, line = NULL, room = 0) {
        size_t bytes = strcspn(line, "\n");
        while (bytes > 0 && (line[bytes - 1] == ' ' || line[bytes - 1] == '\t'))
            bytes--;
        line[bytes] = '\0';
        if (!bytes || *line == '#')
            continue;
        if (*line == ' ') {
            if (!has_rule || !read_action(&script->rules[script->count - 1], line))
                die(path, number, "this is no action of script.h");
        } else if (!read_setting(script, line)) {
            if (script->count == MAX_RULES)
                die(path, number, "there are too many rules");
            struct rule *rule = &script->rules[script->count++];
            read_head(rule, line, path, number);
            rule->is_of_fault = is_of_fault;
            has_rule = true;
        }
    }
    free(line);
    fclose(file);
}
