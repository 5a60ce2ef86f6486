#!/bin/bash
# Fetching and pushing as publish does it, against real git hosts: what each answer is taken for.
. "$(dirname "$0")/lib.sh"
forge_start "$T/forge" || skip_all "$SERVER_WHY"
REMOTE=$(cd "$TESTS/.." && realpath -m "$BUILD/remote")
[ -x "$REMOTE" ] || skip_all "'$REMOTE' is not there: run make unit first"
new_workspace
forge_adopt
ledger=refs/heads/pregon-ledger
export PREGON_GIT_TOKEN=$FORGE_TOKEN

remote() { # ARGUMENT ...
    OUT=$("$REMOTE" "$@" 2>&1 </dev/null)
}
says() { # TEXT WHAT
    case $OUT in
        *"$1"*) pass "$2" ;;
        *) fail "$2" "missing: $1" "$OUT" ;;
    esac
}
keeps_quiet() { # TEXT WHAT
    case $OUT in
        *"$1"*) fail "$2" "unwanted: $1" "$OUT" ;;
        *) pass "$2" ;;
    esac
}
server_tip() { git -C "$FORGE_REPO" rev-parse -q --verify "$ledger"; }
# A new commit of the store on top of the server's ledger: $OLD and $NEW.
prepare() {
    OLD=$(server_tip) || OLD=-
    "$REMOTE" fetch "$URL" "$ledger" >/dev/null 2>&1
    NEW=$("$REMOTE" commit "$OLD" "deliveries/$RANDOM/$((++N)).yml" "state: sent")
}
landed() { [ "$(server_tip)" = "$NEW" ]; }

try_all() { # NAME
    prepare
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'accepted: ' "$1: a push is accepted"
    check "$1: and there" landed
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'accepted: ' "$1: and accepted still when it is pushed again"
    lost=$OLD
    prepare
    remote push "$URL" "$ledger" "$lost" "$NEW"
    says 'lost: ' "$1: on top of another tip it is lost"
    check_not "$1: although it would be a step forward" landed

    forge_switch refuse 1
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'refused: pre-receive hook declined' "$1: a hook refuses"
    says 'GH006: Protected branch update failed' "$1: in the words of the host"
    says ' / error: Changes must be made' "$1: in all of them, in one line"
    forge_switch race 1
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'lost: ' "$1: a race is lost under the lock"
    check_not "$1: and nothing overwritten" landed
    prepare
    forge_switch drop-answer 1
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'unknown: ' "$1: a lost answer is no answer"
    check "$1: although the push has landed" landed
    remote fetch "$URL" "$ledger"
    says "$ledger $NEW" "$1: as a fetch finds out"
    prepare
    forge_switch status 1
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'refused: protected branch hook declined' "$1: a status refuses"
    forge_switch slow 1
    SECONDS=0
    remote -t 600 push "$URL" "$ledger" "$OLD" "$NEW"
    says 'unknown: the git host did not answer in time' "$1: a stalled host is left"
    check "$1: in time" [ "$SECONDS" -lt 2 ]
    sleep 2.5
    forge_clear
    remote fetch "$URL" "$ledger"
    says "$ledger $(server_tip)" "$1: the store is usable after that"
}

URL=$FORGE_URL
remote fetch "$URL" "$ledger" HEAD
says 'refs/heads/main' 'the main branch is told'
says "$ledger -" 'a branch that is not there is none'
says "HEAD $(git rev-parse main)" 'HEAD is the main branch'
keeps_quiet 'not here' 'and was fetched'
remote fetch "$URL" "$ledger"
keeps_quiet 'HEAD' 'what was not asked for is not told'
git commit -q --allow-empty -m 'post: another' && git push -q "$FORGE_REPO" main
remote fetch "$URL" "=HEAD"
says "HEAD $(git rev-parse main) not here" 'what the repository has already is not fetched'
try_all HTTP
remote probe "$URL"
says 'may push' 'HTTP: may push'
git -C "$FORGE_REPO" config http.receivepack false
remote probe "$URL"
says 'may not push' 'HTTP: 403: may not push'
prepare
remote push "$URL" "$ledger" "$OLD" "$NEW"
says 'credentials: ' 'HTTP: 403 is about credentials'
git -C "$FORGE_REPO" config http.receivepack true
remote push "${URL/site/nada}" "$ledger" "$OLD" "$NEW"
says 'credentials: ' 'HTTP: 404 is about credentials'
PREGON_GIT_TOKEN='' remote push "$URL" "$ledger" "$OLD" "$NEW"
says 'set PREGON_GIT_TOKEN' 'HTTP: without a token it says which variable to set'
PREGON_GIT_TOKEN=geheim remote push "$URL" "$ledger" "$OLD" "$NEW"
says 'credentials: the git host does not accept our token' 'HTTP: a wrong token'
keeps_quiet geheim 'HTTP: which is not shown'
PREGON_GIT_TOKEN='' remote fetch "${URL/\/\//\/\/oauth2:$FORGE_TOKEN@}" "$ledger"
says "$ledger $(server_tip)" 'HTTP: user and password of the address are used'
PREGON_GIT_TOKEN='' remote fetch "${URL/\/\//\/\/oauth2:geheim@}" "$ledger"
says 'does not accept' 'HTTP: a wrong password'
keeps_quiet geheim 'HTTP: is not shown'

# What the repository's own settings say must not lead us elsewhere.
git config "url.http://127.0.0.1:9/.insteadOf" "http://127.0.0.1:$FORGE_PORT/"
git config http.proxy http://127.0.0.1:9/
printf '[http]\n\tproxy = http://127.0.0.1:9/\n[url "http://127.0.0.1:9/"]\n\tinsteadOf = http://127.0.0.1:%s/\n' "$FORGE_PORT" >"$HOME/.gitconfig"
http_proxy=http://127.0.0.1:9/ remote fetch "$URL" "$ledger"
says "$ledger $(server_tip)" 'no address is rewritten and no proxy asked'
rm "$HOME/.gitconfig"

if faultproxy_start "$T/proxy" "$FORGE_PORT"; then
    direct=$URL
    URL=${URL/$FORGE_PORT/$FAULT_PORT}
    prepare
    fault '{"mode": "lose-answer", "method": "POST", "path": "*/git-receive-pack", "times": 1}' >/dev/null
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'unknown: ' 'proxy: a reset instead of the answer'
    check 'proxy: it landed' landed
    prepare
    for rule in '"mode": "blackhole"' '"mode": "garbage"' '"mode": "early-close"' \
        '"mode": "status", "code": 500' '"mode": "status", "code": 429' '"mode": "cut", "bytes": 30'; do
        fault "{$rule, \"path\": \"*/git-receive-pack\", \"times\": 1}" >/dev/null
        remote -t 1000 push "$URL" "$ledger" "$OLD" "$NEW"
        says 'unknown: ' "proxy: $rule"
    done
    fault '{"mode": "blackhole", "path": "*git-upload-pack", "times": 1}' >/dev/null
    remote -t 500 fetch "$URL" "$ledger"
    says 'did not answer in time' 'proxy: a fetch that stalls is left'
    fault '{"mode": "status", "code": 302, "headers": {"Location": "http://localhost:'"$FORGE_PORT"'/git/site.git/info/refs?service=git-upload-pack"}, "path": "*git-upload-pack"}' >/dev/null
    remote fetch "$URL" "$ledger"
    keeps_quiet "$ledger $(server_tip)" 'proxy: a redirect to another host is not followed'
    fault '{"mode": "pass"}' >/dev/null
    URL=$direct
else
    skip 10 "$SERVER_WHY"
fi

if forge_ssh_start; then
    URL=$FORGE_SSH_URL
    ssh=$FORGE_HOME/.ssh
    remote probe "$URL"
    says 'known_hosts' 'SSH: a host that is not known'
    HOME=$FORGE_HOME
    try_all SSH
    mv "$ssh/id_ed25519" "$ssh/good" && rm "$ssh/id_ed25519.pub"
    remote probe "$URL"
    says 'may not push' 'SSH: without a key'
    ssh-keygen -q -t ed25519 -N '' -f "$ssh/id_ed25519"
    prepare
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'credentials: the git host accepts none of our SSH keys' 'SSH: a key that is not known'
    ssh-keygen -q -t ecdsa -N geheim -f "$ssh/id_ecdsa"
    cp "$ssh/good" "$ssh/id_rsa"
    remote probe "$URL"
    says 'may push' 'SSH: the third key fits, the second has a passphrase'
    rm "$ssh"/id_*
    if eval "$(ssh-agent)" >/dev/null; then
        ssh-add -q "$ssh/good"
        remote probe "$URL"
        says 'may push' 'SSH: the agent has the key'
        kill "$SSH_AGENT_PID"
        unset SSH_AUTH_SOCK
    else
        skip 1 'ssh-agent does not start'
    fi
    cp "$ssh/good" "$ssh/id_ed25519"
    printf '%s %s\n' "$(cut -d' ' -f1 "$ssh/known_hosts")" "$(ssh-keygen -y -f "$ssh/good")" >"$ssh/known_hosts"
    remote push "$URL" "$ledger" "$OLD" "$NEW"
    says 'credentials: ' 'SSH: a host with another key'
    check_not 'SSH: gets nothing' landed
else
    skip 24 "$SERVER_WHY"
fi
finish 68
