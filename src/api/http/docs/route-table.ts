/** What the edge needs to know of an address before Nest has chosen the route. It is read off the OpenAPI document. */
import type { OpenAPIObject } from '@nestjs/swagger';

interface Route {
  readonly segments: readonly string[];
  /** In capitals. */
  readonly method: string;
  readonly takesFile: boolean;
}

/** The addresses of the documentation itself, which it does not describe. */
const DOCUMENTATION = ['/', '/api/docs', '/api/openapi.json'];

export class RouteTable {
  private routes: readonly Route[] | undefined;

  /** @param document is asked for at the first question: the application may still be in the making */
  constructor(private readonly document: () => OpenAPIObject) {}

  /** The methods of an address, for 405 and its Allow (RFC 9110, 15.5.6): sorted, HEAD with GET; empty for an unknown one. */
  methodsOf(path: string): readonly string[] {
    const methods = this.at(path).map(({ method }) => method);
    return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].toSorted();
  }

  /** Whether the route reads its body itself, as multipart/form-data. */
  takesFile(method: string, path: string): boolean {
    return this.at(path).some((route) => route.takesFile && route.method === method);
  }

  private at(path: string): readonly Route[] {
    this.routes ??= routesOf(this.document());
    const given = segmentsOf(path);
    return this.routes.filter(({ segments }) => fits(segments, given));
  }
}

function routesOf({ paths }: OpenAPIObject): readonly Route[] {
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, { readonly requestBody?: { readonly content?: object } }>>).map(
      ([method, { requestBody }]) => ({
        segments: segmentsOf(path),
        method: method.toUpperCase(),
        takesFile: Object.hasOwn(requestBody?.content ?? {}, 'multipart/form-data'),
      }),
    ),
  );
  return [
    ...described,
    ...DOCUMENTATION.map((path) => ({ segments: segmentsOf(path), method: 'GET', takesFile: false })),
  ];
}

/** `{name}` takes any segment but an empty one; capitals make no difference. */
function fits(wanted: readonly string[], given: readonly string[]): boolean {
  return (
    wanted.length === given.length &&
    wanted.every((one, i) => (one.startsWith('{') ? given[i] !== '' : one.toLowerCase() === given[i]?.toLowerCase()))
  );
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}
