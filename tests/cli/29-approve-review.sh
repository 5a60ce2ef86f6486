#!/bin/bash
# A git host's review becomes approvals: of the posts that the change is about, in the roles that the
# published branch gives the reviewer, and of nothing else.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/*
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
END
write brand/brand.yml <<'END'
name: El Horno de Ana
languages: [es]
disclosure: {texts: ["#publi"]}
approvals:
  - {roles: [legal], when: {sponsored: true}}
END
write brand/team.yml <<'END'
people:
  ana: {name: Ana Ruiz, email: ana@horno.example, github: AnaRuiz, gitlab: aruiz, roles: [manager, legal]}
  luis: {name: Luis Prieto, email: luis@horno.example, github: lprieto, gitlab: l.prieto, roles: [legal]}
  sara: {name: Sara Pino, github: sarapino}
END
post() { # NAME KEY
    write "content/posts/$1.md" <<END
---
title: $1
date: 2026-11-24 09:00
accounts: [log]
$2
---
#publi Pan de $1.
END
}
post viejo 'sponsored: Molino'
commit 'post: one that nobody looked at'
base=$(git rev-parse HEAD)
git checkout -q -b change
post nuevo 'sponsored: Molino'
post llano 'tags: [Pan]'
post suyo 'requires: [legal]'
sed -i 's/^sponsored.*/sponsored: Molino/; s/^requires: .*/&\nowner: luis/' content/posts/suyo.md
sed -i 's/roles: \[legal\]/roles: [legal, manager]/; s/sarapino}/sarapino, roles: [legal]}/' brand/team.yml
commit 'post: three more, and a team to our liking'
head=$(git rev-parse HEAD)
git checkout -q main
post otro 'sponsored: Molino'
commit 'post: meanwhile'
now=2026-11-23T10:00:00+01:00

event() { # LOGIN [STATE [COMMIT [AUTHOR]]]
    cat <<END
{"action": "submitted",
 "review": {"id": 80, "user": {"login": "$1", "id": 1}, "body": "::error::\\u001b[31m", "commit_id": "${3:-$head}",
  "state": "${2:-approved}", "html_url": "https://github.example/horno/pan/pull/7#pullrequestreview-80"},
 "pull_request": {"number": 7, "user": {"login": "${4:-otra}"}, "head": {"ref": "change", "sha": "$head"},
  "base": {"ref": "main", "sha": "$base"}},
 "repository": {"full_name": "horno/pan"}, "sender": {"login": "$1"}}
END
}
nothing() { # WHAT
    is_status 0 "$1"
    check_not 'records nothing' git rev-parse -q --verify pregon-ledger
}

event lprieto commented >event.json
run approve --from-review event.json --now $now
nothing 'a review that is a remark'
err_has "the review of 'lprieto' approves nothing (commented)" 'is said to be one'
event lprieto changes_requested >event.json
run approve --from-review event.json --now $now
nothing 'one that asks for changes'
event lprieto dismissed >event.json
run approve --from-review event.json --now $now
nothing 'one that was dismissed'
event nadie >event.json
run approve --from-review event.json --now $now
nothing 'somebody who is not of the team'
err_has "nobody in brand/team.yml of the published branch has the login 'nadie'" 'is named'
event sarapino >event.json
run approve --from-review event.json --now $now
nothing 'somebody whom the change itself makes a lawyer'
err_has "'sarapino' has no role in brand/team.yml of the published branch" 'has no role'
event lprieto approved "$head" LPrieto >event.json
run approve --from-review event.json --now $now
nothing 'somebody who reviews a change of their own'

# --- hostile ---
hostile() { # WHAT
    run approve --from-review event.json --now $now
    is_status 1 "hostile: $1"
    check_not 'records nothing' git rev-parse -q --verify pregon-ledger
}
echo '{"review": ' >event.json; hostile 'cut short'
echo '[]' >event.json; run approve --from-review event.json --now $now; nothing 'no review at all'
echo '"approved"' >event.json; hostile 'a word'
echo '{"review": {"state": "approved"}}' >event.json; hostile 'without a pull request'
event 'lprieto' approved "main" >event.json; hostile 'a branch for a commit'
event 'lprieto' approved "--upload-pack=x" >event.json; hostile 'an option for a commit'
event 'lprieto\n::error::x' >event.json; hostile 'a login of two lines'
event 'lprieto' 'approved\u0000' >event.json; hostile 'a NUL in the state'
event lprieto | sed 's/"login": "lprieto"/"login": ["lprieto"]/' >event.json; hostile 'a list for a login'
event lprieto | sed 's|https://github.example|javascript:alert(1)//|' >event.json; hostile 'an address that runs something'
event lprieto | sed 's/"state"/"state": "commented", "state"/' >event.json; hostile 'two states'
head -c 2000000 /dev/zero | tr '\0' '[' >event.json; hostile 'two million brackets'
ln -s /dev/zero event.link; run approve --from-review event.link --now $now
check 'hostile: a file without an end' [ "$RUN_STATUS" -ne 0 ]
event lprieto approved "$(printf 'b%.0s' {1..40})" >event.json
run approve --from-review event.json --now $now
check 'a commit that is not here' [ "$RUN_STATUS" -ne 0 ]
err_has 'the reviewed commit' 'is said to be the trouble'
run approve --from-review event.json --role legal --now $now
is_status 2 'a review says the role itself'
event lprieto >event.json
run approve --from-review event.json --rev "$head" --now $now
is_status 2 'and the commit'

# --- GitHub's event ---
run approve --from-review event.json --now $now --format json
is_status 0 'a lawyer approves'
json '[.approvals[] | "\(.post) \(.role) \(.by) \(.new)"] == ["nuevo legal luis true"]' 'the post that needs it'
err_has "'luis' is the owner of 'suyo'" 'and not their own'
json ".approvals[0] | .commit == \"$head\" and .review == \"https://github.example/horno/pan/pull/7#pullrequestreview-80\"" 'with the commit and where it was said'
check_not 'nothing that the change leaves alone' git cat-file -e pregon-ledger:approvals/viejo.yml
check_not 'nor what came to the branch meanwhile' git cat-file -e pregon-ledger:approvals/otro.yml
check_not 'nothing of the event but what is needed is written' grep -q '::error' <(git log -p pregon-ledger)
run approve --from-review event.json --now $now --format json
json '.approvals[0].new == false' 'the same event once more changes nothing'
check 'and makes no commit' [ "$(git rev-list --count pregon-ledger)" = 1 ]
event anaruiz >event.json
run approve --from-review - --now $now
check 'from standard input there is none here' [ "$RUN_STATUS" = 1 ]
"$PREGON" approve --from-review - --now $now <event.json >"$T/stdout" 2>"$T/stderr"
RUN_STATUS=$?
is_status 0 'it may come by standard input'
out_has "approved: suyo, as 'legal' by 'ana'" 'whatever the case of the login'
check 'two approvals, one commit' grep -qx 'approve: 2 approvals by ana \[skip ci\]' <(git log -1 --format=%s pregon-ledger)

git merge -q --no-ff -m merge change
run plan --now $now --format json
json '[.deliveries[] | "\(.post) \(.state)"] | sort == ["llano scheduled", "nuevo scheduled", "otro blocked", "suyo scheduled", "viejo blocked"]' 'after the merge they count'

# --- GitHub's list, and GitLab's approvals ---
git checkout -q -b more
post lista 'sponsored: Molino'
commit 'post: one more'
more=$(git rev-parse HEAD)
git checkout -q main
review() { # LOGIN STATE
    printf '{"user": {"login": "%s"}, "state": "%s", "commit_id": "%s", "html_url": "https://github.example/8"}' "$1" "$2" "$more"
}
echo "[$(review lprieto APPROVED), $(review anaruiz APPROVED), $(review lprieto CHANGES_REQUESTED), $(review anaruiz COMMENTED), {\"user\": null, \"state\": \"APPROVED\", \"commit_id\": null}]" >event.json
run approve --from-review event.json --now $now --format json
is_status 0 'the list of reviews'
json '[.approvals[] | "\(.post) \(.by)"] == ["lista ana"]' 'counts what each said last'
echo '{"id": 5, "iid": 5, "approved": true, "approved_by": [{"user": {"username": "l.prieto"}}, {"user": {"username": "root"}}]}' >event.json
run approve --from-review event.json --now $now
is_status 2 "GitLab's approvals do not name the commit"
run approve --from-review event.json --rev "$more" --now $now --format json
is_status 0 'which the job knows'
json '[.approvals[] | "\(.post) \(.by) \(.review)"] == ["lista luis null"]' 'and count, by the login there'
err_has "the login 'root'" 'of those who are known'
echo '{"approved_by": {}}' >event.json
run approve --from-review event.json --rev "$more" --now $now
is_status 1 'a list that is none'
finish
