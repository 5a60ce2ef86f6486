#!/bin/bash
# make install: the program and its catalogues, where a packager says; it starts from there.
. "$(dirname "$0")/lib.sh"
cd "$TESTS/.." || exit
make -s install MODE="${MODE:-release}" DESTDIR="$T/root" prefix=/usr >"$T/make" 2>&1
check 'installs the program' test -x "$T/root/usr/bin/pregon"
PREGON=$T/root/usr/bin/pregon
run version
is_status 0 'which starts'
out_has 'pregon ' 'and prints its version'
check 'the Spanish catalogue stands beside it' test -f "$T/root/usr/share/locale/es/LC_MESSAGES/pregon.mo"
run --lang es help
out_has 'Uso: pregon' 'and is found from there'
check 'nothing else is written' test -z "$(find "$T/root" -type f ! -path '*/usr/bin/pregon' ! -path '*/usr/share/*')"
finish
