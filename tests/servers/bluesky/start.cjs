// Bluesky's own personal data server (PDS), and the directory of identities (PLC) that it needs, in
// one process and on loopback alone.
//
//   NODE_PATH=... node start.cjs DIR [PDS_PORT]
//
// DIR keeps accounts and records: started on it again, the server knows them, and old sessions stay
// valid. PDS_RATE_LIMITS=1 turns its rate limits on. The directory is in memory; a server that has
// its accounts already does not ask it.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const http = require('http');
const path = require('path');
const { announce, listen, listenOnLoopbackOnly, stopWithParent } = require('../common.cjs');

// Both servers listen(port) on all addresses otherwise.
listenOnLoopbackOnly();

const { PDS, envToCfg, envToSecrets } = require('@atproto/pds');
const { Database, PlcServer } = require('@did-plc/server');

// The PDS wants to know its port before it listens.
async function freePort() {
    const server = http.createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    return port;
}

// Made once for each folder, so that sessions survive a restart.
function loadSecrets(folder) {
    const file = path.join(folder, 'secrets.json');
    if (!fs.existsSync(file)) {
        const secret = () => crypto.randomBytes(32).toString('hex');
        fs.writeFileSync(file, JSON.stringify({ jwt: secret(), dpop: secret(), rotation: secret() }));
    }
    return JSON.parse(fs.readFileSync(file));
}

function makeFolder(...names) {
    const folder = path.join(...names);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
}

async function main() {
    const folder = makeFolder(path.resolve(process.argv[2]));
    const port = Number(process.argv[3] ?? 0) || (await freePort());
    const plcPort = await freePort();
    stopWithParent();
    await PlcServer.create({ db: Database.mock(), port: plcPort }).start();

    const secrets = loadSecrets(folder);
    const settings = {
        port,
        hostname: 'localhost',
        devMode: true, // handles that end in .test need no DNS
        disableSsrfProtection: true, // the directory is on loopback
        dataDirectory: folder,
        actorStoreDirectory: makeFolder(folder, 'actors'),
        blobstoreDiskLocation: makeFolder(folder, 'blobs'),
        blobstoreDiskTmpLocation: makeFolder(folder, 'blobs-coming'),
        didPlcUrl: `http://127.0.0.1:${plcPort}`,
        enableDidDocWithSession: true, // as Bluesky's own servers do
        serviceHandleDomains: ['.test'],
        inviteRequired: false,
        crawlers: [],
        handleBackupNameservers: [],
        trustedOAuthClients: [],
        rateLimitsEnabled: process.env.PDS_RATE_LIMITS === '1',
        rateLimitBypassIps: [],
        jwtSecret: secrets.jwt,
        dpopSecret: secrets.dpop,
        adminPassword: 'admin-of-pds',
        plcRotationKeyK256PrivateKeyHex: secrets.rotation,
    };
    const pds = await PDS.create(envToCfg(settings), envToSecrets(settings));
    await pds.start();
    announce({ PDS_PORT: port, PDS_URL: `http://localhost:${port}` });
}

main().catch((error) => {
    console.error(error.stack);
    process.exit(1);
});
