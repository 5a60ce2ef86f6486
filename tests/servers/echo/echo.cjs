// A server that fails in every way, and repeats the secret of the request wherever it can. How it
// fails follows from the number that stands in front of the secret: `3-...`.
'use strict';
const crypto = require('crypto');
const http = require('http');
const { announce, listen, readBody, stopWithParent } = require('../common.cjs');
const { encodings } = require('./encodings.cjs');

// A token of a session is a secret, too, and has its number.
const session = (secret) =>
    `${parseInt(secret)}-session-${crypto.createHash('sha256').update(secret).digest('hex').slice(0, 32)}`;

function secretOf(request, body) {
    const header = /^(?:Bearer|Basic) +(.*)$/.exec(request.headers.authorization || '');
    const password = /"password" *: *("(?:[^"\\]|\\.)*")/.exec(body);
    if (header) return header[1];
    return password ? JSON.parse(password[1]) : '';
}

const json = (value) => ({ 'content-type': 'application/json', body: JSON.stringify(value) });
const me = { id: '7', did: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz', username: 'horno', acct: 'horno', handle: 'horno.test' };

function asMastodon(request, secret, said) {
    const id = secret.endsWith('-identity') ? secret : me.id;
    if (request.url.includes('verify_credentials')) return [200, json({ ...me, id })];
    if (request.url.includes('/instance')) return [200, json({ domain: said, version: '4.5.0', title: said, description: said })];
    return null;
}

function asBluesky(request, secret, said) {
    if (request.url.includes('createSession'))
        return [200, json({ ...me, accessJwt: session(secret), refreshJwt: session(secret), active: true, email: said })];
    if (request.url.includes('getSession')) return [200, json({ ...me, email: said })];
    return null;
}

// Each way is [status, headers with a body].
function answer(request, secret) {
    const ways = encodings(secret, true);
    const said = ways.join(' ');
    const number = Number(/^\d+/.exec(secret)?.[0] || 0);
    const error = json({ error: said, message: said, error_description: said });
    const first = asMastodon(request, secret, said) || asBluesky(request, secret, said);
    const headers = { link: `<https://x.example/?t=${ways[1]}>; rel="next"`, 'x-request-id': ways[1], 'www-authenticate': `Bearer realm="${ways[1]}"` };
    switch (number % 10) {
    case 0: return [401, error];
    case 1: return [500, { 'content-type': 'text/plain', body: said }];
    case 2: return [200, { 'content-type': 'application/json', body: `{"id": ${said}` }];
    case 3: return [403, { ...headers, ...error }];
    case 4: return [302, { location: `http://127.0.0.1:1/?token=${ways[1]}`, ...error }];
    // Words are cut after some 300 bytes, and a trace after 4096.
    case 5: return first || [422, json({ error: 'x'.repeat(293) + secret, message: 'x'.repeat(293) + secret })];
    case 6: return first || [500, { 'content-type': 'text/html', body: `<h1>${said}</h1>` }];
    case 7: return first || [200, json({ id: ways[0], uri: ways[0], cid: ways[0], url: `https://x.example/${ways[1]}`, content: said })];
    case 8: return first || [429, { 'retry-after': '1', ...headers, ...error }];
    default: return first || [200, { ...headers, 'content-type': 'application/json', body: 'y'.repeat(4092) + said }];
    }
}

stopWithParent();
let count = 0;
const server = http.createServer(async (request, response) => {
    const body = (await readBody(request)).toString();
    const secret = secretOf(request, body);
    if (request.url === '/count') return response.end(String(count));
    if (secret) count++;
    const [status, { body: text, ...headers }] = answer(request, secret);
    response.writeHead(status, { date: new Date().toUTCString(), ...headers });
    response.end(text);
});
listen(server).then((port) => announce({ ECHO_PORT: port, ECHO_URL: `http://127.0.0.1:${port}` }));
