// Bodies of requests: JSON, forms, and forms with files. What a browser or a lenient server would
// let pass is refused here: a client of ours has no reason to send it.
'use strict';

class Refusal extends Error {
    constructor(status, text, headers = {}) {
        super(text);
        this.status = status;
        this.headers = headers;
    }
}

const broken = (text) => new Refusal(400, `contract: ${text}`);

function decode(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        throw broken('the body is not UTF-8');
    }
}

function parseJson(bytes) {
    let value;
    try {
        value = JSON.parse(decode(bytes));
    } catch (error) {
        throw error instanceof Refusal ? error : broken(`the body is not JSON: ${error.message}`);
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw broken('the body is no JSON object');
    return value;
}

// name[] makes a list, name[key] an object; booleans are words in a form.
function setField(fields, name, value) {
    const [, first, rest] = /^([^[]+)(.*)$/.exec(name) ?? [];
    if (!first) throw broken(`a form field is called '${name}'`);
    if (rest === '') {
        if (first in fields) throw broken(`the field '${first}' comes twice`);
        fields[first] = ['sensitive'].includes(first) ? value === 'true' || value === '1' : value;
    } else if (rest === '[]') {
        (fields[first] ??= []).push(value);
    } else {
        const [, key, more] = /^\[([^\]]+)\](.*)$/.exec(rest) ?? [];
        if (!key) throw broken(`a form field is called '${name}'`);
        setField((fields[first] ??= {}), key + more, value);
    }
}

function parseForm(bytes) {
    const fields = {};
    const text = decode(bytes);
    if (/[^\x21-\x7e]/.test(text)) throw broken('a form holds bytes that must be escaped');
    for (const [name, value] of new URLSearchParams(text)) setField(fields, name, value);
    return fields;
}

function partHeaders(head) {
    const headers = {};
    for (const line of head.split('\r\n')) {
        const colon = line.indexOf(':');
        if (colon < 1) throw broken(`a part of the form has the header '${line}'`);
        headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    return headers;
}

function parseMultipart(bytes, boundary) {
    const fields = {};
    const files = {};
    const mark = Buffer.from(`\r\n--${boundary}`);
    const body = Buffer.concat([Buffer.from('\r\n'), bytes]);
    let at = body.indexOf(mark);
    if (at !== 0) throw broken('the form does not begin with its boundary');
    for (;;) {
        const start = at + mark.length;
        const follows = body.toString('latin1', start, start + 2);
        if (follows === '--') return { fields, files };
        const next = body.indexOf(mark, start);
        const headEnd = body.indexOf('\r\n\r\n', start);
        if (follows !== '\r\n' || next < 0 || headEnd < 0 || headEnd > next) throw broken('the form is cut off');
        const headers = partHeaders(body.toString('latin1', start + 2, headEnd));
        const name = /\bname="([^"]*)"/.exec(headers['content-disposition'] ?? '')?.[1];
        const filename = /\bfilename="([^"]*)"/.exec(headers['content-disposition'] ?? '')?.[1];
        const data = body.subarray(headEnd + 4, next);
        if (!name || !/^form-data\s*;/i.test(headers['content-disposition'])) throw broken('a part of the form has no name');
        if (filename === undefined) setField(fields, name, decode(data));
        else if (!headers['content-type']) throw broken(`the file '${filename}' has no MIME type`);
        else files[name] = { filename, type: headers['content-type'], bytes: data };
        at = next;
    }
}

// The fields and files of a body; throws a Refusal.
function parseBody(contentType, bytes) {
    const type = (contentType ?? '').split(';')[0].trim().toLowerCase();
    switch (type) {
        case 'application/json':
            return { fields: parseJson(bytes), files: {} };
        case 'application/x-www-form-urlencoded':
            return { fields: parseForm(bytes), files: {} };
        case 'multipart/form-data': {
            const boundary = /boundary="?([^";]{1,70})"?/i.exec(contentType)?.[1];
            if (!boundary) throw broken('the form names no boundary');
            return parseMultipart(bytes, boundary);
        }
        default:
            throw broken(type ? `the body is of type '${type}'` : 'the body has no Content-Type');
    }
}

module.exports = { Refusal, broken, parseBody };
