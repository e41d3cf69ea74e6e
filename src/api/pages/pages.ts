/** Serves what web/ builds: files as they are, and the one page for every address that a person may open. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import sirv from 'sirv';

/** The running build stands in dist/src/api/pages, the source (tests) in src/api/pages. */
const PLACES = ['../../../web/', '../../../dist/web/'];

/** Never answered by a page, whatever a browser accepts: these are the product's own interfaces. */
const NOT_PAGES = new Set(['api', 'oidc', 'sso', 'health', 'metrics', 'assets']);

/** undefined where the pages were not built. */
export function builtPages(): string | undefined {
  return PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((folder) =>
    existsSync(`${folder}release.json`),
  );
}

/**
 * @param folder what scripts/pages.mjs wrote; its files are listed once, so a new build needs a new start
 */
export function servePages(folder: string): RequestHandler {
  const options = { gzip: true, brotli: true, etag: true };
  const files = sirv(folder, { ...options, setHeaders: (response, path) => cache(response as Response, path) });
  const page = sirv(folder, {
    ...options,
    single: true,
    ignores: false,
    setHeaders: (response) => cache(response as Response, '/'),
  });
  return (request, response, next) => {
    if (!isRead(request) || isOurs(request.path)) return next();
    files(request, response, () => showPage(page, request, response, next));
  };
}

function showPage(page: ReturnType<typeof sirv>, request: Request, response: Response, next: NextFunction): void {
  if (wantsPage(request)) page(request, response, next);
  else next();
}

/** A browser that opens an address, not a program that asks for data or for a file that is not there. */
function wantsPage(request: Request): boolean {
  const { path } = request;
  const first = path.split('/')[1]?.toLowerCase() ?? '';
  const isFile = /\.[a-z0-9]{2,5}$/i.test(path);
  return !NOT_PAGES.has(first) && !isFile && request.accepts(['json', 'html']) === 'html';
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** What the build tells itself. */
function isOurs(path: string): boolean {
  const first = path.split('/')[1]?.toLowerCase() ?? '';
  return path === '/release.json' || (NOT_PAGES.has(first) && first !== 'assets');
}

/** Names of assets carry a hash of their content; everything else is asked for again each time. */
function cache(response: Response, path: string): void {
  const immutable = path.startsWith('/assets/');
  response.setHeader('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
}
