#!/bin/bash
# What publish does not send: held, too late, too much at once, too close together, and what a
# rehearsal may not reach.
. "$(dirname "$0")/lib.sh"

post() { # NAME DATE [LINE]
    write "content/posts/$1.md" <<END
---
title: $1
date: $2
accounts: [log]
${3:-x-nothing: true}
---
Pan de $1.
END
}
log_accounts() {
    rm -rf content/posts/*
    write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
  far: {network: mastodon, service: "https://mastodon.invalid", handle: horno, secret: PREGON_FAR}
END
}
sent() { grep -c . public/log 2>/dev/null || true; }

new_workspace held
log_accounts
post uno '2026-11-24 09:00'
commit 'post: one'
run hold --why 'fuego en el obrador' --now 2026-11-24T09:00:00+01:00
is_status 0 'hold'
run publish --now 2026-11-24T09:31:00+01:00
is_status 0 'nothing is wrong where all is held'
check 'nothing was sent' test -z "$(sent)"
run plan --now 2026-11-26T09:31:00+01:00 --format json
json '.balance.held == 1' 'held ones are not missed'
run hold --account log --until '2026-11-26 12:00' --format json --now 2026-11-24T09:31:00+01:00
json '.version == 1 and .hold.accounts == ["log"] and .hold.all == false and .hold.why == null and .hold.until == "2026-11-26T12:00:00+01:00"' 'hold says in JSON what it holds'
run resume --account log --format json --now 2026-11-24T09:32:00+01:00
json '.resumed.accounts == ["log"] and .deliveries == []' 'resume what it lets go, which another hold may keep'
run hold --account log --why $'one\ntwo\e[31m\xff' --now 2026-11-24T09:33:00+01:00
check 'a reason of several lines becomes one' [ "$(git show pregon-ledger:hold.yml | grep -cF 'one two [31m?')" = 1 ]
run resume --account log --now 2026-11-24T09:34:00+01:00
is_status 0 'which can be read again'
run resume --now 2026-11-24T10:00:00+01:00
out_has 'still in time' 'resume shows what goes out'
run publish --now 2026-11-24T10:00:00+01:00
check 'and then it does' test "$(sent)" = 1

exec 9>>.git/pregon/lock && flock 9
run publish --now 2026-11-24T10:00:00+01:00 --format json
exec 9>&-
is_status 0 'beside another run in the same clone there is nothing to do'
json '.version == 1 and .busy and .deliveries == [] and .balance.deliveries == 0' 'which JSON says'

new_workspace voice
log_accounts
write brand/voice/Casa/Veto.yml <<'END'
extends: existence
message: "«%s» no se puede decir."
level: error
ignorecase: true
tokens: [milagro]
END
sed -i '$a voice: {styles: [Casa]}\npublish: {recheck: error}' brand/brand.yml
for post in milagro sano; do post $post '2026-11-24 09:00'; done
post luego '2026-11-24 09:40'
commit 'post: three'
run publish --now 2026-11-24T09:31:00+01:00 --format json
is_status 1 'a rule of today blocks what breaks it'
json '[.deliveries[] | "\(.post) \(.state)"] == ["milagro blocked", "sano sent", "luego scheduled"]' 'that alone'
json '.deliveries[0].why | test("milagro.md:[0-9]+:[0-9]+: .*Casa.Veto")' 'and says why'
sed -i 's/recheck: error/recheck: report/' brand/brand.yml
commit 'brand: only say it'
run publish --now 2026-11-24T09:32:00+01:00
is_status 0 'where rules are only to be said, they block nothing'
err_has 'goes out all the same' 'but are said'
sed -i 's/milagro/(milagro/' brand/voice/Casa/Veto.yml
commit 'brand: spoil a rule'
run publish --now 2026-11-24T09:41:00+01:00
is_status 0 'a rule that can not be read keeps nothing back'
err_has 'Veto.yml:5:10' 'and is named'
check 'all were sent' test "$(sent)" = 3

new_workspace held-first
log_accounts
post uno '2026-11-24 09:00'
post viejo '2026-11-20 09:00'
commit 'post: two'
run hold --why 'before the opening' --now 2026-11-18T09:00:00+01:00
run resume --now 2026-11-24T09:00:00+01:00
run publish --now 2026-11-24T09:31:00+01:00 --format json
is_status 0 'a hold before the first run'
json '.balance.sent == 1 and .balance.skipped == 1' 'does not begin the ledger'
err_has 'genesis' 'which the first run does, and says how to pin it'

new_workspace late
log_accounts
post ayer '2026-11-23 08:00'
post hoy '2026-11-24 09:00'
commit 'post: two'
run publish --now 2026-11-22T09:00:00+01:00
run publish --now 2026-11-24T09:31:00+01:00 --format json
is_status 3 'a missed one asks for a person'
json '.balance.missed == 1 and .balance.sent == 1' 'the other is sent'
run resolve --state missed --retry --why 'still good' --now 2026-11-24T09:40:00+01:00
run publish --now 2026-11-24T09:41:00+01:00 --format json
is_status 0 'a person may send it all the same'
json '.balance.sent == 2' 'once'

new_workspace retried
log_accounts
sed -i 's/log: {network: "null"/log: {network: "null", manner: auth/' brand/accounts.yml
for post in uno dos; do post $post '2026-11-24 09:00' 'max-late: 2h'; done
post tres '2026-11-24 11:30'
commit 'post: to an account that is locked'
run publish --now 2026-11-24T09:31:00+01:00 --format json
json '.balance.retrying == 2' 'what a locked account did not take is tried again'
run hold --post uno --now 2026-11-24T09:31:00+01:00
sed -i 's/, manner: auth//' brand/accounts.yml
commit 'brand: unlock it'
run publish --now 2026-11-24T11:31:00+01:00 --format json
is_status 3 'until it is too late'
json '[.deliveries[] | "\(.post) \(.state)"] == ["dos missed", "uno retrying", "tres sent"]' 'then it is missed, but not what is held, and the others go on'
run resume --post uno --now 2026-11-24T11:32:00+01:00 --reschedule '2026-11-24 12:00' --format json
json '[.deliveries[] | "\(.post) \(.state) \(.due)"] == ["uno scheduled 2026-11-24T12:00:00+01:00"]' 'resume says what becomes of it'
run publish --now 2026-11-24T12:01:00+01:00 --format json
json '[.deliveries[] | "\(.post) \(.state)"] == ["dos missed", "tres sent", "uno sent"]' 'and has given it a new time'

new_workspace backlog
log_accounts
for i in $(seq 1 30); do post "p$i" "2026-11-24 09:00"; done
commit 'post: thirty'
run publish --now 2026-11-24T09:31:00+01:00
is_status 3 'too many at once stop the account'
err_has 'confirm-backlog' 'and it says how to go on'
check 'nothing was sent' test -z "$(sent)"
run publish --now 2026-11-24T09:31:00+01:00 --confirm-backlog
is_status 0 'confirmed'
check 'all are sent' test "$(sent)" = 30

new_workspace gap
log_accounts
printf 'limits: {default: {gap: 30m}}\n' >>calendar/calendar.yml
post uno '2026-11-24 08:00'
post dos '2026-11-24 09:00'
commit 'post: with a gap'
run publish --now 2026-11-24T09:31:00+01:00 --format json
json '.balance.sent == 1 and .balance.due == 1' 'the second waits for the gap'
is_status 0 'and that is right'
run publish --now 2026-11-24T09:50:00+01:00
check 'also later' test "$(sent)" = 1
run publish --now 2026-11-24T10:02:00+01:00
check 'until it is over' test "$(sent)" = 2

new_workspace rehearsal
log_accounts
post uno '2026-11-24 09:00'
sed -i 's/\[log\]/[log, far]/' content/posts/uno.md
commit 'post: to a far service'
PREGON_FAR='https://mastodon.invalid canary-secret' run publish --now 2026-12-24T09:01:00+01:00 --format json
run publish --now 2026-11-24T09:01:00+01:00 --format json
json '.deliveries[] | select(.account == "far") | .attempts == 0' 'a rehearsal does not reach far services'
check 'nor writes their records' test -z "$(git ls-tree -r --name-only pregon-ledger deliveries/uno/far.yml)"

new_workspace unbound
log_accounts
write brand/accounts.yml <<'END'
accounts:
  log: {network: mastodon, service: "https://attacker.invalid", handle: horno, secret: PREGON_FAR}
  far: {network: mastodon, service: "https://mastodon.invalid", handle: horno, secret: PREGON_FAR}
END
post uno '2001-01-01 09:00' 'max-late: 36000d'
git branch -q pregon-ledger "$(git commit-tree -m 'record: begun' "$(printf '100644 blob %s\tledger.yml\n' "$(echo 'birth: 2000-01-01T00:00:00Z' | git hash-object -w --stdin)" | git mktree)")"
commit 'post: to a host that the secret is not of'
PREGON_FAR='https://mastodon.invalid canary-secret' run publish -vv
is_status 1 'a secret of another host'
err_lacks '> ' 'no host is asked for anything, not even for its clock'
PREGON_FAR='https://attacker.invalid canary-secret' run publish -vv --dry-run
err_lacks '> ' 'nor is any in a dry run'
PREGON_FAR='https://attacker.invalid canary-secret' run publish -vv
err_has '> HEAD https://attacker.invalid/' 'a host that the secret is of is asked'
err_lacks canary-secret 'the secret is not shown'

new_workspace blocked
log_accounts
post uno '2026-11-24 09:00'
post dos '2026-11-24 09:00' 'campaign: no-such'
commit 'post: one of them wrong'
run publish --now 2026-11-24T09:31:00+01:00 --format json
is_status 1 'a post that breaks a rule asks for an edit'
json '.balance.blocked == 1 and .balance.sent == 1' 'it is blocked alone'

new_workspace renamed
log_accounts
post uno '2026-11-24 09:00'
commit 'post: one'
run publish --now 2026-11-24T09:31:00+01:00
git mv content/posts/uno.md content/posts/otro.md
sed -i 's/09:00/12:00/' content/posts/otro.md
commit 'post: under another name'
run publish --now 2026-11-24T12:01:00+01:00 --dry-run --format json
json '.deliveries[0].state == "blocked"' 'a post that was renamed would be blocked'
run publish --now 2026-11-24T12:01:00+01:00 --format json
is_status 1 'and is'
json '.balance.blocked == 1 and (.deliveries[0].why | contains("`id: uno`"))' 'with what to write'
check 'it is not sent again' test "$(sent)" = 1
sed -i 's/^title:.*/id: uno/' content/posts/otro.md
commit 'post: with its old name'
run publish --now 2026-11-24T12:01:00+01:00 --format json
json '.balance.sent == 1 and .balance.deliveries == 1' 'with its id it is the same post'

new_workspace twins
log_accounts
post uno '2026-11-24 09:00'
post dos '2026-11-24 09:00'
sed -i 's/^Pan.*/Pan de siempre./' content/posts/*.md
commit 'post: the same twice'
run publish --now 2026-11-24T09:31:00+01:00 --limit 1
run publish --now 2026-11-24T09:31:00+01:00
check 'the same text twice may be meant' test "$(sent)" = 2
printf 'mix: {repeat: {within: 90d}}\n' >>calendar/calendar.yml
post tres '2026-11-24 10:00'
post cuatro '2026-11-24 10:00'
post cinco '2026-11-24 10:00'
sed -i 's/^Pan.*/Pan nuevo./' content/posts/cuatro.md content/posts/cinco.md
sed -i 's/^Pan.*/Pan de siempre./' content/posts/tres.md
commit 'post: and again'
run publish --now 2026-11-24T10:01:00+01:00 --format json
json '.balance.blocked == 2 and .balance.sent == 3' 'not where the calendar says so, nor in one run'
# A clone that has only the end of the ledger's history can't say what was recorded before.
new_workspace whole
log_accounts
post uno '2026-11-24 09:00'
post dos '2026-11-24 09:40'
commit 'post: two'
run publish --now 2026-11-24T09:00:30+01:00
run publish --now 2026-11-24T09:41:00+01:00
git clone -q --depth 1 --no-single-branch "file://$PWD" "$T/cut" && cd "$T/cut" || exit
git branch -q pregon-ledger origin/pregon-ledger && git remote remove origin
run publish --now 2026-11-24T09:50:00+01:00
is_status 4 'with the end of the history alone nothing is sent'
err_has 'git fetch --unshallow' 'and it says how to get the rest'
check_not 'nothing was' test -e public/log
run status --log --now 2026-11-24T09:50:00+01:00
out_has 'has no more of the history' 'status shows what there is, and says that there is more'
git fetch -q --unshallow "file://$T/whole" && git fetch -q "file://$T/whole" pregon-ledger
run publish --now 2026-11-24T09:50:00+01:00
is_status 0 'with the whole of it all is well'

# --- a hold.yml that nobody can read ---
new_workspace unreadable
log_accounts
post uno '2026-11-24 09:00'
commit 'post: one'
run publish --now 2026-11-24T08:00:30+01:00
git worktree add -q "$T/ledger" pregon-ledger
(cd "$T/ledger" && echo 'all: [' >hold.yml && commit 'record: hold')
git worktree remove --force "$T/ledger"
run publish --now 2026-11-24T09:00:30+01:00
is_status 3 'a hold.yml that nobody can read holds all, and needs a person'
err_has "hold.yml can't be read, so all is held: line 1" 'and publish says why'
check_not 'nothing is sent' test -e public/log
run status --now 2026-11-24T09:00:30+01:00
is_status 3 'status says so, too'
out_has "hold.yml can't be read" 'and why'
run doctor --offline
check_not 'to doctor the ledger is not well then' grep -q '^ok .*ledger' "$T/stdout"

# --- a hold that somebody wrote on the host's page, in a hurry ---
edit_ledger() { # SHELL
    git worktree add -q "$T/ledger" pregon-ledger && (cd "$T/ledger" && eval "$1" && commit 'record: hold')
    git worktree remove --force "$T/ledger"
}
for name in HOLD.yml hold.yaml holds.yml hold.yml/now.yml; do
    edit_ledger "git rm -qr --ignore-unmatch . ':!deliveries' ':!ledger.yml' ':!README.md'; echo 'holds: [{all: true}]' | write $name"
    run publish --now 2026-11-24T09:00:40+01:00
    is_status 3 "$name is no file of holds: all is held, and a person has to look"
    err_has "'$name'" 'which is named'
    check_not 'nothing is sent' test -e public/log
done
edit_ledger "git rm -qr hold.yml; echo 'holds: [{accounts: [Log, log]}, {posts: [unno]}, {campaigns: [x], until: 2026-11-24 08:00}]' >hold.yml"
run publish --now 2026-11-24T09:00:50+01:00
is_status 0 'a hold on names that nobody has'
err_has "hold.yml holds nothing by this name: there is no account 'Log'" 'is told by publish'
err_has "there is no post 'unno'" 'of posts, too'
err_lacks "'x'" 'not of what is over'
run status --now 2026-11-24T09:00:50+01:00
err_has "there is no account 'Log'" 'and by status'

# --- a pinned ledger that is not there ---
GENESIS=$(git rev-list --max-parents=0 pregon-ledger)
echo "ledger: {branch: pregon-ledger, genesis: $GENESIS}" >>brand/brand.yml
commit 'brand: pin the ledger'
git update-ref -d refs/heads/pregon-ledger
run status --now 2026-11-24T09:10:00+01:00
is_status 4 'a pinned ledger that is not there is a failure'
out_has "git fetch origin pregon-ledger" 'with what to do'
run doctor --offline
is_status 4 'for doctor, too'
# A network that said no address, or a ledger that somebody edited.
new_workspace no-address
log_accounts
post uno '2026-11-24 09:00'
post dos '2026-11-24 09:05' 'link: uno/log'
commit 'post: one, and one that links to it'
run publish --post uno --now 2026-11-24T09:06:00+01:00
is_status 0 'one that another links to is sent'
git worktree add -q "$T/ledger" pregon-ledger
sed -i 's#url: "https://null.invalid/[^"]*"#url: "javascript:alert(1)"#' "$T/ledger/deliveries/uno/log.yml"
check 'and what it has for an address is no web page' git -C "$T/ledger" commit -qam 'record: no address'
git worktree remove "$T/ledger"
run publish --now 2026-11-24T09:06:30+01:00
is_status 1 'then the other one is blocked'
err_has "its link stands for 'uno/log', which was sent and has no address on the web" 'and the run says why'
check 'and what stands for an address is never sent' test "$(sent)" = 1

# --- a pull request that moves the ledger, and the token with it ---
new_workspace token
git remote add origin https://git.example/horno/posts.git
printf 'ledger: {remote: "https://evil.example/ledger.git"}\n' >>brand/brand.yml
commit 'brand: keep the ledger elsewhere'
for command in publish 'hold --why fuego' doctor; do
    # shellcheck disable=SC2086 # words
    PREGON_GIT_TOKEN=canary-of-git run $command --now 2026-11-24T09:00:00+01:00
    is_status 4 "$command: git's token goes to no host that stands in brand.yml alone"
    err_has "set PREGON_GIT_TOKEN to 'https://evil.example YOUR-TOKEN'" "$command: and says what would allow it"
done
PREGON_GIT_TOKEN='https://git.example canary-of-git' run publish --now 2026-11-24T09:00:00+01:00
is_status 1 'bound to another host it goes nowhere else'
err_has "is bound to 'https://git.example'" 'and says so'
err_lacks 'canary' 'without the token'

# --- an account that gets another name in accounts.yml ---
new_workspace renamed
log_accounts
post uno '2026-11-24 09:00'
post dos '2026-11-24 09:30'
commit 'post: two'
run publish --now 2026-11-24T09:01:00+01:00
sed -i 's/^  log:/  diario:/' brand/accounts.yml
sed -i 's/accounts: .*/accounts: [diario]/' content/posts/*.md
commit 'brand: rename the account'
run publish --now 2026-11-24T09:31:00+01:00 --format json
is_status 1 'an account that was renamed: the workspace needs an edit'
err_has "it went out as 'uno/log', an account that is gone" 'which is said'
json '[.deliveries[] | select(.post == "uno")][0].state == "blocked"' 'what went out under its old name waits'
json '[.deliveries[] | select(.post == "dos")][0].state == "sent"' 'and the rest goes on'
check 'nothing twice' test "$(sent)" = 2
run resolve uno diario --reschedule '2026-11-24 09:33' --why 'another account' --now 2026-11-24T09:32:00+01:00
is_status 0 'a person may say that it is another account'
run publish --now 2026-11-24T09:33:10+01:00
check 'then it goes out there' test "$(sent)" = 3

# Of two accounts one goes away while the other has still to get the post: that is no renaming.
new_workspace beside
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
  otro: {network: "null", log: public/log}
END
rm -r content/posts/*
post cero '2026-11-24 08:59' && sed -i 's/\[log\]/[log, otro]/' content/posts/cero.md
post uno '2026-11-24 09:00' && sed -i 's/\[log\]/[log, otro]/' content/posts/uno.md
commit 'post: two for two'
run publish --now 2026-11-24T08:59:30+01:00
run publish --now 2026-11-24T09:01:00+01:00 --account log
sed -i '/^  log:/d' brand/accounts.yml
sed -i 's/\[log, otro\]/[otro]/' content/posts/*.md
commit 'brand: one account less'
run publish --now 2026-11-24T09:02:00+01:00
is_status 0 'an account that was there before is no other one under a new name'
check 'and gets the post' test "$(sent)" = 4

# --- a ledger that no longer says since when it is kept ---
new_workspace no-birth
log_accounts
post uno '2026-11-24 09:00'
post dos '2026-11-24 09:10'
commit 'post: two'
run publish --now 2026-11-24T09:01:00+01:00
edit_ledger 'git rm -q ledger.yml'
run publish --now 2026-11-24T09:11:00+01:00
is_status 4 'nothing is sent on it'
run status --now 2026-11-24T09:02:00+01:00
is_status 4 'status ends with what publish ends with'
out_has 'does not say since when it is kept' 'and says why'
run status --now 2026-11-24T09:02:00+01:00 --format json
json '.ledger.distrust | contains("ledger.yml")' 'in JSON, too'
run doctor --offline
is_status 4 'doctor ends with it, too'

# --- an address that no ledger can be kept behind ---
new_workspace address
log_accounts
commit 'brand: accounts'
git config remote.origin.url 'http://127.0.0.1:9/posts.git?token=canary-of-git'
for command in 'publish -vv' 'doctor --offline'; do
    # shellcheck disable=SC2086 # words
    run $command
    is_status 4 "$command: an address with a token behind it is refused"
    err_lacks '> ' "$command: before its host is asked for anything"
    check_not "$command: and the token is not shown" grep -q canary "$T/stdout" "$T/stderr"
done
git config remote.origin.url $'http://127.0.0.1:9/posts.git\nx'
run publish -vv
is_status 4 'an address with a line break is refused'
err_lacks '> ' 'before its host is asked for anything'
git config remote.origin.url 'http://127.0.0.1:9/posts.git'
printf 'ledger: {remote: "https://ana:canary-of-git@git.example/a.git"}\n' >>brand/brand.yml
run doctor --offline
check_not 'doctor shows no password of an address in brand.yml' grep -q canary "$T/stdout" "$T/stderr"

# --- secrets that are too short to be struck out ---
new_workspace short
write brand/accounts.yml <<'END'
accounts:
  uno: {network: mastodon, service: "http://127.0.0.1:9", handle: horno, secret: PREGON_CORTO}
  dos: {network: mastodon, service: "http://127.0.0.1:9", handle: pan, secret: PREGON_CORTO}
END
post uno '2026-11-24 09:00'
sed -i 's/\[log\]/[uno, dos]/' content/posts/uno.md
commit 'post: with a short secret'
for command in publish 'doctor --offline'; do
    # shellcheck disable=SC2086 # words
    PREGON_GIT_TOKEN=abc PREGON_CORTO=xyz run $command --now 2026-11-24T09:01:00+01:00
    check "$command: a short secret is told of once" test "$(grep -c 'PREGON_CORTO has fewer than 4' "$T/stderr")" = 1
    check "$command: git's, too" test "$(grep -c 'PREGON_GIT_TOKEN has fewer than 4' "$T/stderr")" = 1
done
PREGON_CORTO=wxyz run publish --now 2026-11-24T09:01:00+01:00
err_lacks 'has fewer than' 'one that is struck out is not told of'

finish
