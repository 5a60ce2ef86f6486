# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# Starting and stopping servers for tests. Sourced by bash scripts, by way of cli/lib.sh or alone.
#
# A starter (bluesky_start, forge_start, mastodon_start, faultproxy_start, prism_start) takes a folder for its
# files and logs, returns when the server answers, and sets variables that say where it is. Where
# something it needs can't be had it returns 1 and says in SERVER_WHY what and why:
#   bluesky_start "$T/pds" || skip_all "$SERVER_WHY"
# servers_stop ends everything that was started; cli/lib.sh calls it at exit. All servers listen on
# 127.0.0.1 alone, on ports that were free. The starters must run in the script's own shell: the
# servers stop by themselves when it is gone.

SERVERS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SERVER_PIDS=()
SERVER_WHY=
PREGON_TEST_HOME=${PREGON_TEST_HOME:-$HOME}
PREGON_TEST_CACHE=${PREGON_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pregon-tests}
PREGON_TEST_INSTALL=${PREGON_TEST_INSTALL:-${CI:-}}

# Ends the servers in the reverse order, by their ids.
servers_stop() {
    local i
    for ((i = ${#SERVER_PIDS[@]} - 1; i >= 0; i--)); do
        server_stop "${SERVER_PIDS[i]}"
    done
    SERVER_PIDS=()
}

server_stop() { # PID
    local tries
    kill "$1" 2>/dev/null || return 0
    for ((tries = 0; tries < 40; tries++)); do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.05
    done
    kill -9 "$1" 2>/dev/null
    wait "$1" 2>/dev/null
    return 0
}

# Prints a port of 127.0.0.1 on which nobody listens.
free_port() {
    local port
    while :; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

# Waits until the port answers; fails when the process ends first or after 15 s.
wait_for_port() { # PORT PID
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        kill -0 "$2" 2>/dev/null || return
        sleep 0.05
    done
    return 1
}

# Starts a server written for Node and reads the NAME=VALUE lines that it prints before "ready".
node_server() { # DIR SCRIPT ARGUMENT ...
    local dir=$1 log tries pid
    need_node || return
    mkdir -p "$dir"
    log=$dir/$(basename "$2" .cjs)
    node "${@:2}" >"$log.ready" 2>"$log.log" </dev/null &
    pid=$!
    SERVER_PIDS+=("$pid")
    for ((tries = 0; tries < 400; tries++)); do
        if grep -qsx ready "$log.ready"; then
            eval "$(sed '/^ready$/,$d' "$log.ready")"
            SERVER_PID=$pid
            return 0
        fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    server_why "$(basename "$2") did not start: $(tail -n 3 "$log.log" | tr '\n' ' ')"
}

# Says why a server can't be had; for `|| return`.
server_why() {
    SERVER_WHY=$*
    return 1
}

need_node() {
    need_program node nodejs || return
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' ||
        server_why "Node $(node --version) is too old: 18 or later is needed"
}

# Sees to it that a program is there.
need_program() { # PROGRAM PACKAGE
    PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null && return
    need_package "$2" "'$1'" || return
    PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null || server_why "apt-get could not install '$2'"
}

# Installs a Debian package, where PREGON_TEST_INSTALL (or CI) allows it and we are root.
need_package() { # PACKAGE WHAT-IT-GIVES
    if [ -z "$PREGON_TEST_INSTALL" ]; then
        server_why "$2 is not here: install '$1', or set PREGON_TEST_INSTALL=1"
    elif [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        server_why "$2 is not here, and installing '$1' needs root and apt-get"
    else
        install_package "$1" || server_why "apt-get could not install '$1'"
    fi
}

install_package() { # PACKAGE
    local policy=/usr/sbin/policy-rc.d ours='' status
    # Debian's packages start their services at once, on all addresses; ours shall be the only ones.
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && ours=yes
    fi
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get install -y --no-install-recommends "$1" ||
            { apt-get update && apt-get install -y --no-install-recommends "$1"; }
    } >&2
    status=$?
    [ -z "$ours" ] || rm -f "$policy"
    return $status
}

# Installs the npm packages of servers/NAME into PREGON_TEST_CACHE, once for each lock file and
# version of Node, and sets NPM_PACKAGES. WANTED is a file that only a complete installation has.
# What failed is not tried again for ten minutes: without a way to the registry npm takes one and a
# half to say so, and each script of a run would wait for it.
npm_packages() { # NAME WANTED
    local from=$SERVERS/$1 half headers
    need_node && need_program npm npm || return
    NPM_PACKAGES=$PREGON_TEST_CACHE/$1-$(cat "$from/package-lock.json" <(node --version) | sha256sum | cut -c1-16)
    [ ! -e "$NPM_PACKAGES/complete" ] || return 0
    [ -z "$(find "$NPM_PACKAGES.failed" -mmin -10 2>/dev/null)" ] ||
        { server_why "npm could not install the packages of $1, some minutes ago"; return; }
    # Some packages are compiled: node-gyp wants a compiler, Python, and Node's headers.
    need_program c++ g++ && need_program make make && need_program python3 python3 || return
    headers=$(node_headers) || { need_package libnode-dev "the headers of Node" && headers=$(node_headers); } || return
    mkdir -p "$PREGON_TEST_CACHE" && half=$(mktemp -d "$NPM_PACKAGES.XXXXXX") || return
    cp "$from/package.json" "$from/package-lock.json" "$half"
    echo "# installing npm packages, once, into $NPM_PACKAGES" >&2
    if (cd "$half" && HOME=$PREGON_TEST_HOME npm_config_nodedir=$headers timeout 900 npm ci --no-audit --no-fund) >"$half/install.log" 2>&1 &&
        [ -e "$half/$2" ]; then
        touch "$half/complete"
        # When two install at once, the second finds the name taken and throws its own away.
        mv -T "$half" "$NPM_PACKAGES" 2>/dev/null || rm -rf "$half"
        return 0
    fi
    tail -n 20 "$half/install.log" >&2
    rm -rf "$half"
    touch "$NPM_PACKAGES.failed"
    server_why "npm could not install the packages of $1"
}

# Prints the folder that holds Node's include/node.
node_headers() {
    local folder
    for folder in "$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")" /usr /usr/local; do
        [ ! -e "$folder/include/node/node.h" ] || { echo "$folder"; return; }
    done
    return 1
}

# One request without curl: prints the answer's body. GET, or POST where there is a body.
http_control() { # PORT PATH [BODY]
    local method=GET status header
    [ $# -lt 3 ] || method=POST
    exec 9<>"/dev/tcp/127.0.0.1/$1" || return
    printf '%s %s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
        $method "$2" "$(printf %s "${3:-}" | wc -c)" "${3:-}" >&9
    read -r status <&9
    while read -r header <&9 && [ "$header" != $'\r' ]; do :; done
    cat <&9
    exec 9>&-
    case $status in *" 200 "*) ;; *) return 1 ;; esac
}

for starter in "$SERVERS"/*/start.sh; do
    # shellcheck source=/dev/null
    . "$starter"
done
unset starter
