// A server that holds a client to Mastodon's API: strict in what it takes, and with the manners,
// good and bad, that servers of this family have.
//
//   node contract.cjs [mastodon|gotosocial|pleroma|pixelfed] [PORT]
//
// GET /control gives all state: statuses, media, requests, violations (requests that no correct
// client sends; each was answered 400). POST /control sets manners, of which only the named change:
//   idempotency   honour | ignore | 500-on-repeat | pixelfed-400 | replay (the kind's own at first)
//   media         {"state": "ready" | "processing" | "failed", "polls": 2}: 202, that many 206, then
//                 200 or 422
//   v2_instance   false: 404, so that the client falls back to v1
//   instance      {"max_characters": 280, ...} the limits
//   account       {"id", "username"}    token, application   who the token is for
//   silenced, null_url, require_key     public becomes unlisted; no url; a create needs a key
//   list_lag      so many lists do not show a new status yet
//   date_skew_s   moves the Date header;  requests_left  what X-RateLimit-Remaining says
//   faults        [{"method", "path", "times", "skip", "do", ...}], the first that fits is taken:
//     before acting   rate-limit {seconds} | unavailable {seconds} | bad-gateway | unauthorized |
//                     forbidden | status {code, headers, body} | drop | echo (401 that repeats the token)
//     after acting    lose-answer | internal-error | empty | garbled | page | delay {ms} |
//                     cut-short (fewer bytes than announced)
// and besides: {"reset": true}, {"advance_s": 4000} (the server's clock; its Date header stays),
// {"statuses": [{"text": "..."}]} that were there already.
'use strict';

const http = require('http');
const { announce, listen, readBody, sleep, stopWithParent } = require('../common.cjs');
const { Api } = require('./api.cjs');
const { kinds } = require('./kinds.cjs');
const { Refusal } = require('./request.cjs');

const kindName = process.argv[2] ?? 'mastodon';
const kind = kinds[kindName];
const LISTED = new Set(['faults']);
const PAGE = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>\n';

function defaults() {
    return {
        idempotency: kind.idempotency,
        media: { state: 'ready', polls: 2 },
        v2_instance: true,
        instance: {},
        account: { id: '109000000000000001', username: 'horno' },
        token: 'token-of-horno',
        application: 'Pregon',
        silenced: false,
        null_url: false,
        require_key: kindName === 'mastodon' || kindName === 'pleroma',
        list_lag: 0,
        date_skew_s: 0,
        requests_left: 299,
        faults: [],
    };
}

const manners = defaults();
const api = new Api(kind, manners);
let requests = [];
let violations = [];

function takeFault(method, path) {
    for (const fault of manners.faults) {
        if (fault.times === 0 || (fault.method ?? method) !== method || !path.startsWith(fault.path ?? '')) continue;
        if (fault.skip > 0) {
            fault.skip--;
            return {};
        }
        if (fault.times !== undefined) fault.times--;
        return fault;
    }
    return {};
}

// What no correct client does, whatever a lenient server would make of it.
function impropriety(request, query) {
    const { headers, method } = request;
    if (!headers['user-agent']) return 'no User-Agent';
    if (headers.expect) return 'an Expect header asks for an answer before the body';
    if (headers.cookie) return 'a cookie';
    if (query.has('access_token')) return 'the token is in the address';
    if (headers.authorization !== undefined && !/^Bearer [\x21-\x7e]+$/.test(headers.authorization)) return 'no Bearer token';
    if (method === 'GET' && Number(headers['content-length'] ?? 0) > 0) return 'a GET with a body';
    if (manners.require_key && method === 'POST' && request.url === '/api/v1/statuses' && !headers['idempotency-key']) {
        return 'a create without Idempotency-Key';
    }
    return null;
}

// The answers that come before the server acts; undefined for all other faults.
function answerOfFault(fault, request) {
    const seconds = fault.seconds ?? 60;
    switch (fault.do) {
        case 'rate-limit': {
            const reset = new Date(Date.now() + seconds * 1000).toISOString();
            return { status: 429, headers: { 'X-RateLimit-Remaining': 0, 'X-RateLimit-Reset': reset }, body: { error: 'Too many requests' } };
        }
        case 'unavailable':
            return { status: 503, headers: { 'Retry-After': seconds }, body: { error: 'Service Unavailable' } };
        case 'bad-gateway':
            return { status: 502, headers: { 'Content-Type': 'text/html' }, body: PAGE };
        case 'unauthorized':
            return refused(api.unauthorized());
        case 'forbidden':
            return { status: 403, headers: {}, body: { error: 'This action is outside the authorized scopes' } };
        case 'echo':
            return { status: 401, headers: {}, body: { error: `bad credentials: ${request.headers.authorization}` } };
        case 'status':
            return { status: fault.code ?? 500, headers: fault.headers ?? {}, body: fault.body ?? '' };
        default:
            return undefined;
    }
}

function refused(refusal) {
    return { status: refusal.status, headers: refusal.headers, body: { error: refusal.message } };
}

function act(request, path, query, bytes) {
    try {
        const wrong = impropriety(request, query);
        if (wrong) throw new Refusal(400, `contract: ${wrong}`);
        const isAuthorized = request.headers.authorization === `Bearer ${manners.token}`;
        if (request.headers.authorization !== undefined && !isAuthorized) throw api.unauthorized();
        return api.answer({ method: request.method, path, query, headers: request.headers, bytes, isAuthorized });
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.message.startsWith('contract: ')) violations.push(`${request.method} ${request.url}: ${error.message.slice(10)}`);
        return refused(error);
    }
}

// The faults that come when the server has acted. False: there is nothing more to send.
async function spoil(fault, answer, response) {
    switch (fault.do) {
        case 'lose-answer':
            response.socket.resetAndDestroy();
            return false;
        case 'internal-error':
            Object.assign(answer, { status: 500, headers: { 'Content-Type': 'text/html' }, body: PAGE });
            return true;
        case 'empty':
            answer.body = '';
            return true;
        case 'garbled':
            answer.body = JSON.stringify(answer.body).slice(0, 40);
            return true;
        case 'page':
            Object.assign(answer, { headers: { 'Content-Type': 'text/html' }, body: PAGE });
            return true;
        case 'delay':
            await sleep(fault.ms ?? 1000);
            return true;
        case 'cut-short': {
            const body = JSON.stringify(answer.body);
            response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
            response.write(body.slice(0, 40), () => response.socket.destroy());
            return false;
        }
        default:
            return true;
    }
}

function send(response, { status, headers, body }) {
    const isJson = typeof body !== 'string';
    const left = manners.requests_left;
    response.writeHead(status, {
        'Content-Type': 'application/json; charset=utf-8',
        Date: new Date(Date.now() + manners.date_skew_s * 1000).toUTCString(),
        'X-RateLimit-Limit': 300,
        'X-RateLimit-Remaining': left,
        'X-RateLimit-Reset': new Date(Date.now() + 300000).toISOString(),
        ...headers,
    });
    response.end(isJson ? JSON.stringify(body) : body);
}

function control(method, bytes) {
    if (method === 'POST') {
        const { reset, advance_s, statuses, ...changes } = JSON.parse(bytes);
        if (reset) {
            Object.assign(manners, defaults());
            api.clear();
            [requests, violations] = [[], []];
        }
        for (const [name, value] of Object.entries(changes)) {
            if (!(name in manners)) throw new Error(`no manner is called '${name}'`);
            const isMerged = typeof value === 'object' && value !== null && !LISTED.has(name);
            manners[name] = isMerged ? { ...manners[name], ...value } : value;
        }
        api.clockAheadMs += (advance_s ?? 0) * 1000;
        for (const status of statuses ?? []) api.addStatus(status);
    }
    const media = api.media;
    const shown = api.statuses.map((one) => ({ ...one, media: one.media.map((medium) => medium.id) }));
    return { kind: kindName, manners, statuses: shown, media, keys: [...api.keys.keys()], requests, violations };
}

async function serve(request, response) {
    const bytes = await readBody(request);
    const { pathname: path, searchParams: query } = new URL(request.url, api.baseUrl);
    if (path === '/control') {
        send(response, { status: 200, headers: {}, body: control(request.method, bytes) });
        return;
    }
    const fault = takeFault(request.method, path);
    const { 'idempotency-key': key = null, 'content-type': type = null } = request.headers;
    const isText = type !== null && !type.startsWith('multipart/');
    const entry = { method: request.method, url: request.url, key, type, bytes: bytes.length, body: isText ? bytes.toString() : null };
    requests.push(entry);
    entry.status = 0; // until the answer leaves
    if (fault.do === 'drop') {
        response.socket.destroy();
        return;
    }
    const answer = answerOfFault(fault, request) ?? act(request, path, query, bytes);
    if (!(await spoil(fault, answer, response))) return;
    entry.status = answer.status;
    send(response, answer);
}

async function main() {
    if (!kind) throw new Error(`no kind is called '${kindName}'`);
    stopWithParent();
    const server = http.createServer((request, response) => {
        serve(request, response).catch((error) => {
            if (response.headersSent || response.destroyed) return;
            send(response, { status: 500, headers: {}, body: { error: `contract server: ${error.message}` } });
        });
    });
    const port = await listen(server, Number(process.argv[3] ?? 0));
    api.baseUrl = `http://127.0.0.1:${port}`;
    announce({ MASTODON_URL: api.baseUrl, MASTODON_PORT: port, MASTODON_TOKEN: manners.token });
}

main();
