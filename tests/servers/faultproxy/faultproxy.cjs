// A proxy on loopback that fails when told to.
//
//   node faultproxy.cjs TARGET_PORT [PORT]
//
// Rules come by POST to the control port, one object or a list; the first that fits is taken:
//   {"mode": "lose-answer", "times": 1, "skip": 2, "method": "POST", "path": "/api/v1/statuses"}
// `times`: for how many (default: all), after `skip` that pass. Without `method` and `path` (the
// beginning of the path, or a part of it after "*") a rule is for whole connections, else for the
// requests that fit. GET on the control port gives rules, counters and the requests seen.
//
//   pass                     as if there were no proxy
//   refuse                   reset at once: as a connection no connect or a reset, as a request a reset
//   blackhole                take everything, answer nothing
//   delay {ms}               wait before the request goes on
//   slow {bps}               that many bytes a second, both ways
//   lose-answer              the server acts and answers; the client gets a reset
//   cut {bytes}  rst {bytes} that much of the answer, then an end or a reset
//   status {code, headers, body}  an answer of the proxy's own; the server sees nothing
//   garbage                  an answer that is not HTTP; the server sees nothing
//   early-close              an end after the request's head; the server sees nothing
//   dup-answer               the whole answer twice
//   skew {seconds}           the answer's Date header moved: a server whose clock is wrong
'use strict';

const http = require('http');
const net = require('net');
const { announce, listen, readBody, stopWithParent } = require('../common.cjs');
const { Messages } = require('./messages.cjs');

const MODES = new Set([
    'pass', 'refuse', 'blackhole', 'delay', 'slow', 'lose-answer', 'cut', 'rst', 'status', 'garbage',
    'early-close', 'dup-answer', 'skew',
]);
const PASS = { mode: 'pass' };
const targetPort = Number(process.argv[2]);

let rules = [];
let counts = {};
let requests = [];

function fits(rule, request) {
    if (rule.method === undefined && rule.path === undefined) return request === null;
    if (request === null || (rule.method ?? request.method) !== request.method) return false;
    const path = rule.path ?? '';
    return path.startsWith('*') ? request.path.includes(path.slice(1)) : request.path.startsWith(path);
}

// The rule for a connection (request === null) or a request, and one less of it left.
function takeRule(request) {
    for (const rule of rules) {
        if (!fits(rule, request) || rule.times === 0) continue;
        if (rule.skip > 0) {
            rule.skip--;
            return PASS;
        }
        if (rule.times !== undefined) rule.times--;
        counts[rule.mode] = (counts[rule.mode] ?? 0) + 1;
        return rule;
    }
    return PASS;
}

// Writes at a pace; returns a function like write, with .end.
function paced(socket, bps) {
    const queue = [];
    let ending = false;
    const timer = setInterval(() => {
        let room = Math.max(1, Math.floor(bps / 20));
        while (queue.length && room > 0) {
            const part = queue[0].subarray(0, room);
            room -= part.length;
            queue[0] = queue[0].subarray(part.length);
            if (!queue[0].length) queue.shift();
            if (socket.writable) socket.write(part);
        }
        if (ending && !queue.length) {
            clearInterval(timer);
            socket.end();
        }
    }, 50);
    socket.on('close', () => clearInterval(timer));
    const write = (bytes) => queue.push(bytes);
    write.end = () => (ending = true);
    return write;
}

function direct(socket) {
    const write = (bytes) => socket.writable && socket.write(bytes);
    write.end = () => socket.end();
    return write;
}

// A date is as long as any other, so that the framing of the message stays as it is.
function skewed(bytes, seconds) {
    const moved = new Date(Date.now() + seconds * 1000).toUTCString();
    return Buffer.from(bytes.toString('latin1').replace(/^Date: .{29}\r$/im, `Date: ${moved}\r`), 'latin1');
}

class Link {
    constructor(client) {
        this.client = client;
        this.connectionRule = takeRule(null);
        this.rule = this.connectionRule;
        this.answer = [];
        this.passed = 0;
        this.turn = Promise.resolve(); // keeps what goes to the server in order behind a delay
        client.on('error', () => {});
        if (this.rule.mode === 'refuse') {
            client.resetAndDestroy();
            return;
        }
        this.server = net.connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
        this.toServer = direct(this.server);
        this.toClient = direct(client);
        this.setPace();
        this.requestStream = new Messages({
            head: (text, bytes) => this.beginRequest(text, bytes),
            body: (bytes) => this.forward(bytes),
            end: () => {},
            raw: (bytes) => this.rawRequest(bytes),
        });
        this.answerStream = new Messages({
            head: () => {},
            body: () => {},
            end: () => this.endAnswer(),
            raw: () => this.endAnswer(),
        });
        client.on('data', (bytes) => this.requestStream.feed(bytes));
        // What a client has sent reaches the server even when the client is killed right after.
        client.on('end', () => this.endClient());
        client.on('close', () => this.endClient());
        this.server.on('data', (bytes) => this.takeAnswer(bytes));
        this.server.on('end', () => this.endServer());
        this.server.on('error', () => client.destroy());
    }

    setPace() {
        if (this.rule.mode !== 'slow' || this.isPaced) return;
        this.isPaced = true;
        this.toServer = paced(this.server, this.rule.bps);
        this.toClient = paced(this.client, this.rule.bps);
    }

    beginRequest(text, bytes) {
        const [method, path] = text.split(' ', 2);
        const own = takeRule({ method, path });
        if (this.rule.mode !== 'blackhole') this.rule = own === PASS ? this.connectionRule : own;
        requests.push({ method, path, mode: this.rule.mode });
        this.answerStream.method = method;
        this.setPace();
        if (this.rule.mode === 'delay') {
            const { ms } = this.rule;
            this.turn = this.turn.then(() => new Promise((resolve) => setTimeout(resolve, ms)));
        }
        if (!this.answerAlone()) this.forward(bytes);
    }

    rawRequest(bytes) {
        if (!this.answerAlone()) this.forward(bytes);
    }

    // The modes in which the server sees nothing.
    answerAlone() {
        const { mode, code = 503, headers = {}, body = '' } = this.rule;
        switch (mode) {
            case 'blackhole':
                break;
            case 'refuse':
                this.client.resetAndDestroy();
                break;
            case 'early-close':
                this.client.destroy();
                break;
            case 'garbage':
                this.client.end('\x00\xff\x00 this is not HTTP at all\n\n');
                break;
            case 'status': {
                const all = { 'Content-Length': Buffer.byteLength(body), Date: new Date().toUTCString(), Connection: 'close', ...headers };
                const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
                this.client.end(`HTTP/1.1 ${code} ${http.STATUS_CODES[code] ?? 'Odd'}\r\n${lines.join('')}\r\n${body}`);
                break;
            }
            default:
                return false;
        }
        this.isAlone = true;
        return true;
    }

    forward(bytes) {
        if (this.isAlone) return;
        this.turn = this.turn.then(() => this.toServer(bytes));
    }

    takeAnswer(bytes) {
        const { mode } = this.rule;
        if (mode === 'cut' || mode === 'rst') {
            const part = bytes.subarray(0, Math.max(0, (this.rule.bytes ?? 0) - this.passed));
            this.passed += part.length;
            if (part.length) this.toClient(part);
            if (this.passed >= (this.rule.bytes ?? 0)) this.breakOff(mode);
            return;
        }
        if (mode === 'dup-answer' || mode === 'lose-answer') this.answer.push(bytes);
        else this.toClient(mode === 'skew' ? skewed(bytes, this.rule.seconds) : bytes);
        this.answerStream.feed(bytes);
    }

    // The pause lets the bytes before it arrive: a reset would overtake them.
    breakOff(mode) {
        this.server.destroy();
        setTimeout(() => (mode === 'rst' ? this.client.resetAndDestroy() : this.client.destroy()), 30);
    }

    endAnswer() {
        if (this.rule.mode === 'lose-answer') {
            this.client.resetAndDestroy();
            this.server.destroy();
        } else if (this.rule.mode === 'dup-answer') {
            const whole = Buffer.concat(this.answer);
            this.answer = [];
            this.toClient(whole);
            this.toClient(whole);
        }
    }

    endClient() {
        this.turn = this.turn.then(() => this.toServer.end());
    }

    endServer() {
        if (this.answer.length) this.endAnswer();
        if (!this.client.destroyed) this.toClient.end();
    }
}

function checked(rule) {
    if (!MODES.has(rule.mode)) throw new Error(`no mode '${rule.mode}'`);
    return rule;
}

async function control(request, response) {
    try {
        const body = await readBody(request);
        if (request.method === 'POST') {
            rules = [].concat(JSON.parse(body)).map(checked);
            counts = {};
            requests = [];
        }
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ rules, counts, requests }) + '\n');
    } catch (error) {
        response.statusCode = 400;
        response.end(`${error.message}\n`);
    }
}

async function main() {
    stopWithParent();
    const proxy = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => new Link(client));
    const port = await listen(proxy, Number(process.argv[3] ?? 0));
    const controlPort = await listen(http.createServer(control));
    announce({ FAULT_PORT: port, FAULT_URL: `http://127.0.0.1:${port}`, FAULT_CONTROL: controlPort });
}

main();
