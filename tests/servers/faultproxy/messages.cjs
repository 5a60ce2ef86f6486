// Where the messages of an HTTP/1.1 stream begin and end.
'use strict';

const HEAD_END = Buffer.from('\r\n\r\n');

// Calls on.head(text, bytes), on.body(bytes) and on.end() while feed() takes in the stream. An
// answer to HEAD has no body; set `method` before an answer comes. A stream that is not HTTP goes
// to on.raw(bytes).
class Messages {
    constructor(on) {
        this.on = on;
        this.method = null;
        this.rest = Buffer.alloc(0);
        this.state = 'head';
        this.left = 0;
    }

    feed(bytes) {
        this.rest = this.rest.length ? Buffer.concat([this.rest, bytes]) : bytes;
        while (this.rest.length && this.step());
    }

    take(count) {
        const taken = this.rest.subarray(0, count);
        this.rest = this.rest.subarray(count);
        return taken;
    }

    // Does one step and says whether there is more to do with what has come so far.
    step() {
        switch (this.state) {
            case 'head':
                return this.head();
            case 'length': {
                const part = this.take(this.left);
                this.left -= part.length;
                this.on.body(part);
                if (this.left === 0) this.end();
                return true;
            }
            case 'chunks':
                return this.chunk();
            case 'until-close':
                this.on.body(this.take(this.rest.length));
                return false;
            default:
                this.on.raw(this.take(this.rest.length));
                return false;
        }
    }

    head() {
        const text = this.rest.toString('latin1');
        if (!/^(?:[A-Z]{1,10}(?: |$)|HTTP\/(?:1\.|1?$))/.test(text.slice(0, 12))) {
            this.state = 'raw';
            return true;
        }
        const end = this.rest.indexOf(HEAD_END);
        if (end < 0) return false;
        const head = text.slice(0, end);
        this.on.head(head, this.take(end + 4));
        this.state = this.framing(head);
        if (this.state === 'length' && this.left === 0) this.end();
        return true;
    }

    framing(head) {
        const status = /^HTTP\/1\.. (\d+)/.exec(head);
        if (status && status[1].startsWith('1')) return 'head'; // the real answer is still to come
        const length = /^content-length: *(\d+)/im.exec(head);
        this.left = 0;
        if (status && (this.method === 'HEAD' || status[1] === '204' || status[1] === '304')) return 'length';
        if (/^transfer-encoding:.*chunked/im.test(head)) return 'chunks';
        if (length) this.left = Number(length[1]);
        return length || !status ? 'length' : 'until-close';
    }

    chunk() {
        const line = this.rest.indexOf('\r\n');
        if (line < 0) return false;
        const size = parseInt(this.rest.toString('latin1', 0, line), 16);
        const whole = line + 2 + size + 2;
        if (this.rest.length < whole) return false;
        this.on.body(this.take(whole));
        if (size === 0) this.end();
        return true;
    }

    end() {
        this.state = 'head';
        this.on.end();
    }
}

module.exports = { Messages };
