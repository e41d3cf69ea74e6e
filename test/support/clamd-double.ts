/** A test double of ClamAV's daemon: the command INSTREAM over TCP, and one signature, that of the EICAR test file. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const COMMAND = Buffer.from('zINSTREAM\0');
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
/** StreamMaxLength of clamd.conf. */
const USUAL_LIMIT = 100 * 1024 * 1024;

export class ClamdDouble {
  /** The files that it was sent, in turn. */
  readonly seen: Buffer[] = [];
  /** Takes the file and says nothing. */
  frozen = false;
  /** Says this in place of a verdict, or nothing (null) and hangs up. */
  insteadOfVerdict: string | null | undefined;
  limit = USUAL_LIMIT;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
      this.serve(socket);
    });
  }

  static async start(): Promise<ClamdDouble> {
    const double = new ClamdDouble(createServer());
    await double.listen(0);
    return double;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Like a daemon that is down: connections are refused. */
  async stop(): Promise<void> {
    this.lastPort = this.port;
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  startAgain(): Promise<void> {
    return this.listen(this.lastPort);
  }

  private lastPort = 0;

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private listen(port: number): Promise<void> {
    return new Promise((done) => this.server.listen(port, '127.0.0.1', done));
  }

  private serve(socket: Socket): void {
    let received = Buffer.alloc(0);
    let isAnswered = false;
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      if (isAnswered) return;
      const answer = this.answerTo(received);
      if (answer === undefined) return;
      isAnswered = true;
      if (answer === null) socket.end();
      else socket.end(`${answer}\0`);
    });
  }

  /** Undefined: not all of it is there yet, or nothing is said. */
  private answerTo(received: Buffer): string | null | undefined {
    if (received.length < COMMAND.length) return undefined;
    if (!received.subarray(0, COMMAND.length).equals(COMMAND)) return 'UNKNOWN COMMAND';
    const parts: Buffer[] = [];
    for (let at = COMMAND.length; at + 4 <= received.length;) {
      const length = received.readUInt32BE(at);
      if (length === 0) return this.verdictOn(Buffer.concat(parts));
      if (length > this.limit) return 'INSTREAM size limit exceeded. ERROR';
      if (at + 4 + length > received.length) return undefined;
      parts.push(received.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    return undefined;
  }

  private verdictOn(file: Buffer): string | null | undefined {
    this.seen.push(file);
    if (this.frozen) return undefined;
    if (this.insteadOfVerdict !== undefined) return this.insteadOfVerdict;
    return file.includes(EICAR, 0, 'latin1') ? 'stream: Eicar-Signature FOUND' : 'stream: OK';
  }
}
