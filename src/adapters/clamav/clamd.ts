import { connect, type Socket } from 'node:net';
import { Scanner, ScannerUnavailable } from './scanner.js';

/** From the connection to the verdict; clamd takes well under a second for 10 MB. */
const LIMIT_MS = 10_000;
/** clamd ends a command and an answer with a zero byte when the command began with `z` (clamd(8), COMMANDS). */
const INSTREAM = Buffer.from('zINSTREAM\0');
const CHUNK = 64 * 1024;
/** More than clamd ever answers. */
const LONGEST_ANSWER = 4096;

/** ClamAV's daemon, asked over TCP; the file is sent in the command and never lies on a disk. */
export class Clamd extends Scanner {
  private readonly host: string;
  private readonly port: number;

  /** @param address `host:port` */
  constructor(
    address: string,
    private readonly limitMs = LIMIT_MS,
  ) {
    super();
    const at = address.lastIndexOf(':');
    this.host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
    this.port = Number(address.slice(at + 1));
  }

  async scan(bytes: Buffer): Promise<'clean' | 'infected'> {
    const answer = await this.ask(bytes);
    if (answer === 'stream: OK') return 'clean';
    if (/^stream: .+ FOUND$/.test(answer)) return 'infected';
    // `INSTREAM size limit exceeded. ERROR`, or nothing that clamd says.
    throw new ScannerUnavailable('the virus scanner did not look at the file');
  }

  private ask(bytes: Buffer): Promise<string> {
    const socket = connect({ host: this.host, port: this.port });
    return new Promise<string>((resolve, reject) => {
      const unavailable = (why: string) => reject(new ScannerUnavailable(`the virus scanner ${why}`));
      const late = setTimeout(() => unavailable('did not answer in time'), this.limitMs);
      let answer = '';
      socket.once('connect', () => sendStream(socket, bytes));
      socket.on('data', (part: Buffer) => {
        answer += part.toString('latin1');
        const end = answer.indexOf('\0');
        if (end >= 0) resolve(answer.slice(0, end));
        else if (answer.length > LONGEST_ANSWER) unavailable('answered something else');
      });
      socket.once('error', () => unavailable('cannot be reached'));
      socket.once('close', () => {
        clearTimeout(late);
        unavailable('ended the connection');
      });
    }).finally(() => socket.destroy());
  }
}

/** Chunks with their length before them, and a length of zero at the end. */
function sendStream(socket: Socket, bytes: Buffer): void {
  socket.write(INSTREAM);
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const chunk = bytes.subarray(from, from + CHUNK);
    socket.write(lengthOf(chunk.length));
    socket.write(chunk);
  }
  socket.write(lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
