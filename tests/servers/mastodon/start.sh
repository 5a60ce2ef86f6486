# shellcheck shell=bash
# mastodon_start DIR [KIND]: a strict server with Mastodon's API; KIND is mastodon, gotosocial,
# pleroma or pixelfed. Sets MASTODON_URL, MASTODON_PORT and MASTODON_TOKEN.
mastodon_start() {
    node_server "$1" "$SERVERS/mastodon/contract.cjs" "${2:-mastodon}"
}

# mastodon '{"idempotency": "ignore"}' sets manners (contract.cjs lists them) and prints the state;
# mastodon alone prints it: .statuses, .media, .requests, .violations.
mastodon() {
    http_control "$MASTODON_PORT" /control "$@"
}
