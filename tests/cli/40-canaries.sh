#!/bin/bash
# 22 secrets, and a server that repeats them in five encodings in all that it answers: none of them
# stands in an output, a record, the store, the cache, or a page, in any encoding.
. "$(dirname "$0")/lib.sh"
echo_start "$T/echo" || skip_all "$SERVER_WHY"
NOW=2026-11-24T09:31:00+01:00
new_workspace
rm -r content/posts
mkdir "$T/said"

# The first character says how the server is to fail (tests/servers/echo/echo.cjs).
for ((i = 0; i < 20; i++)); do
    network=$([ $i -lt 10 ] && echo mastodon || echo bluesky)
    secret="$i-c4n/r+y\"&%=\\q$((i * 7919 + 104729))~Z"
    export "PREGON_CANARY_$i=$ECHO_URL $secret"
    printf '%s\n' "$secret" >>"$T/secrets"
    handle=$([ $network = mastodon ] && echo "horno@127.0.0.1:$ECHO_PORT" || echo horno.test)
    printf '  c%d: {network: %s, handle: "%s", service: "%s", secret: PREGON_CANARY_%d}\n' \
        $i $network "$handle" "$ECHO_URL" $i
done >"$T/accounts"
# Two that could be an id: the server gives one to the post, and calls the account by the other.
for i in 20 21; do
    secret=7-Kanarienvogel$((i * 7919 + 104729))
    [ $i = 20 ] || secret+=-identity
    export "PREGON_CANARY_$i=$ECHO_URL $secret"
    printf '%s\n' "$secret" >>"$T/secrets"
    printf '  c%d: {network: mastodon, handle: "horno@127.0.0.1:%d", service: "%s", secret: PREGON_CANARY_%d}\n' \
        $i "$ECHO_PORT" "$ECHO_URL" $i
done >>"$T/accounts"
export PREGON_GIT_TOKEN='git-c4n/r+y"&%=\q-token~Z'
printf '%s\n' "$PREGON_GIT_TOKEN" >>"$T/secrets"
# What the server gives for logging in is a secret, too.
for ((i = 10; i < 20; i++)); do
    printf '%d-session-%.32s\n' $i "$(sed -n "$((i + 1))p" "$T/secrets" | tr -d '\n' | sha256sum)"
done >"$T/sessions"
cat "$T/sessions" >>"$T/secrets"

{
    echo 'accounts:'
    cat "$T/accounts"
    echo '  bloc: {network: blog, title: El Horno, url: "https://horno.example/"}'
    echo '  n: {network: "null", class: I, log: public/n.log}'
} >brand/accounts.yml
write content/posts/2026/11/canario.md <<'END'
---
date: 2026-11-24 09:30
accounts: [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, bloc, n]
---
Hoy hay pan de canela.
END
commit 'post: to everybody'

# Keeps what a run says; --now may be anywhere.
say() { # ARGUMENT ...
    run "$@"
    SAID=$((${SAID:-0} + 1))
    cp "$T/stdout" "$T/said/$SAID.out" && cp "$T/stderr" "$T/said/$SAID.err"
}

say check -v
say publish --now $NOW -vv --dry-run
say publish --now $NOW -vv
check 'the server was asked with the secrets' [ "$(http_control "$ECHO_PORT" /count)" -ge 20 ]
say publish --now 2026-11-24T09:50:00+01:00 --format json -vv
say publish --now 2026-11-24T11:00:00+01:00
say doctor -vv
say doctor --format json
say status --log --now $NOW
say status --format json --now $NOW
say plan --now $NOW -v
say show 2026/11/canario
server_stop "$SERVER_PID"
say publish --now 2026-11-24T13:00:00+01:00 -vv
say doctor -v
check 'something was said' [ "$(cat "$T"/said/* | wc -c)" -gt 5000 ]
check 'and recorded' git show-ref -q pregon-ledger

# Objects are compressed.
mkdir "$T/objects"
for folder in .git .git/pregon/store.git; do
    [ ! -d $folder ] || git --git-dir=$folder cat-file --batch-all-objects --batch >"$T/objects/$(basename $folder)"
done
git log --all --format=fuller >"$T/objects/log"
check 'the ledger tells of the accounts' grep -qaF c7 "$T/objects/.git"

# The search itself must find what is there.
sed -n 8p "$T/secrets" | tr -d '\n' | base64 -w0 >"$T/planted"
is_found() { echo_find "$T/secrets" "$T/planted" >"$T/ignored" 2>&1; }
check 'a secret in base64 would be found' is_found
echo_find "$T/secrets" "$T/said" "$T/objects" "$T/work" "$HOME" >"$T/found" 2>"$T/counted"
echo "# $(cat "$T/counted")"
if [ -s "$T/found" ]; then fail 'no secret stands anywhere' "$(head -n 20 "$T/found")"; else pass 'no secret stands anywhere'; fi
finish 6
