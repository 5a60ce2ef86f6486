// How a secret may be written: as it is, for an address, for JSON, in base64 at any alignment, in
// hexadecimal.
'use strict';

// Its neighbours share the first and the last digit: only those between are its own.
function base64(secret, isWhole) {
    const bytes = Buffer.from(secret);
    return [0, 1, 2].map((shift) => {
        const whole = Buffer.concat([Buffer.alloc(shift, ':'), bytes]).toString('base64');
        return isWhole ? whole : whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    });
}

// As somebody writes them, or (to look for them) what they have in common wherever they stand.
function encodings(secret, isWhole) {
    const url = encodeURIComponent(secret);
    const json = JSON.stringify(secret).slice(1, -1);
    const hex = Buffer.from(secret).toString('hex');
    const sixtyFour = base64(secret, isWhole);
    return [...new Set([
        secret,
        url, url.replace(/%../g, (code) => code.toLowerCase()), url.replace(/%20/g, '+'),
        json, json.replace(/\//g, '\\/'),
        ...sixtyFour, ...sixtyFour.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_')),
        hex, hex.toUpperCase(),
    ])];
}

module.exports = { encodings };
