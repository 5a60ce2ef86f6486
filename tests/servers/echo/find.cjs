// find.cjs SECRETS FILE-OR-FOLDER ...: where one of the secrets stands, in any encoding.
'use strict';
const fs = require('fs');
const path = require('path');
const { encodings } = require('./encodings.cjs');

const [list, ...places] = process.argv.slice(2);
const secrets = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
const needles = secrets.flatMap((secret, number) =>
    // The beginning, too: what was cut short in the middle of a secret.
    [...encodings(secret), secret.slice(0, 8)].map((text, way) => ({ text: Buffer.from(text), name: `secret ${number + 1}, way ${way}` })));
let files = 0;
let found = 0;

function look(place) {
    const facts = fs.lstatSync(place);
    if (facts.isDirectory()) return fs.readdirSync(place).forEach((name) => look(path.join(place, name)));
    if (!facts.isFile()) return;
    files++;
    const bytes = fs.readFileSync(place);
    for (const needle of needles) {
        const at = bytes.indexOf(needle.text);
        if (at < 0 && !path.basename(place).includes(needle.text.toString())) continue;
        found++;
        console.log(`${place}: ${needle.name} at byte ${at}`);
    }
}

places.forEach(look);
console.error(`${needles.length} ways to write ${secrets.length} secrets, ${files} files, ${found} found`);
process.exit(found > 0 ? 0 : 1);
