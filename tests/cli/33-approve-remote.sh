#!/bin/bash
# Approvals on a git host: pushed to the ledger's branch, by two at once, and against a host that
# refuses; the published branch, not the clone, says who may.
. "$(dirname "$0")/lib.sh"
forge_start "$T/forge" || skip_all "$SERVER_WHY"
export PREGON_GIT_TOKEN=$FORGE_TOKEN
now=2026-11-23T10:00:00+01:00
new_workspace
rm -r content/posts/*
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
END
write brand/team.yml <<'END'
people:
  luis: {name: Luis Prieto, email: luis@horno.example, roles: [legal]}
  marta: {name: Marta Gil, email: marta@molino.example, roles: [client]}
END
write content/posts/pan.md <<'END'
---
title: Pan
date: 2026-11-24 09:00
accounts: [log]
requires: [legal, client]
---
Pan de hoy.
END
commit 'post: bread'
forge_adopt
server_tip() { git -C "$FORGE_REPO" rev-parse -q --verify refs/heads/pregon-ledger; }
server_file() { git -C "$FORGE_REPO" show "pregon-ledger:approvals/pan.yml"; }
git clone -q . "$T/other" && git -C "$T/other" remote set-url origin "$(git remote get-url origin)"
git config user.email luis@horno.example
git -C "$T/other" config user.email marta@molino.example

run_background luis approve pan --role legal --now $now
first=$RUN_PID
run_background marta -C "$T/other" approve pan --role client --now $now
second=$RUN_PID
run_wait "$first"
is_status 0 'two approve at once: one'
run_wait "$second"
is_status 0 'and the other'
check 'both stand on the server' [ "$(server_file | grep -c '^- {role: \(legal\|client\),')" = 2 ]
check 'a commit each' [ "$(git -C "$FORGE_REPO" rev-list --count pregon-ledger)" = 2 ]
run publish --dry-run --now 2026-11-24T10:00:00+01:00
is_status 0 'nothing is blocked any more'
# Only now does this clone know of the other's.
run show pan --now $now
out_has "approved by 'legal'" 'this clone knows what it fetched'

# Roles that this clone alone has are none.
git checkout -q -b mine
sed -i 's/roles: \[legal\]/roles: [legal, client]/' brand/team.yml
commit 'brand: luis is everything'
run approve pan --role client --now $now
is_status 2 'a role that is not published is none'
err_has "'luis' does not have the role 'client' in brand/team.yml of the published branch" 'and is said to be none'
git checkout -q main

tip=$(server_tip)
sed -i 's/Pan de hoy/Pan de ayer/' content/posts/pan.md
commit 'post: yesterday'
run approve pan --role legal --now $now --no-push
is_status 0 'with --no-push it stays here'
check 'and the server has nothing of it' [ "$(server_tip)" = "$tip" ]
forge_switch refuse
run approve pan --role legal --now $now
is_status 4 'a host that refuses'
check 'has nothing new' [ "$(server_tip)" = "$tip" ]
forge_clear
forge_switch drop-answer 1
run approve pan --role legal --now $now
is_status 0 'an answer that gets lost'
check 'does not make two of it' [ "$(server_file | grep -c 'role: legal')" = 2 ]
finish
