/* Commands to the runners of CI services. */
#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/runner.h"

static void expect(const char *text, const char *wanted)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(runner_harmless(&arena, text), wanted);
}

TEST(a_line_can_not_begin_with_a_command)
{
    expect("::error::x", "\\u{3a}:error::x");
    expect("a\n \t::error::x\n::a", "a\n \t\\u{3a}:error::x\n\\u{3a}:a");
    expect("\u00a0\u2003\u3000::error::x", "\u00a0\u2003\u3000\\u{3a}:error::x");
    expect("a::b\n:c", "a::b\n:c");
    expect("", "");
}

TEST(the_older_notation_is_found_anywhere)
{
    expect("a ##[error]x ##[b]", "a \\u{23}#[error]x \\u{23}#[b]");
    expect("###[error]", "#\\u{23}#[error]");
    expect("##vso[task.complete]x ##VSO[x] ##teamcity[x]",
           "\\u{23}#vso[task.complete]x \\u{23}#VSO[x] \\u{23}#teamcity[x]");
    expect("## a [b] #[c] ## [d] ##", "## a [b] #[c] ## [d] ##");
    assert_int_equal(runner_mark("ab##[", 5), 2);
    assert_int_equal(runner_mark("ab##[", 4), 4);
}
