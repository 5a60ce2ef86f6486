#!/bin/bash
# Approvals: who must say yes to a post, what one changed character does, and what is sent then.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/*
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
  other: {network: "null", log: public/other}
END
write brand/brand.yml <<'END'
name: El Horno de Ana
languages: [es]
disclosure: {texts: ["#publi"]}
approvals:
  - {roles: [legal], when: {sponsored: true}}
  - {roles: [client], when: {accounts: [other]}}
END
write brand/team.yml <<'END'
people:
  ana: {name: Ana Ruiz, email: ana@horno.example, github: AnaRuiz, gitlab: aruiz, roles: [manager]}
  luis: {name: Luis Prieto, email: luis@horno.example, github: lprieto, gitlab: lprieto, roles: [legal]}
  marta: {name: Marta Gil, email: marta@molino.example, github: mgil, roles: [client, legal]}
END
write content/posts/harina.md <<'END'
---
title: Harina nueva
date: 2026-11-24 09:00
accounts: [log, other]
owner: ana
sponsored: Molino de Peñaloba
---
#publi Harina nueva en el horno.
END
write content/posts/pan.md <<'END'
---
title: Pan
date: 2026-11-24 09:00
accounts: [log, other]
---
Pan de hoy.
END
commit 'post: flour and bread'
before=2026-11-23T10:00:00+01:00
now=2026-11-24T10:00:00+01:00
i_am() { git config user.email "$1"; }

# --- without an approval ---
run plan --now $before
is_status 0 'before its time, nothing is wrong'
out_has "it lacks the approval of 'legal': pregon approve harina --role legal" 'and plan says what is missing, and what settles it'
run plan --now $now --format json
is_status 1 'once it is due, something is'
json '[.deliveries[] | "\(.post)/\(.account) \(.state)"] | sort == ["harina/log blocked", "harina/other blocked", "pan/log due", "pan/other blocked"]' 'an account whose rule it is holds back its own delivery alone'
json '.deliveries[] | select(.post == "harina" and .account == "other") | .why | (contains("legal") and contains("client"))' 'two roles, two sentences'
run show harina --account log --now $before
out_has "blocked: it lacks the approval of 'legal'" 'show says it, too'
run publish --now $now
is_status 1 'publish leaves them blocked'
out_has 'pregon approve harina --role legal' 'and says so'
check 'and sends the other' grep -q 'state: sent' <(ledger_file deliveries/pan/log.yml)
check_not 'but not this' git cat-file -e pregon-ledger:deliveries/harina/log.yml
run status --now $now
is_status 0 'nothing of that is for resolve'
out_has "pregon approve pan --role client" 'but status tells it'

# --- who may not ---
i_am nadie@otra.example
run approve harina --role legal --now $now
is_status 1 'somebody who is not in team.yml'
err_has "nobody in brand/team.yml of the published branch has the address 'nadie@otra.example'" 'is told so'
i_am luis@horno.exmple
run approve harina --role legal --now $now
err_has "did you mean 'luis@horno.example'?" 'a slip of the pen is'
i_am ana@horno.example
run approve harina --role legal --now $now
is_status 2 'nor somebody without the role'
err_has "'ana' does not have the role 'legal'" 'who is told so'
run approve harina --role manager --now $now
is_status 2 'nor the owner'
err_has "is the owner of 'harina'" 'who is told so'
run approve harina --role legal --on-behalf luis --now $now
is_status 2 'who does not write it down for others either'
i_am luis@horno.example
run approve harina --role lgal --now $now
is_status 2 'a role that nobody has'
err_has "did you mean 'legal'?" 'is told with the one that is meant'
run approve harna --role legal --now $now
err_has "did you mean 'harina'?" 'so is a post'
run approve harina --role client --on-behalf mrta --now $now
err_has "did you mean 'marta'?" 'and a person'
run approve harina --role legal --account nada --now $now
is_status 2 'and an account'
run approve harina --role legal --review 'javascript:alert(1)' --now $now
is_status 2 'a review is at an address'
run approve harina --now $now
is_status 2 'there is no approval without a role'
check_not 'none of that writes anything' git cat-file -e pregon-ledger:approvals/harina.yml
echo 'Y algo más.' >>content/posts/harina.md
run approve harina --role legal --now $now
is_status 1 'what is on disk alone'
err_has 'is not what HEAD has' 'is no commit'
git checkout -q content/posts/harina.md

# --- who may ---
run approve harina --role legal --now $now --why 'prices seen'
is_status 0 'who has the role may'
out_has "harina, as 'legal' by 'luis'" 'and sees what it is'
check 'the record is a line of its file' grep -qE '^- \{role: legal, by: luis, at: "?2026-11-24T09:00:00Z"?, commit: [0-9a-f"]+, why: "prices seen", content: \{log: "sha256:[0-9a-f]{64}", other: "sha256:[0-9a-f]{64}"\}\}$' <(ledger_file approvals/harina.yml)
check 'the commit says it' grep -qx 'approve: harina by luis as legal \[skip ci\]' <(git log -1 --format=%s pregon-ledger)
check 'with a trailer' grep -qx 'Approval: harina legal by luis' <(git log -1 --format=%b pregon-ledger)
run show harina --hash --format json
json_value .content.log >"$T/hash"
check 'the hash is that of show' grep -qF "$(cat "$T/hash")" <(ledger_file approvals/harina.yml)
tip=$(git rev-parse pregon-ledger)
run approve harina --role legal --now $now --format json
is_status 0 'once more is no error'
json '.version == 1 and (.approvals[0] | .by == "luis" and .role == "legal" and .new == false and ."entered-by" == null)' 'JSON says that it is none'
check 'and changes nothing' [ "$(git rev-parse pregon-ledger)" = "$tip" ]
run show harina --account log --now $now
out_has "approved by 'legal'" 'show knows it'
run plan --now $now --format json
json '[.deliveries[] | select(.post == "harina") | "\(.account) \(.state)"] | sort == ["log due", "other blocked"]' 'the account that needs no more goes on'

# --- one changed character ---
sed -i 's/nueva en el horno/nueva en el Horno/' content/posts/harina.md
commit 'post: one letter'
run plan --now $now
is_status 1 'one changed letter'
out_has "the post was changed after 'luis' approved it as 'legal'" 'voids it'
run show harina --since-approval --now $now
is_status 0 'what has changed since'
out_has "approved as 'legal' by 'luis', 2026-11-24T09:00:00Z" 'it was approved'
out_has '+#publi Harina nueva en el Horno.' 'is shown'
run show harina --since-approval --now $now --format json
json '.void and (.changes | length) == 1 and .approval.by == "luis"' 'in JSON, too'
run show pan --since-approval --now $now
out_has "nobody has approved 'pan' yet" 'what nobody approved has no since'
run publish --now $now
check_not 'nothing goes out' git cat-file -e pregon-ledger:deliveries/harina/log.yml
git revert --no-edit HEAD >/dev/null
run plan --now $now --format json
json '.deliveries[] | select(.post == "harina" and .account == "log") | .state == "due"' 'the very text that was approved is again'
run show harina --since-approval --now $now
out_has 'nothing has changed since' 'which show knows'

# --- on behalf of somebody else ---
run approve harina --role client --on-behalf marta --review https://mail.example/1 --now $now --format json
is_status 0 'somebody else writes it down'
json '.approvals[0] | .by == "marta" and ."entered-by" == "luis" and (.content | keys == ["other"])' 'for the account that asks for it'
run publish --now $now
check 'then both go out' grep -q 'state: sent' <(ledger_file deliveries/harina/log.yml)
check 'each when all have said yes' grep -q 'state: sent' <(ledger_file deliveries/harina/other.yml)

# --- people change ---
run approve pan --role client --on-behalf marta --now $now
run plan --now $now --format json
json '.deliveries[] | select(.post == "pan" and .account == "other") | .state == "due"' 'a role that is there counts'
sed -i 's/roles: \[client, legal\]/roles: [legal]/; s/lprieto, roles: \[legal\]/lprieto, roles: [legal, client]/' brand/team.yml
commit 'brand: marta is no client any more'
run plan --now $now
out_has "the approval of 'client' does not count: 'marta' does not have that role" 'one that is gone does not'

# --- a role that nothing asks for ---
run approve pan --role legal --now $now
is_status 0 'a yes that nobody asked for'
err_has "nothing asks 'legal' to approve this post" 'is recorded, and that is said'

# --- a file that somebody spoilt ---
git worktree add -q "$T/ledger" pregon-ledger
echo 'x: [' >"$T/ledger/approvals/pan.yml"
git -C "$T/ledger" commit -qam 'spoil it'
git worktree remove "$T/ledger"
run plan --now $now
out_has "'approvals/pan.yml' on the ledger's branch can't be read, so nothing is approved" 'a spoilt file approves nothing'
run show pan --since-approval --now $now
is_status 4 'show can not tell what it approved'
run approve pan --role client --now $now
is_status 4 'and is left to people'
err_has 'mend it there' 'who are told'
run publish --now $now
is_status 1 'the post alone stays behind'

# --- a link or a folder where the file should be is not nothing ---
for what in link folder folder-above; do
    git worktree add -q "$T/ledger" pregon-ledger
    cd "$T/ledger" || exit
    rm -rf approvals/pan.yml
    case $what in
        link) ln -s ../ledger.yml approvals/pan.yml ;;
        folder) mkdir approvals/pan.yml && echo x >approvals/pan.yml/x ;;
        folder-above) mv approvals elsewhere && ln -s elsewhere approvals ;;
    esac
    git add -A && git commit -qm "a $what" && cd "$WORKSPACE" && git worktree remove "$T/ledger" || exit
    run plan --now $now
    out_has "'approvals/pan.yml' on the ledger's branch can't be read, so nothing is approved" "a $what approves nothing, and that is said"
    run approve pan --role client --now $now
    is_status 4 "a $what is left to people"
    git update-ref refs/heads/pregon-ledger 'pregon-ledger^'
done

# --- a file whose name is no id ---
sed 's/^title: .*/title: Otro/' content/posts/pan.md >'content/posts/Otro año.md'
commit 'post: a name with a space'
run approve 'content/posts/Otro año.md' --role legal --now $now
is_status 2 'a post whose name is no id'
err_has "can be no post's id" 'has no place on the ledger'
git rm -q 'content/posts/Otro año.md' && commit 'post: take it back'

# --- before the merge ---
git checkout -q -b feature
write content/posts/luego.md <<'END'
---
title: Luego
date: 2026-11-25 09:00
accounts: [log]
requires: [legal]
---
Mañana más.
END
commit 'post: tomorrow'
run approve luego --role legal --now $now
is_status 0 'a post of a branch is approved there'
git checkout -q main && git merge -q --no-ff -m 'merge' feature
run plan --now 2026-11-25T09:30:00+01:00 --format json
json '.deliveries[] | select(.post == "luego") | .state == "due"' 'and stays so after the merge'
git clone -q --depth 1 --branch main "file://$PWD" "$T/shallow" && cd "$T/shallow" || exit
git fetch -q origin pregon-ledger:refs/remotes/origin/pregon-ledger
run show luego --since-approval --now $now
is_status 4 'a clone without the commit that was approved'
err_has 'is not in this clone: fetch it' 'says how to get it'
finish
