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
names_are media content/post_form.c media_keys files/post.md '`media`'
names_are 'a poll' content/post_form.c poll_keys files/post.md '`poll`'
names_are 'a sidecar' content/sidecar.c keys files/post.md sidecar
names_are 'an account' networks/networks.c common_keys files/accounts.md account
names_are 'limits' networks/networks.c limits_form files/accounts.md '`limits`'
for form in voice post_rule:posts hashtag:hashtags emoji disclosure link:links utm media approval:approvals \
    when publish ledger; do
    names_are "brand.yml, ${form#*:}" brand/identity.c "${form%:*}_keys" files/brand.md "\`${form#*:}\`"
done
names_are brand.yml brand/identity.c keys files/brand.md '`brand.yml`'
names_are exceptions.yml brand/voice/exceptions.c exception_keys files/brand.md exception
names_are audiences.yml brand/people.c audience_keys files/brand.md '`audiences.yml`'
names_are people brand/people.c person_keys files/brand.md '`people`'
names_are departments brand/people.c department_keys files/brand.md '`departments`'
names_are calendar.yml calendar/calendar.c keys files/calendar.md '`calendar.yml`'
names_are 'a queue' calendar/calendar.c queue_keys files/calendar.md queue
names_are 'a share' calendar/calendar.c share_keys files/calendar.md share
for form in event:events blackout:blackouts limit:limits mix repeat urgent; do
    names_are "calendar.yml, ${form#*:}" calendar/calendar.c "${form%:*}_keys" files/calendar.md "\`${form#*:}\`"
done
names_are 'a campaign' calendar/campaigns.c keys files/calendar.md campaign
names_are kpis calendar/campaigns.c kpi_keys files/calendar.md '`kpis`'
names_are budget calendar/campaigns.c budget_keys files/calendar.md '`budget`'
names_are 'a hold' ledger/holds.c keys files/ledger.md hold
names_are 'an approval' ledger/approvals.c approval_keys files/ledger.md approval
names_are blog networks/blog.c account_options networks/blog.md key
names_are null networks/null.c account_options networks/null.md key
names_are 'rules' model/rules.c table rules.md rule

# What the code reports, outside of the ledger, is in that table too, and nothing is in it for show.
find src -name '*.c' ! -path 'src/ledger/*' -print0 | xargs -0 cat | tr '\n' ' ' |
    grep -oE '(SEVERITY_[A-Z]+|complain(_at)?\([^,"]+|rule(\[\])? =),? *"[a-z-]+"' | sed 's/.*"\(.*\)"/\1/' | sort -u >"$T/reported"
code_names src/model/rules.c table | sort -u >"$T/in-code"
same "$T/in-code" "$T/reported" 'rules: src/model/rules.c has all that are reported, and no others'

# A record's keys, with the map that they stand in.
sed -nE '/record_fields\[\] =/,/^};/s/^ *\{ (NULL|"([^"]*)"), "([^"]*)".*/\2.\3/p' src/ledger/record_fields.c |
    sed 's/^\.//' | sort -u >"$T/in-code"
doc_names docs/files/ledger.md record | sort -u >"$T/in-manual"
check 'a record: there are some' [ -s "$T/in-code" ]
same "$T/in-code" "$T/in-manual" 'a record: docs/files/ledger.md has them all, and no others'
sed -nE '/record_part_fields\[\] =/,/^};/s/^ *\{ NULL, "([^"]*)".*/\1/p' src/ledger/record_fields.c | sort -u >"$T/in-code"
doc_names docs/files/ledger.md '`parts`' | sort -u >"$T/in-manual"
same "$T/in-code" "$T/in-manual" 'a part of a record: the same'

# Every network has a page.
for network in $(grep -oE '&network_[a-z]+' src/networks/networks.c | sed 's/.*_//'); do
    check "$network has a page" [ -s "docs/networks/$network.md" ]
done

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
