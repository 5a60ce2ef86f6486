#!/bin/bash
# What a person settles: which deliveries are meant, what is refused, and those whose post is gone.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/*
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
  lost: {network: "null", class: N, manner: unknown, log: public/lost}
  never: {network: "null", manner: refuse, log: public/never}
  hand: {network: instagram, handle: horno, send: manual}
END
post() { # NAME DATE ACCOUNTS [LINE]
    write "content/posts/$1.md" <<END
---
title: $1
date: $2
accounts: $3
${4:-x-nothing: true}
---
Pan de $1.
END
}
post hoy '2026-11-24 09:00' '[log, lost, never, hand]'
post ido '2026-11-24 09:00' '[lost, never]'
post luego '2026-12-24 09:00' '[log]'
post borrador '2026-11-24 09:00' '[log]' 'draft: true'
commit 'post: four'
now=2026-11-24T10:00:00+01:00
run publish --now 2026-11-24T09:31:00+01:00
is_status 3 'some need a person'

git rm -q content/posts/ido.md && git commit -qm 'post: take one back'
run publish --now $now --format json
is_status 3 'so they do when another post of the kind is taken back'
json '[.withdrawn[] | "\(.account) \(.state)"] == ["lost uncertain", "never failed"]' 'which the JSON names apart'
json '[.balance | to_entries[] | select(.key != "deliveries") | .value] | add == 6' 'outside the sum'
run status --now $now
is_status 3 'status says the same'
out_has 'pregon resolve ido lost --skip' 'and how to settle it'
run resolve ido lost --retry --now $now
is_status 2 'there is nothing left that could be sent'
run resolve --state uncertain --account lost --skip --why 'gone' --now $now
is_status 0 'all uncertain ones at once'
check 'the post that is gone among them' grep -q 'state: skipped' <(ledger_file deliveries/ido/lost.yml)
check 'and the other' grep -q 'state: skipped' <(ledger_file deliveries/hoy/lost.yml)
run resolve ido --skip --now $now
is_status 0 'a whole post'
run status --now $now --format json
json '.withdrawn == [] and .balance.failed == 1' 'leaves the other post'

run resolve luego log --retry --now $now
is_status 2 'what is still to come is not sent by --retry'
run resolve borrador log --retry --now $now
is_status 2 'nor is a draft'
run resolve hoy log --retry --now $now
is_status 2 'nor what is sent'
run resolve hoy never --reschedule '2026-11-24 09:00' --now $now
is_status 2 'no new time lies in the past'
run resolve hyo log --skip --now $now
is_status 2 'a post that is not there'
err_has "did you mean 'hoy'?" 'is told with the one that is'
run resolve hoy lgo --skip --now $now
err_has "did you mean 'log'?" 'so is an account'
run resolve --state fialed --skip --now $now
err_has "did you mean 'failed'?" 'and a state'
run resolve hoy never --sent 'javascript:alert(1)' --now $now
is_status 2 'an address is https://'
run resolve hoy hand --sent https://instagram.example/p/1 --now $now
is_status 0 'what was sent by hand'
run resolve hoy never --reschedule '2026-11-24 11:00' --why 'again' --now $now --format json
json '.version == 1 and (.deliveries | length) == 1' 'in JSON, too'
json '.deliveries[0] | .post == "hoy" and .account == "never" and .was == "failed" and .state == "scheduled" and .due == "2026-11-24T11:00:00+01:00"' 'what was, and is'
run resolve --state missed --skip --now $now --format json
json '.deliveries == []' 'nothing is an empty list'
run publish --now 2026-11-24T10:30:00+01:00 --format json
is_status 0 'nothing needs a person any more'
json '.deliveries[] | select(.account == "never") | .state == "scheduled" and .due == "2026-11-24T11:00:00+01:00"' 'the other has its new time'

# A record that somebody spoilt is mended by a word.
git worktree add -q "$T/ledger" pregon-ledger
echo '{{{' >"$T/ledger/deliveries/hoy/never.yml"
git -C "$T/ledger" commit -qam 'by hand' && git worktree remove "$T/ledger"
run publish --now 2026-11-24T11:01:00+01:00
is_status 4 'a record that can not be read'
run resolve hoy never --skip --now 2026-11-24T11:01:00+01:00
check 'is whole again' grep -qF 'network: "null"' <(ledger_file deliveries/hoy/never.yml)
run publish --now 2026-11-24T11:01:00+01:00
is_status 0 'and the run goes on'
finish
