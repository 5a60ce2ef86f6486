# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# scripted_start DIR NETWORK-SCRIPT [FAULT-SCRIPT]: a server that answers as scripts say (script.h).
# Sets SCRIPTED_PORT, SCRIPTED_OTHER (where nobody should come) and SCRIPTED_PID; what it got is in
# DIR/log. The fault's rules hold while DIR/fault is there, which it is at first.
scripted_start() {
    local dir=$1 tries server=$TESTS/../$BUILD/scripted-server
    [ -x "$server" ] || { server_why "'$BUILD/scripted-server' is not there: make $BUILD/scripted-server"; return; }
    mkdir -p "$dir" && : >"$dir/fault" || return
    "$server" "$dir" "${@:2}" >"$dir/ready" 2>"$dir/errors" </dev/null &
    SCRIPTED_PID=$!
    SERVER_PIDS+=("$SCRIPTED_PID")
    for ((tries = 0; tries < 500; tries++)); do
        if grep -qsx ready "$dir/ready"; then
            eval "$(sed '/^ready$/,$d' "$dir/ready")"
            return 0
        fi
        kill -0 "$SCRIPTED_PID" 2>/dev/null || break
        sleep 0.01
    done
    server_why "the scripted server did not start: $(head -n 3 "$dir/errors" | tr '\n' ' ')"
}
