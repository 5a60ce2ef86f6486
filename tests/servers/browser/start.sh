# shellcheck shell=bash
# A real browser, driven by npm packages: `browser SCRIPT ARGUMENT…` runs one of the scripts beside
# this file. SHOTS=FOLDER gets pictures of the pages.

browser_install() {
    need_program chromium chromium && npm_packages browser node_modules/playwright-core/package.json
}

browser() { # SCRIPT ARGUMENT...
    NODE_PATH=$NPM_PACKAGES/node_modules timeout "${BROWSER_LIMIT_S:-300}" node "$SERVERS/browser/$1" "${@:2}"
}
