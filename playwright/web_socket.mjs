// The client's end of a WebSocket (RFC 6455), as much of it as a tool on this machine needs: text in both directions. Node 20, the oldest that the project takes, has none of its own.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };

/** Connects: {send(text), close()}. Each whole message is given to `onText`; `onEnd` is called once when the connection is over. */
export function openWebSocket(url, { onText, onEnd }) {
    return new Promise((settle, refuse) => {
        const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': randomBytes(16).toString('base64') };
        const asked = request(url.replace(/^ws:/, 'http:'), { headers });
        asked.once('error', refuse);
        asked.once('response', response => refuse(new Error(`${url} answers with ${response.statusCode} and opens no WebSocket`)));
        asked.once('upgrade', (_response, socket, first) => {
            const read = reader({ onText, onPing: payload => socket.write(frame(opcodes.pong, payload)), onClose: () => socket.end() });
            socket.on('data', read);
            socket.once('close', onEnd);
            socket.on('error', () => socket.destroy()); // `close` follows
            if (first.length > 0) read(first);
            settle({ send: text => socket.write(frame(opcodes.text, Buffer.from(text))), close: () => socket.destroy() });
        });
        asked.end();
    });
}

/** One whole message in one frame; what a client sends is masked. */
function frame(opcode, payload) {
    const long = payload.length >= 65_536;
    const head = Buffer.alloc(payload.length < 126 ? 2 : long ? 10 : 4);
    head[0] = 0x80 | opcode;
    if (head.length === 2) head[1] = 0x80 | payload.length;
    else head[1] = 0x80 | (long ? 127 : 126);
    if (head.length === 4) head.writeUInt16BE(payload.length, 2);
    if (long) head.writeBigUInt64BE(BigInt(payload.length), 2);
    const mask = randomBytes(4);
    const masked = Buffer.from(payload);
    for (let at = 0; at < masked.length; ++at) masked[at] ^= mask[at % 4];
    return Buffer.concat([head, mask, masked]);
}

/** Takes the bytes as they come and tells of each message. */
function reader({ onText, onPing, onClose }) {
    let waiting = Buffer.alloc(0);
    let pieces = [];
    return bytes => {
        waiting = Buffer.concat([waiting, bytes]);
        for (let next = headOf(waiting); next !== null && waiting.length >= next.end; next = headOf(waiting)) {
            const payload = waiting.subarray(next.start, next.end);
            waiting = waiting.subarray(next.end);
            if (next.opcode === opcodes.ping) onPing(payload);
            else if (next.opcode === opcodes.close) onClose();
            else if (next.opcode === opcodes.text || next.opcode === opcodes.continuation) {
                pieces.push(payload);
                if (!next.isLast) continue;
                onText(Buffer.concat(pieces).toString('utf8'));
                pieces = [];
            }
        }
    };
}

/** Where the payload of the frame at the beginning of these bytes lies; null as long as that is not known. (A server masks nothing.) */
function headOf(bytes) {
    if (bytes.length < 2) return null;
    const short = bytes[1] & 0x7f;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < start) return null;
    const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    return { opcode: bytes[0] & 0x0f, isLast: (bytes[0] & 0x80) !== 0, start, end: start + size };
}
