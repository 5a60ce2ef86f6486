#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/front_edit.h"

enum operation { SET, RENAME, REMOVE };

static const struct {
    const char *name, *before;
    enum operation operation;
    const char *key, *value; /* RENAME: from queue */
    const char *after;
} cases[] = {
    { "a plain value", "---\ndate: 2026-11-24 09:30\n---\nHi\n", SET, "date", "2026-12-01 09:30",
      "---\ndate: 2026-12-01 09:30\n---\nHi\n" },
    { "a value in double quotes", "---\ndate: \"2026-11-24 09:30\"\n---\n", SET, "date",
      "2026-12-01 09:30", "---\ndate: \"2026-12-01 09:30\"\n---\n" },
    { "a value in single quotes", "---\ndate: '2026-11-24'\n---\n", SET, "date", "2026-12-01",
      "---\ndate: '2026-12-01'\n---\n" },
    { "a quote within single quotes", "---\ntitle: 'a'\n---\n", SET, "title", "it's",
      "---\ntitle: 'it''s'\n---\n" },
    { "a quote within double quotes", "---\ntitle: \"a\"\n---\n", SET, "title", "say \"a\\b\"",
      "---\ntitle: \"say \\\"a\\\\b\\\"\"\n---\n" },
    { "a comment behind it", "---\ndate: 2026-11-24 # Tuesday\n---\n", SET, "date", "2026-12-01",
      "---\ndate: 2026-12-01 # Tuesday\n---\n" },
    { "comments around it", "---\n# when\ndate: 2026-11-24\n# who\naccounts: [a]\n---\n", SET,
      "date", "2026-12-01", "---\n# when\ndate: 2026-12-01\n# who\naccounts: [a]\n---\n" },
    { "blanks before and behind", "---\ndate:    2026-11-24   \n---\n", SET, "date", "2026-12-01",
      "---\ndate:    2026-12-01   \n---\n" },
    { "the order of keys", "---\nb: 1\ndate: 2026-11-24\na: 2\n---\n", SET, "date", "2026-12-01",
      "---\nb: 1\ndate: 2026-12-01\na: 2\n---\n" },
    { "Windows line ends", "---\r\ndate: 2026-11-24\r\n---\r\nHi\r\n", SET, "date", "2026-12-01",
      "---\r\ndate: 2026-12-01\r\n---\r\nHi\r\n" },
    { "a byte order mark", "\xEF\xBB\xBF---\ndate: 2026-11-24\n---\n", SET, "date", "2026-12-01",
      "\xEF\xBB\xBF---\ndate: 2026-12-01\n---\n" },
    { "a key that is missing", "---\naccounts: [a]\n---\nHi\n", SET, "date", "2026-12-01",
      "---\naccounts: [a]\ndate: 2026-12-01\n---\nHi\n" },
    { "a missing key, Windows line ends", "---\r\na: 1\r\n---\r\n", SET, "date", "2026-12-01",
      "---\r\na: 1\r\ndate: 2026-12-01\r\n---\r\n" },
    { "a missing key behind a list", "---\naccounts:\n  - a\n  - b\n---\n", SET, "date",
      "2026-12-01", "---\naccounts:\n  - a\n  - b\ndate: 2026-12-01\n---\n" },
    { "a missing key behind a block", "---\nnotes: |\n  one\n  two\n---\n", SET, "date",
      "2026-12-01", "---\nnotes: |\n  one\n  two\ndate: 2026-12-01\n---\n" },
    { "front matter without a key", "---\n---\nHi\n", SET, "date", "2026-12-01",
      "---\ndate: 2026-12-01\n---\nHi\n" },
    { "comments alone", "---\n# nothing yet\n---\n", SET, "date", "2026-12-01",
      "---\n# nothing yet\ndate: 2026-12-01\n---\n" },
    { "a key without a value", "---\ndate:\naccounts: [a]\n---\n", SET, "date", "2026-12-01",
      "---\ndate: 2026-12-01\naccounts: [a]\n---\n" },
    { "a value that is null", "---\ndate: ~\n---\n", SET, "date", "2026-12-01",
      "---\ndate: 2026-12-01\n---\n" },
    { "a value that needs quotes", "---\ntitle: a\n---\n", SET, "title", "a: b",
      "---\ntitle: \"a: b\"\n---\n" },
    { "a flow map", "---\n{date: 2026-11-24, accounts: [a]}\n---\n", SET, "date", "2026-12-01",
      "---\n{date: 2026-12-01, accounts: [a]}\n---\n" },
    { "a flow map without the key", "---\n{accounts: [a]}\n---\n", SET, "date", "2026-12-01",
      "---\n{accounts: [a], date: 2026-12-01}\n---\n" },
    { "a flow map over lines", "---\n{accounts: [a],\n date: 2026-11-24}\n---\n", SET, "date",
      "2026-12-01", "---\n{accounts: [a],\n date: 2026-12-01}\n---\n" },
    { "an empty flow map", "---\n{}\n---\n", SET, "date", "2026-12-01",
      "---\n{date: 2026-12-01}\n---\n" },
    { "a key of the same name further in",
      "---\noverrides: {a: {date: 2026-11-24}}\n"
      "date: 2026-11-25\n---\n",
      SET, "date", "2026-12-01",
      "---\noverrides: {a: {date: 2026-11-24}}\ndate: 2026-12-01\n---\n" },
    { "a body that looks like keys", "---\ndate: 2026-11-24\n---\ndate: 2026-11-24\n---\n", SET,
      "date", "2026-12-01", "---\ndate: 2026-12-01\n---\ndate: 2026-11-24\n---\n" },
    { "no line end at the file's end", "---\ndate: 2026-11-24\n---\nHi", SET, "date", "2026-12-01",
      "---\ndate: 2026-12-01\n---\nHi" },
    { "fences with blanks behind", "---  \ndate: 2026-11-24\n--- \nHi\n", SET, "date", "2026-12-01",
      "---  \ndate: 2026-12-01\n--- \nHi\n" },
    { "a key in quotes", "---\n\"date\": 2026-11-24\n---\n", SET, "date", "2026-12-01",
      "---\n\"date\": 2026-12-01\n---\n" },
    { "a queue becomes a date", "---\na: 1\nqueue: mananas # soon\nb: 2\n---\n", RENAME, "date",
      "2026-12-01 09:30", "---\na: 1\ndate: 2026-12-01 09:30 # soon\nb: 2\n---\n" },
    { "a queue of a flow map becomes a date", "---\n{queue: mananas, b: 2}\n---\n", RENAME, "date",
      "2026-12-01", "---\n{date: 2026-12-01, b: 2}\n---\n" },
    { "a line goes", "---\na: 1\nqueue: b # why\n# stays\nc: 2\n---\n", REMOVE, "queue", NULL,
      "---\na: 1\n# stays\nc: 2\n---\n" },
    { "the last line goes", "---\na: 1\nqueue: b\n---\nHi\n", REMOVE, "queue", NULL,
      "---\na: 1\n---\nHi\n" },
    { "a list goes", "---\ntags:\n  - a\n  - b\nc: 2\n---\n", REMOVE, "tags", NULL,
      "---\nc: 2\n---\n" },
    { "a block of text goes", "---\nnotes: |\n  one\n  two\nc: 2\n---\n", REMOVE, "notes", NULL,
      "---\nc: 2\n---\n" },
    { "a line with a Windows end goes", "---\r\na: 1\r\nb: 2\r\n---\r\n", REMOVE, "b", NULL,
      "---\r\na: 1\r\n---\r\n" },
    { "a block of text between line ends of two kinds goes",
      "---\r\ntitle:\r\nqueue: |\r\n  a\rid: \n  |\n   c\r\n---\r\n", REMOVE, "queue", NULL,
      "---\r\ntitle:\r\nid: \n  |\n   c\r\n---\r\n" },
    { "the first piece goes", "---\n{a: 1, b: 2}\n---\n", REMOVE, "a", NULL, "---\n{b: 2}\n---\n" },
    { "the last piece goes", "---\n{a: 1, b: 2}\n---\n", REMOVE, "b", NULL, "---\n{a: 1}\n---\n" },
    { "the only piece goes", "---\n{a: 1}\n---\n", REMOVE, "a", NULL, "---\n{}\n---\n" },
    { "what is not there stays away", "---\na: 1\n---\n", REMOVE, "b", NULL, "---\na: 1\n---\n" },
};

static const char *edited(struct arena *arena, size_t i)
{
    struct front_edit edit;
    struct err err = { 0 };
    const char *text;
    size_t bytes;
    const char *before = cases[i].before;
    if (front_edit_open(&edit, arena, "post.md", before, strlen(before), &err) != 0)
        return err.text[0] ? arena_strdup(arena, err.text) : "?";
    if (cases[i].operation == SET)
        front_edit_set(&edit, cases[i].key, cases[i].value);
    else if (cases[i].operation == RENAME)
        front_edit_rename(&edit, "queue", cases[i].key, cases[i].value);
    else
        front_edit_remove(&edit, cases[i].key);
    if (front_edit_finish(&text, &bytes, &edit, &err) != 0)
        return arena_strdup(arena, err.text);
    return arena_strndup(arena, text, bytes);
}

TEST(front_edit_changes_a_value_and_nothing_else)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *after = edited(&arena, i);
        if (!text_equal(after, cases[i].after))
            fail_msg("%s:\n%s\nnot\n%s", cases[i].name, after, cases[i].after);
    }
}

TEST(front_edit_makes_several_changes_at_once)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct front_edit edit;
    struct err err = { 0 };
    const char *text = "---\ndate: 2026-11-24\nqueue: a\ntitle: b\n---\n";
    size_t bytes = strlen(text);
    assert_int_equal(front_edit_open(&edit, &arena, "post.md", text, bytes, &err), 0);
    front_edit_set(&edit, "repeats", "c");
    front_edit_set(&edit, "title", "d");
    front_edit_set(&edit, "date", "2026-12-01");
    front_edit_remove(&edit, "queue");
    assert_int_equal(front_edit_finish(&text, &bytes, &edit, &err), 0);
    assert_string_equal(text, "---\ndate: 2026-12-01\ntitle: d\nrepeats: c\n---\n");
}

TEST(front_edit_refuses_what_can_not_be_read)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    static const char *const wrong[] = {
        "---\ndate: &a 2026-11-24\nx: *a\n---\n",
        "---\ndate: 2026-11-24\ndate: 2026-11-25\n---\n",
        "---\ndate: [\n---\n",
        "---\n- a\n---\n",
        "---\ndate: 2026-11-24\n",
        "date: 2026-11-24\n",
        "",
        "---\ntitle: Caf\xE9\n---\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct front_edit edit;
        struct err err = { 0 };
        if (front_edit_open(&edit, &arena, "post.md", wrong[i], strlen(wrong[i]), &err) != -1 ||
            err.kind != ERR_INPUT || !strstr(err.text, "post.md"))
            fail_msg("'%s' says: %s", wrong[i], err.text);
    }
}
