/** The committed OpenAPI document as the fuzz reads it: what may be sent where, and what may come back. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const FILE = fileURLToPath(new URL('../../../../docs/openapi.json', import.meta.url));

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly additionalProperties?: Schema | boolean;
  readonly format?: string;
}

interface Media {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly example?: unknown;
}

interface RawOperation {
  readonly operationId: string;
  readonly description: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly headers?: object; readonly content?: Record<string, Media> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const document = JSON.parse(readFileSync(FILE, 'utf8')) as Document;

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Roles, or `anyone` or `whoever is signed in`. */
  readonly who: readonly string[];
  readonly query: readonly Parameter[];
  readonly takesKey: boolean;
  readonly takesIfMatch: boolean;
  readonly takesFile: boolean;
  /** Of the JSON body; absent: it asks for none. */
  readonly body?: Schema;
  readonly examples: readonly unknown[];
  /** By status. */
  readonly answers: Readonly<Record<string, Answered>>;
}

export interface Answered {
  readonly types: readonly string[];
  /** Headers that are promised. */
  readonly headers: readonly string[];
  /** What is wrong with a body; null when nothing is. */
  readonly wrongBody: (body: unknown) => string | null;
}

const ajv = new Ajv2020.default({ strict: false });
addFormats.default(ajv);
ajv.addFormat('binary', true);
ajv.addSchema({ ...document, $id: 'api' });

export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, raw]) => operationOf(method, path, raw)),
);

/** With its reference followed. */
export function followed(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}

function operationOf(method: string, path: string, raw: RawOperation): Operation {
  const parameters = raw.parameters ?? [];
  const header = (name: string) => parameters.some((one) => one.in === 'header' && one.name === name);
  const json = raw.requestBody?.content['application/json'];
  return {
    name: raw.operationId,
    method: method.toUpperCase(),
    path,
    who: /\*\*For:\*\* ([^.]+)\./.exec(raw.description)?.[1]?.split(', ') ?? [],
    query: parameters.filter((one) => one.in === 'query'),
    takesKey: header('Idempotency-Key'),
    takesIfMatch: header('If-Match'),
    takesFile: raw.requestBody?.content['multipart/form-data'] !== undefined,
    ...(json?.schema && { body: json.schema }),
    examples: Object.values(json?.examples ?? {}).map(({ value }) => value),
    answers: Object.fromEntries(
      Object.entries(raw.responses).map(([status, { content = {}, headers = {} }]) => [
        status,
        {
          types: Object.keys(content),
          headers: Object.keys(headers),
          wrongBody: checkOf(pointer(path, method, status), content),
        },
      ]),
    ),
  };
}

function pointer(path: string, method: string, status: string): string {
  return `api#/paths/${encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'))}/${method}/responses/${status}`;
}

function checkOf(place: string, content: Readonly<Record<string, Media>>): (body: unknown) => string | null {
  const [type] = Object.entries(content).find(([name, { schema }]) => name.includes('json') && schema) ?? [];
  if (type === undefined) return () => null;
  let validate: ValidateFunction | undefined;
  return (body) => {
    validate ??= ajv.compile({ $ref: `${place}/content/${type.replaceAll('/', '~1')}/schema` });
    return validate(body) ? null : ajv.errorsText(validate.errors);
  };
}
