# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# A mock that refuses every request that breaks a published description of an API. The descriptions
# are not part of this repository: they are looked for in PREGON_TEST_SPECS, else in
# ../shared/specs beside the checkout.
#
# prism_start DIR SPEC   sets PRISM_URL and PRISM_PORT; SPEC is the name of a file there
#
# An invalid request is answered 4xx with a header sl-violations that says what was wrong.
# ("--errors" stays off: with it the mock also refuses the examples of the description itself.)
prism_start() { # DIR SPEC
    local spec=${PREGON_TEST_SPECS:-$SERVERS/../../../shared/specs}/$2 tries pid
    [ -f "$spec" ] || { server_why "the API description '$2' is not here (PREGON_TEST_SPECS)"; return; }
    npm_packages prism node_modules/.bin/prism || return
    mkdir -p "$1"
    PRISM_PORT=$(free_port)
    node "$NPM_PACKAGES/node_modules/.bin/prism" mock -h 127.0.0.1 -p "$PRISM_PORT" "$spec" >"$1/prism.log" 2>&1 </dev/null &
    pid=$!
    SERVER_PIDS+=("$pid")
    for ((tries = 0; tries < 600; tries++)); do
        if grep -q 'Prism is listening' "$1/prism.log"; then
            PRISM_URL=http://127.0.0.1:$PRISM_PORT
            return 0
        fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    server_why "prism did not start: $(tail -n 3 "$1/prism.log" | tr '\n' ' ')"
}
