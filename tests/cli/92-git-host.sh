#!/bin/bash
# The git host of the other scripts: what plain git sees of it, over HTTP and over SSH.
. "$(dirname "$0")/lib.sh"
forge_start "$T/forge" || skip_all "$SERVER_WHY"
new_workspace
forge_adopt
ledger=refs/heads/pregon-ledger

# A new commit of the ledger on top of the server's, pushed to $URL. GIT_OUT has what git says.
record() { # [MESSAGE]
    local tip
    tip=$(server_tip) && git fetch -q "$FORGE_REPO" "$ledger"
    COMMIT=$(git commit-tree ${tip:+-p "$tip"} -m "${1:-record: 1 sent}" "$(git rev-parse 'main^{tree}')") || return
    git push "$URL" "$COMMIT:$ledger" >"$T/git.out" 2>&1
}
server_tip() { git -C "$FORGE_REPO" rev-parse -q --verify "$ledger"; }
landed() { [ "$(server_tip)" = "$COMMIT" ]; }
said() { grep -q -e "$1" "$T/git.out"; }

try_all() { # NAME
    check "$1: a push lands" record
    check "$1: it is there" landed

    forge_switch refuse 1
    check_not "$1: refuse" record
    check "$1: as a forge says it" said 'remote: error: GH006: Protected branch update failed'
    check "$1: and as git does" said 'remote rejected.*pre-receive hook declined'
    check_not "$1: nothing landed" landed
    check "$1: once only" record

    forge_switch refuse 1 1
    check "$1: refuse after one that goes well" record
    check_not "$1: then no" record
    forge_clear

    forge_switch race 1
    check_not "$1: race lost" record
    check "$1: the ref is not what the client saw" said 'rejected'
    check_not "$1: the other commit stands" landed
    check "$1: and is the rival's" [ "$(git -C "$FORGE_REPO" log -1 --format=%an "$ledger")" = Luis ]
    check "$1: on top of it there is room" record

    forge_switch drop-answer 1
    check_not "$1: drop-answer: git fails" record
    check "$1: drop-answer: but the commit is there" landed

    forge_switch status 1
    check_not "$1: status" record
    check "$1: status: the forge's own word" said 'remote rejected.*(protected branch hook declined)'
    check "$1: status: and then all is well" record
    check "$1: status: landed" landed
    forge_clear
}

URL=$FORGE_URL
check_not 'HTTP: no password, no push' record
check 'HTTP: it asks for one' said 'could not read Username'
URL=${FORGE_URL/\/\//\/\/x-access-token:wrong@}
check_not 'HTTP: a wrong one' record
check 'HTTP: is refused' said 'Authentication failed'
URL=${FORGE_URL/\/\//\/\/x-access-token:$FORGE_TOKEN@}
try_all HTTP
check 'HTTP: the log has every push' [ "$(forge_log | awk '{print $3}' | sort | uniq -c | tr -s ' \n' ' ')" = ' 1 answer-dropped 7 let-in 1 raced 2 refused 1 status-refused ' ]

git -C "$FORGE_REPO" tag -f next "$(git -C "$FORGE_REPO" commit-tree -p "$(server_tip)" -m 'record: prepared' "$(git rev-parse 'main^{tree}')")" >/dev/null
git -C "$FORGE_REPO" update-ref refs/race/next refs/tags/next
forge_switch race 1
check_not 'race: a commit of our choice can win' record
check 'race: it did' [ "$(git -C "$FORGE_REPO" log -1 --format=%s "$ledger")" = 'record: prepared' ]
forge_clear

# The answer can also be lost on the way, by the proxy.
if faultproxy_start "$T/proxy" "$FORGE_PORT"; then
    direct=$URL
    URL=${URL/$FORGE_PORT/$FAULT_PORT}
    fault '{"mode": "lose-answer", "method": "POST", "path": "*/git-receive-pack", "times": 1}' >/dev/null
    check_not 'proxy: the answer to a push is lost' record
    check 'proxy: it landed' landed
    fault '{"mode": "status", "code": 403, "path": "*git-receive-pack"}' >/dev/null
    check_not 'proxy: 403' record
    check 'proxy: git says so' said '403'
    URL=$direct
else
    skip 4 "$SERVER_WHY"
fi

if forge_ssh_start; then
    URL=$FORGE_SSH_URL
    export GIT_SSH_COMMAND=$FORGE_SSH_COMMAND
    try_all SSH
    export GIT_SSH_COMMAND=${FORGE_SSH_COMMAND/id_ed25519/other}
    ssh-keygen -q -t ed25519 -N '' -f "$FORGE_HOME/.ssh/other"
    check_not 'SSH: a key that is not known' record
    check 'SSH: is refused' said 'Permission denied'
    export GIT_SSH_COMMAND=${FORGE_SSH_COMMAND/known_hosts/none}
    check_not 'SSH: a host that is not known' record
    check 'SSH: is refused by us' said 'Host key verification failed'
else
    skip 24 "$SERVER_WHY"
fi
finish 55
