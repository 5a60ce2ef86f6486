#!/bin/bash
# A post on the main branch that reaches no account, because of an error in it: no run is silent
# about it, and the others go out.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T09:31:00+01:00
new_workspace
printf 'accounts:\n  uno: {network: "null", class: I, log: public/uno}\n  dos: {network: "null", class: I, log: public/dos}\n' >brand/accounts.yml
echo public >.gitignore
rm -r content/posts/*
printf -- '---\ntitle: Pan\ndate: 2026-11-24 09:30\naccounts: [uno, dos]\n---\nHoy hay pan.\n' >content/posts/pan.md
commit 'post: one that is right'

n=0
while IFS='|' read -r keys place; do
    printf -- '---\n%b\n---\nHoy hay pan %s.\n' "$keys" $((++n)) >content/posts/otro.md
    commit 'post: one that is not'
    run publish --now $NOW
    is_status 1 "publish, $keys: status 1"
    err_has "goes nowhere until it is mended: content/posts/otro.md:$place" 'and names the place'
    run publish --now $NOW --format json
    err_has 'goes nowhere' 'for machines, too'
    for command in plan status; do
        run $command --now $NOW
        is_status 1 "$command: status 1"
        err_has 'goes nowhere' 'and says so'
    done
    run check --now $NOW
    out_has "otro.md:$place" 'as check does'
done <<'END'
title: X\ndate: 2026-11-24 09:30\naccounts: all|4
title: X\ndate: 2026-11-24 09:30\naccounts: [unoo]|4
title: X\ndate: 2026-11-24 09:30\naccounts: []|4
title: X\ndate: 2026-11-24 09:30\naccounts: [uno]\nexcept: [uno]|5
title: X\ndate: 2026-11-24 09:30|1
title: [X\ndate: 2026-11-24 09:30\naccounts: [uno]|2
END
check 'the post that is right went out once' [ "$(cat public/uno public/dos | wc -l)" = 2 ]
printf -- '---\ntitle: X\ndraft: true\ndate: 2026-11-24 09:30\n---\nHoy hay pan.\n' >content/posts/otro.md
commit 'post: a draft'
run publish --now $NOW
is_status 0 'a draft may go nowhere yet'
err_lacks 'goes nowhere' 'and is not told'
finish 51
