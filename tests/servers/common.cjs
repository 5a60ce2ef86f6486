// What the servers written for Node share.
'use strict';

// Servers that call listen(port) without a host would listen on all addresses. Loopback it is.
function listenOnLoopbackOnly() {
    const net = require('net');
    const listen = net.Server.prototype.listen;
    net.Server.prototype.listen = function (where, ...rest) {
        const callback = rest.find((value) => typeof value === 'function');
        const options = where !== null && typeof where === 'object' ? where : { port: Number(where) };
        return listen.call(this, { ...options, host: '127.0.0.1' }, callback);
    };
}

// Ends this process when the script that started it is gone, even if that was killed.
function stopWithParent() {
    const parent = process.ppid;
    setInterval(() => {
        if (process.ppid !== parent) process.exit(0);
    }, 1000).unref();
}

// Says where the server is, for node_server of lib.sh: NAME=VALUE lines, then "ready".
function announce(variables) {
    const lines = Object.entries(variables).map(([name, value]) => {
        if (!/^[\w:\/.@%+=,-]*$/.test(String(value))) throw new Error(`${name} needs quoting`);
        return `${name}=${value}\n`;
    });
    process.stdout.write(lines.join('') + 'ready\n');
}

function listen(server, port = 0) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve(server.address().port));
    });
}

// The whole body of a request, at most `limit` bytes of it.
function readBody(request, limit = 64 << 20) {
    return new Promise((resolve, reject) => {
        const parts = [];
        let bytes = 0;
        request.on('data', (part) => {
            bytes += part.length;
            if (bytes > limit) request.destroy(new Error('the body is too large'));
            parts.push(part);
        });
        request.on('end', () => resolve(Buffer.concat(parts)));
        request.on('error', reject);
        request.on('aborted', () => reject(new Error('the client went away')));
    });
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

module.exports = { announce, listen, listenOnLoopbackOnly, readBody, sleep, stopWithParent };
