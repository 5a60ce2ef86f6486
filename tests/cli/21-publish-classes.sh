#!/bin/bash
# Publishing to `null`, whose manners and class can be chosen: every outcome of a create, by class.
. "$(dirname "$0")/lib.sh"
new_workspace
write brand/accounts.yml <<'END'
accounts:
  good-i: {network: "null", class: I, log: public/good-i.log}
  good-d: {network: "null", class: D, log: public/good-d.log}
  good-k: {network: "null", class: K, log: public/good-k.log}
  good-l: {network: "null", class: L, log: public/good-l.log}
  good-n: {network: "null", class: N, log: public/good-n.log}
  busy: {network: "null", manner: busy-twice, log: public/busy.log}
  refused: {network: "null", manner: refuse, log: public/refused.log}
  locked: {network: "null", manner: auth, log: public/locked.log}
  lost-i: {network: "null", class: I, manner: unknown, log: public/lost-i.log}
  lost-d: {network: "null", class: D, manner: unknown, log: public/lost-d.log}
  lost-u: {network: "null", class: U, manner: unknown, log: public/lost-u.log}
  lost-l: {network: "null", class: L, manner: unknown, log: public/lost-l.log}
  lost-n: {network: "null", class: N, manner: unknown, log: public/lost-n.log}
END
write content/posts/2026/11/otono.md <<'END'
---
title: Otoño
date: 2026-11-24 09:30
accounts: [good-i, good-d, good-k, good-l, good-n, busy, refused, locked, lost-i, lost-d, lost-l, lost-u, lost-n]
---
Vuelve la hogaza de calabaza.

---

Solo hasta el domingo.
END
rm -r content/posts/2026/12 content/posts/2026/11/hilo.md
commit 'post: to every class'
before=$(fingerprint)

state_is() { # ACCOUNT STATE
    json ".deliveries[] | select(.account == \"$1\") | .state == \"$2\"" "$1 is $2"
}
lines_are() { # ACCOUNT COUNT
    check "$1: $2 lines" test "$2" -eq "$(cat "public/$1.log" 2>/dev/null | wc -l)"
}

run publish --now 2026-11-24T09:31:00+01:00 --format json
is_status 4 'what is to be tried again comes first'
for account in good-i good-k good-l good-n busy lost-i; do
    state_is $account sent
    lines_are $account 2
done
for account in good-d lost-d; do
    state_is $account sent
    check "$account: two lines, each after its draft" test "$(jq -r '.draft // .published' "public/$account.log" | uniq -c | grep -c '^ *2 ')" = 2
done
check 'a draft is in the record' grep -q 'draft: ' <(ledger_file deliveries/2026/11/otono/good-d.yml)
state_is refused failed
json '.deliveries[] | select(.account == "refused") | .error.message == "this is not wanted"' 'in the network'\''s words'
lines_are refused 0
state_is locked retrying
state_is lost-l sending
state_is lost-u sending
state_is lost-n uncertain
json '.deliveries[] | select(.account == "lost-n") | .error.remedy | contains("pregon resolve 2026/11/otono lost-n --sent")' 'an uncertain one says how to settle it'
lines_are lost-l 1
lines_are lost-u 1
lines_are lost-n 1
json '[.balance | to_entries[] | select(.key != "deliveries") | .value] | add == 13' 'the balance adds up'

run publish --now 2026-11-24T09:40:00+01:00 --format json
state_is lost-l sending
lines_are lost-l 1
run publish --now 2026-11-24T09:50:00+01:00 --account lost-l --format json
lines_are lost-l 2
run publish --now 2026-11-24T10:10:00+01:00 --account lost-l --format json
state_is lost-l sent
lines_are lost-l 2
lines_are lost-n 1
is_status 3 'refused and uncertain ones ask for a person'

run resolve 2026/11/otono lost-n --sent https://null.example/1 --why 'seen there'
is_status 0 'a person says that it is there'
run resolve 2026/11/otono refused --skip --why 'not for them'
is_status 0 'and that another is let go'
run resolve 2026/11/otono good-i --retry
is_status 2 'what is sent is not sent again'
run status --format json
state_is lost-n sent
state_is refused skipped
check 'the reason is recorded' grep -q 'reason: seen there' <(ledger_file deliveries/2026/11/otono/lost-n.yml)
check 'work tree, index and branches are untouched' test "$before" = "$(fingerprint)"
finish
