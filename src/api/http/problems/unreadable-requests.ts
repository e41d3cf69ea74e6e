/** What Node refuses before there is a request: told as a problem too, on a connection that ends with it. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { HttpProblem, problemBody } from './problem.js';

type Code = 'request-malformed' | 'headers-too-large' | 'request-timeout';

const CODES: Readonly<Record<string, Code>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

const REASONS: Readonly<Record<Code, string>> = {
  'request-malformed': '400 Bad Request',
  'headers-too-large': '431 Request Header Fields Too Large',
  'request-timeout': '408 Request Timeout',
};

export function answerUnreadableRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    socket.end(textOf(CODES[error.code ?? ''] ?? 'request-malformed'));
  });
}

function textOf(code: Code): string {
  // Its headers were not read, so its language is not known.
  const body = JSON.stringify(problemBody(new HttpProblem(code), 'zh-TW', `urn:uuid:${randomUUID()}`));
  return [
    `HTTP/1.1 ${REASONS[code]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Language: zh-TW',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
