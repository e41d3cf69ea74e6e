import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { servePages } from '../../../src/api/pages/pages.js';

const PAGE = '<!doctype html><div id="page"></div>';
const SCRIPT = `console.log('${'a'.repeat(2000)}')`;
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('serving the pages', () => {
  let folder: string;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'release.json'), '{}');
    writeFileSync(join(folder, 'assets/index-abc123.js'), SCRIPT);
    writeFileSync(join(folder, 'assets/index-abc123.js.gz'), gzipSync(SCRIPT));
    const app = express();
    app.use(servePages(folder));
    app.use((_request, response) => void response.status(404).type('application/problem+json').send('{}'));
    server = createServer(app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it.each(['/', '/binding', '/sign-in/T99', '/reviews/a/b?x=1', '/reset/abc'])(
    'shows the page at %s to a browser',
    async (path) => {
      const answer = await fetch(address + path, { headers: BROWSER });
      expect([answer.status, await answer.text()]).toEqual([200, PAGE]);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it.each([
    '/api/v1/nothing',
    '/API/v1/nothing',
    '/oidc/nothing',
    '/sso/nothing',
    '/health/nothing',
    '/metrics',
    '/assets/old-chunk.js',
    '/favicon.ico',
    '/release.json',
  ])('leaves %s to who owns it', async (path) => {
    const answer = await fetch(address + path, { headers: BROWSER });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('shows no page to a program that asks for anything, nor to a write', async () => {
    expect((await fetch(`${address}/binding`, { headers: { accept: '*/*' } })).status).toBe(404);
    expect((await fetch(`${address}/binding`, { method: 'POST', headers: BROWSER })).status).toBe(404);
  });

  it('sends a part compressed and for ever, and the page again only when it has changed', async () => {
    const part = await fetch(`${address}/assets/index-abc123.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect([part.headers.get('content-encoding'), await part.text()]).toEqual(['gzip', SCRIPT]);
    expect(part.headers.get('cache-control')).toContain('immutable');
    const first = await fetch(`${address}/binding`, { headers: BROWSER });
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${address}/binding`, { headers: { ...BROWSER, 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });
});
