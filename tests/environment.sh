# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# An environment in which nothing of the machine, of a person or of a CI service reaches a test.
# Sourced by run-cases and cli/lib.sh with the folder that becomes HOME. Variables named
# PREGON_TEST_* are for the tests themselves and stay:
#   PREGON_TEST_CACHE     where packages of test servers are kept between runs
#   PREGON_TEST_INSTALL   not empty: a test may install the Debian packages it needs (on in CI)

PREGON_TEST_HOME=${PREGON_TEST_HOME:-${HOME:-/}}
PREGON_TEST_CACHE=${PREGON_TEST_CACHE:-${XDG_CACHE_HOME:-$PREGON_TEST_HOME/.cache}/pregon-tests}
PREGON_TEST_INSTALL=${PREGON_TEST_INSTALL:-${CI:-}}
for name in ${!PREGON_@} ${!GITHUB_@} ${!GITLAB_@} ${!CI_@} ${!GIT_@} ${!LC_@} ${!SSH_@}; do
    [ "${name#PREGON_TEST_}" != "$name" ] || unset "$name"
done
unset CI NO_COLOR COLUMNS EDITOR VISUAL LANG LANGUAGE http_proxy https_proxy all_proxy no_proxy
export PREGON_TEST_HOME PREGON_TEST_CACHE PREGON_TEST_INSTALL
export HOME=$1 XDG_CACHE_HOME=$1/.cache XDG_CONFIG_HOME=$1/.config LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=Ana GIT_AUTHOR_EMAIL=ana@horno.example
export GIT_COMMITTER_NAME=Ana GIT_COMMITTER_EMAIL=ana@horno.example
# A sanitizer's verdict must not look like an ordinary exit status.
export ASAN_OPTIONS=exitcode=99:${ASAN_OPTIONS:-}
export UBSAN_OPTIONS=exitcode=99:halt_on_error=1:print_stacktrace=1:${UBSAN_OPTIONS:-}
