/** docs/openapi.json: the document that the API serves, as it is committed. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { format } from 'prettier';
import { appWithoutEngines } from '../http/app-without-engines.js';

export const OPEN_API_FILE = 'docs/openapi.json';

/** Starts the API without an engine on a free port and asks it for its document. */
export async function openApiText(): Promise<string> {
  const app = await appWithoutEngines();
  try {
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/openapi.json`);
    return await format(JSON.stringify(await answer.json(), null, 2), { parser: 'json', printWidth: 120 });
  } finally {
    await app.close();
  }
}
