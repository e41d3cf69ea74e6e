/** Which methods an address has, for 405 and its Allow (RFC 9110, 15.5.6). */
import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
}

/** In capitals, sorted; empty for an address that does not exist. HEAD goes with GET. */
export function methodsOf(app: Express, path: string): readonly string[] {
  const stack = (app as unknown as { router: { stack: readonly Layer[] } }).router.stack;
  const methods = stack.flatMap(({ route }) =>
    route && typeof route.path === 'string' && fits(route.path, path) ? Object.keys(route.methods) : [],
  );
  const named = methods.map((method) => method.toUpperCase());
  return [...new Set(named.includes('GET') ? [...named, 'HEAD'] : named)].toSorted();
}

/** Nest mounts plain paths with `:name` in place of a segment. */
function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [segmentsOf(pattern), segmentsOf(path)];
  return (
    wanted.length === given.length &&
    wanted.every((one, i) => (one.startsWith(':') ? given[i] !== '' : one.toLowerCase() === given[i]?.toLowerCase()))
  );
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}
