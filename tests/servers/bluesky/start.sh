# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# Bluesky's own personal data server, out of its npm packages.
#
# bluesky_start DIR     sets PDS_URL and PDS_PORT, and for the account alice.test that it has:
#                       BLUESKY_HANDLE, BLUESKY_DID, BLUESKY_PASSWORD (an app password). Started
#                       again on the same DIR, the account and its posts are still there.
# bluesky_install       only gets the packages
# xrpc METHOD [JSON]    one call (GET without JSON), as alice: prints the answer; fails if not 200
# bluesky_posts         prints alice's posts, the oldest first: {uri, cid, value} each

bluesky_start() { # DIR
    bluesky_install || return
    NODE_PATH=$NPM_PACKAGES/node_modules LOG_ENABLED=false \
        node_server "$1" "$SERVERS/bluesky/start.cjs" "$1/data" || return
    BLUESKY_HANDLE=alice.test
    BLUESKY_TOKEN=
    if [ ! -f "$1/account" ]; then
        bluesky_account >"$1/account" || { server_why "the PDS made no account: $(head -c 300 "$1/account")"; return; }
    fi
    read -r BLUESKY_DID BLUESKY_PASSWORD <"$1/account"
    BLUESKY_TOKEN=$(bluesky_session) || server_why "the PDS gave no session"
}

# Prints DID and app password of a new account.
bluesky_account() {
    local answer did password
    answer=$(xrpc com.atproto.server.createAccount \
        '{"handle": "alice.test", "email": "alice@horno.example", "password": "password of alice"}') || { echo "$answer"; return 1; }
    did=$(jq -r .did <<<"$answer")
    BLUESKY_TOKEN=$(jq -r .accessJwt <<<"$answer")
    password=$(xrpc com.atproto.server.createAppPassword '{"name": "pregon"}' | jq -er .password) || return
    echo "$did $password"
}

bluesky_session() {
    xrpc com.atproto.server.createSession "{\"identifier\": \"$BLUESKY_HANDLE\", \"password\": \"$BLUESKY_PASSWORD\"}" |
        jq -er .accessJwt
}

xrpc() { # METHOD [JSON]
    local method=POST
    [ $# -gt 1 ] || method=GET
    curl -sS --fail-with-body --max-time 20 -X $method ${BLUESKY_TOKEN:+-H "Authorization: Bearer $BLUESKY_TOKEN"} \
        ${2:+-H 'Content-Type: application/json' --data-binary "$2"} "http://127.0.0.1:$PDS_PORT/xrpc/$1"
}

bluesky_posts() {
    xrpc "com.atproto.repo.listRecords?repo=$BLUESKY_DID&collection=app.bsky.feed.post&limit=100&reverse=true" | jq .records
}

bluesky_install() {
    need_program curl curl && need_program jq jq &&
        npm_packages bluesky node_modules/better-sqlite3/build/Release/better_sqlite3.node
}
