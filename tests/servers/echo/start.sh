# shellcheck shell=bash
# echo_start DIR: a server that never does what it is asked, and puts the secret of each request, in
# five encodings, into whatever it answers. Sets ECHO_PORT, ECHO_URL.
# echo_find SECRETS FILE-OR-FOLDER ...: prints where one of the secrets (a line each in a file)
# stands, in any encoding; fails where none does.

echo_start() { # DIR
    node_server "$1" "$SERVERS/echo/echo.cjs"
}

echo_find() { # SECRETS FILE-OR-FOLDER ...
    node "$SERVERS/echo/find.cjs" "$@"
}
