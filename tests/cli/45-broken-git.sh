#!/bin/bash
# Repositories on which libgit2 hangs or crashes: the command ends with status 4 and says what to do,
# and nothing that is the person's was touched. A store of ours that is like this is put aside, and
# the next run goes on from the remote.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T09:31:00+01:00
[ "${MODE:-release}" = release ] || skip_all "a sanitizer wants the faults for itself"

cut_objects() { # GIT-FOLDER: all loose, and each too short
    local pack object
    mkdir "$T/packs" && mv "$1"/objects/pack/* "$T/packs/" 2>/dev/null
    for pack in "$T"/packs/*.pack; do
        [ ! -e "$pack" ] || git -C "$1" unpack-objects -q <"$pack"
    done
    rm -rf "$T/packs"
    for object in "$1"/objects/??/*; do chmod u+w "$object" && truncate -s 20 "$object"; done
}
count_too_many() { # GIT-FOLDER: in the index of each pack
    local index
    git -C "$1" repack -adq
    for index in "$1"/objects/pack/*.idx; do
        chmod u+w "$index" && printf '\xff\xff\xff\xff' | dd of="$index" bs=1 seek=1028 conv=notrunc status=none
    done
}
# All of the work tree and of .git, but our cache.
all_files() { find . -path ./.git/pregon -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }

for damage in cut_objects count_too_many; do
    new_workspace $damage
    $damage .git
    before=$(all_files)
    for words in 'check --rev HEAD' publish plan 'show 2026/11/otono' status build 'hold --why Feria' doctor; do
        # Each would take its five seconds.
        case $damage-$words in cut_objects-check* | cut_objects-publish | count_*) ;; *) continue ;; esac
        # shellcheck disable=SC2086
        run $words --now $NOW
        case "$words $RUN_STATUS" in
            'check --rev HEAD 4' | 'publish 4')
                err_has "this repository can't be read" "$damage: $words: says so"
                err_has 'git fsck' "$damage: $words: and what to do" ;;
            *" 4" | *" 0" | *" 1") pass "$damage: $words ends" ;;
            *) fail "$damage: $words ends"; show_run ;;
        esac
    done
    rm -rf public
    check "$damage: nothing was touched" [ "$(all_files)" = "$before" ]
done

# Settings that a full disk cut away name no remote: what is recorded here alone is sent again by the
# next clone.
new_workspace no-settings
git remote add origin http://127.0.0.1:9/none
: >.git/config
run publish --now $NOW
is_status 4 'settings that are cut away: the run ends'
err_has 'repositoryformatversion' 'and says why'
check 'and nothing was recorded or sent' [ "$(git for-each-ref | grep -c pregon)-$(find . -name public | wc -l)" = 0-0 ]

# The store.
[ -x "$TESTS/../$BUILD/git-host" ] || { skip 30 "'$BUILD/git-host' is not there: make servers"; 
# HOME is another user's, as behind sudo or in a container: git goes on, we say what to set.
new_workspace closed-home
mkdir "$T/closed" && chmod 0 "$T/closed"
env HOME="$T/closed" setpriv --bounding-set=-all --inh-caps=-all "$PREGON" publish --now $NOW >out 2>err
status=$?
check 'HOME of another user: 4' [ $status = 4 ]
check 'HOME of another user: and what to do' grep -q 'set HOME to the folder of the user' err
chmod 700 "$T/closed"
finish 51; }
mkdir "$T/hosts" && "$TESTS/../$BUILD/git-host" "$T/hosts" >"$T/host.ready" 2>"$T/host.errors" </dev/null &
SERVER_PIDS+=($!)
wait_until 5 grep -qsx ready "$T/host.ready" || { skip 30 "$(cat "$T/host.errors")"; 
# HOME is another user's, as behind sudo or in a container: git goes on, we say what to set.
new_workspace closed-home
mkdir "$T/closed" && chmod 0 "$T/closed"
env HOME="$T/closed" setpriv --bounding-set=-all --inh-caps=-all "$PREGON" publish --now $NOW >out 2>err
status=$?
check 'HOME of another user: 4' [ $status = 4 ]
check 'HOME of another user: and what to do' grep -q 'set HOME to the folder of the user' err
chmod 700 "$T/closed"
finish 51; }
eval "$(sed '/^ready$/d' "$T/host.ready")"
for damage in cut_objects count_too_many; do
    new_workspace "store-$damage"
    printf 'accounts:\n  blog: {network: "null", class: I, log: public/log}\n' >brand/accounts.yml
    echo public >.gitignore
    commit 'brand: an account to try'
    git init -q --bare -b main "$T/hosts/$damage" && git push -q "$T/hosts/$damage" main
    git remote add origin "http://127.0.0.1:$GIT_HOST_PORT/$damage"
    run publish --now 2026-11-01T09:00+01:00
    is_status 0 "the store, $damage: a first run"
    $damage .git/pregon/store.git
    before=$(all_files)
    run publish --now $NOW
    is_status 4 "the store, $damage: the run ends with 4"
    err_has 'is put aside: run again' "the store, $damage: and says what to do"
    check "the store, $damage: nothing was sent" [ ! -e public/log ]
    check "the store, $damage: nothing was touched" [ "$(all_files)" = "$before" ]
    run publish --now $NOW
    is_status 0 "the store, $damage: the next run goes on"
    check "the store, $damage: and sends what is due" [ -s public/log ]
    check "the store, $damage: once" [ "$(sort public/log | uniq -d | wc -l)" = 0 ]
    check_not "the store, $damage: what was put aside is gone" [ -e .git/pregon/broken.git ]
done

# Objects that can't be read, on which libgit2 neither hangs nor crashes: those below what opening the
# store looks at.
spoil() { # OBJECT ...: of the store
    local path
    for object in "$@"; do
        path=.git/pregon/store.git/objects/$(git -C .git/pregon/store.git rev-parse "$object" | sed 's,^..,&/,')
        chmod u+w "$path" && printf 'garbage' >"$path"
    done
}
ledger=refs/pregon/remote/heads/pregon-ledger
for object in "$ledger:deliveries" "$ledger:deliveries/2026/11/hilo/blog.yml" "$ledger~1"; do
    name=store-${object##*[/:]}
    new_workspace "$name"
    printf 'accounts:\n  blog: {network: "null", class: I, log: public/log}\n' >brand/accounts.yml
    echo public >.gitignore
    commit 'brand: an account to try'
    git init -q --bare -b main "$T/hosts/$name" && git push -q "$T/hosts/$name" main
    git remote add origin "http://127.0.0.1:$GIT_HOST_PORT/$name"
    run publish --now 2026-11-24T09:01+01:00
    is_status 0 "$object: a first run"
    pack=$(echo .git/pregon/store.git/objects/pack/*.pack)
    [ ! -e "$pack" ] || { mv .git/pregon/store.git/objects/pack "$T/pack" && for pack in "$T"/pack/*.pack; do git -C .git/pregon/store.git unpack-objects -q <"$pack"; done; rm -rf "$T/pack"; }
    spoil "$object"
    run publish --now $NOW
    [ "$RUN_STATUS" = 0 ] || err_has 'is put aside: run again' "$object: the run says what to do"
    run publish --now $NOW
    is_status 0 "$object: the next run goes on"
    check "$object: and each post is sent once" [ "$(sort public/log | uniq -d | wc -l)-$(grep -c . public/log)" = 0-4 ]
done

# HOME is another user's, as behind sudo or in a container: git goes on, we say what to set.
new_workspace closed-home
mkdir "$T/closed" && chmod 0 "$T/closed"
env HOME="$T/closed" setpriv --bounding-set=-all --inh-caps=-all "$PREGON" publish --now $NOW >out 2>err
status=$?
check 'HOME of another user: 4' [ $status = 4 ]
check 'HOME of another user: and what to do' grep -q 'set HOME to the folder of the user' err
chmod 700 "$T/closed"
finish 51
