# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# A git host as a forge is one: a bare repository over smart HTTP with a token, and over SSH with a
# key, whose answers to a push of the ledger can be switched while it runs.
#
# forge_start DIR       HTTP. Sets FORGE_URL (no user or password in it), FORGE_PORT, FORGE_TOKEN
#                       (the password of x-access-token), FORGE_REPO (the bare repository).
# forge_ssh_start       SSH to the same repository. Sets FORGE_SSH_URL, FORGE_SSH_COMMAND for git, and
#                       FORGE_HOME, a home folder whose .ssh has the key and known_hosts.
# forge_adopt [URL]     the current repository gets the forge as origin; main is pushed to it.
#
# forge_switch NAME [TIMES [SKIP]]   what shall happen to so many pushes of the ledger, after SKIP
#                                    that go well; for all of them without TIMES:
#   refuse         a hook says no: "GH006: Protected branch update failed"
#   race           another run's commit lands first; refs/race/next, if there, else one of its own
#   drop-answer    the push lands, and the connection dies before the answer
#   slow           two seconds before anything happens
#   status         refused with FORGE_STATUS as the forge's own word for it, such as "protected
#                  branch hook declined", which no hook of plain git can say
# forge_clear       switches all off
# forge_log         prints the pushes of the ledger that were tried: "OLD NEW VERDICT"

FORGE_STATUS="protected branch hook declined"

forge_start() { # DIR
    local backend tries pid
    need_program git git && need_program lighttpd lighttpd && need_program perl perl-base || return
    backend=$(git --exec-path)/git-http-backend
    [ -x "$backend" ] || { server_why "git came without git-http-backend"; return; }
    mkdir -p "$1/git" "$1/uploads" && FORGE_DIR=$(cd "$1" && pwd) || return
    FORGE_REPO=$FORGE_DIR/git/site.git
    FORGE_TOKEN=token-of-forge
    git init -q --bare -b main "$FORGE_REPO" &&
        git -C "$FORGE_REPO" config receive.denyNonFastForwards true &&
        git -C "$FORGE_REPO" config receive.denyDeletes true &&
        mkdir "$FORGE_REPO/switches" &&
        cp "$SERVERS"/git/hooks/* "$FORGE_REPO/hooks/" || return
    printf '%s:%s\n' x-access-token $FORGE_TOKEN oauth2 $FORGE_TOKEN >"$FORGE_DIR/users"
    for ((tries = 0; tries < 5; tries++)); do
        FORGE_PORT=$(free_port)
        forge_lighttpd_conf "$backend" >"$FORGE_DIR/lighttpd.conf"
        PATH=$PATH:/usr/sbin:/sbin lighttpd -D -f "$FORGE_DIR/lighttpd.conf" >>"$FORGE_DIR/http.log" 2>&1 </dev/null &
        pid=$!
        SERVER_PIDS+=("$pid")
        if wait_for_port "$FORGE_PORT" "$pid"; then
            FORGE_URL=http://127.0.0.1:$FORGE_PORT/git/site.git
            return 0
        fi
    done
    server_why "lighttpd did not start: $(tail -n 3 "$FORGE_DIR/http.log" | tr '\n' ' ')"
}

forge_lighttpd_conf() { # BACKEND
    cat <<CONF
server.bind = "127.0.0.1"
server.port = $FORGE_PORT
server.document-root = "$FORGE_DIR/uploads"
server.upload-dirs = ("$FORGE_DIR/uploads")
server.errorlog = "$FORGE_DIR/http.log"
server.modules = ("mod_auth", "mod_authn_file", "mod_setenv", "mod_alias", "mod_cgi")
alias.url = ("/git" => "$1")
auth.backend = "plain"
auth.backend.plain.userfile = "$FORGE_DIR/users"
\$HTTP["url"] =^ "/git/" {
    cgi.assign = ("" => "")
    auth.require = ("" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
    setenv.set-environment = ("GIT_PROJECT_ROOT" => "$FORGE_DIR/git", "GIT_HTTP_EXPORT_ALL" => "1")
}
CONF
}

forge_ssh_start() {
    local tries pid port ssh=$FORGE_DIR/home/.ssh
    need_program ssh openssh-client && need_program sshd openssh-server || return
    mkdir -p "$ssh" && chmod 700 "$ssh"
    ssh-keygen -q -t ed25519 -N '' -f "$FORGE_DIR/host_key" && ssh-keygen -q -t ed25519 -N '' -f "$ssh/id_ed25519" || return
    # shellcheck disable=SC2016 # sshd fills in the command
    printf 'restrict,command="git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"" %s\n' "$(cat "$ssh/id_ed25519.pub")" >"$FORGE_DIR/authorized_keys"
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd # root's sshd insists on it
    for ((tries = 0; tries < 5; tries++)); do
        port=$(free_port)
        forge_sshd_config "$port" >"$FORGE_DIR/sshd_config"
        "$(PATH=$PATH:/usr/sbin:/sbin command -v sshd)" -D -e -f "$FORGE_DIR/sshd_config" 2>>"$FORGE_DIR/ssh.log" </dev/null &
        pid=$!
        SERVER_PIDS+=("$pid")
        if wait_for_port "$port" "$pid"; then
            printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$FORGE_DIR/host_key.pub")" >"$ssh/known_hosts"
            FORGE_HOME=$FORGE_DIR/home
            FORGE_SSH_URL=ssh://$(id -un)@127.0.0.1:$port$FORGE_REPO
            FORGE_SSH_COMMAND="ssh -F /dev/null -i $ssh/id_ed25519 -o IdentitiesOnly=yes -o UserKnownHostsFile=$ssh/known_hosts -o StrictHostKeyChecking=yes"
            return 0
        fi
    done
    server_why "sshd did not start: $(tail -n 3 "$FORGE_DIR/ssh.log" | tr '\n' ' ')"
}

forge_sshd_config() { # PORT
    cat <<CONF
ListenAddress 127.0.0.1
Port $1
HostKey $FORGE_DIR/host_key
AuthorizedKeysFile $FORGE_DIR/authorized_keys
PidFile none
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
LogLevel VERBOSE
CONF
}

forge_adopt() { # [URL]
    git remote add origin "${1:-$FORGE_URL}" && git push -q "$FORGE_REPO" main
}

forge_switch() { # NAME [TIMES [SKIP]]
    if [ "$1" = status ]; then
        printf '%s' "$FORGE_STATUS" >"$FORGE_REPO/switches/status-text"
        git -C "$FORGE_REPO" config receive.procReceiveRefs refs/heads/pregon-ledger
    fi
    printf '%s %s\n' "${2:-always}" "${3:-0}" >"$FORGE_REPO/switches/$1"
}

forge_clear() {
    rm -f "$FORGE_REPO"/switches/*
    git -C "$FORGE_REPO" config --unset receive.procReceiveRefs || true
}

forge_log() {
    cat "$FORGE_REPO/pushes.log"
}
