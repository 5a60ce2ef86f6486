#!/bin/bash
# The manual's tables name what the source's tables name, and nothing else.
. "$(dirname "$0")/lib.sh"
. "$TESTS/docs/tables.sh"
cd "$TESTS/.." || exit

# A table of the source has the names of one of the manual's.
names_are() { # WHAT SOURCE TABLE DOCUMENT HEAD
    code_names "src/$2" "$3" | sort -u >"$T/in-code"
    doc_names "docs/$4" "$5" | sort -u >"$T/in-manual"
    check "$1: there are some" [ -s "$T/in-code" ]
    same "$T/in-code" "$T/in-manual" "$1: docs/$4 has them all, and no others"
}

names_are 'a post' model/post.c keys files/post.md key
names_are 'an account' networks/networks.c common_keys files/accounts.md account
names_are 'limits' networks/networks.c limit_options files/accounts.md '`limits`'
names_are 'rules' model/rules.c table rules.md rule

# Settings and secrets: every name that the source asks the environment for.
{
    grep -rhoE '(getenv|setenv)\("[A-Z_]+"' src/io | grep -oE '[A-Z_]{2,}'
    code_names src/io/environment.c names
    code_names src/io/secret.c reserved
} | sort -u >"$T/in-code"
doc_names docs/environment.md variable | grep -v … | sort -u >"$T/in-manual"
check 'variables: there are some' [ -s "$T/in-code" ]
check 'variables: docs/environment.md has them all' [ -z "$(comm -23 "$T/in-code" "$T/in-manual")" ]
# The C library asks for these itself.
check 'and no others' [ "$(comm -13 "$T/in-code" "$T/in-manual" | tr '\n' ' ')" = 'LANG LC_ALL LC_MESSAGES ' ]
code_names src/commands/manual.c variables | tr -d ',' | tr ' ' '\n' | grep -v … | sort -u >"$T/in-page"
check 'the manual page has none that docs/environment.md lacks' [ -z "$(comm -23 "$T/in-page" "$T/in-manual")" ]
finish
