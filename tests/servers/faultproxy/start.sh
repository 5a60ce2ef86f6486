# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# faultproxy_start DIR TARGET_PORT: a proxy in front of a server, which fails when told to.
# Sets FAULT_URL, FAULT_PORT, and FAULT_CONTROL, which `fault` needs: copy them when there are two.
faultproxy_start() {
    node_server "$1" "$SERVERS/faultproxy/faultproxy.cjs" "$2"
}

# fault '{"mode": "lose-answer", "times": 1}' sets the rules (faultproxy.cjs lists them);
# fault alone prints rules, counters and the requests seen.
fault() {
    http_control "$FAULT_CONTROL" / "$@"
}
