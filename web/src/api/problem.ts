/** Why a call failed: the API's problem+json, or a connection that gave no answer (status 0). Pages never read a response. */
export interface FieldError {
  /** RFC 6901, also the `name` of the field: `/applicants/0/idNumber`. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

interface Facts {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly instance?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** The request id, to be named when asking for help. */
  readonly instance: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: Facts) {
    super(`${facts.status} ${facts.code}`);
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail;
    this.errors = facts.errors ?? [];
    this.instance = facts.instance;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }

  /** Whether the same call may be sent again by itself: nothing says that it was refused. */
  get repeatable(): boolean {
    return [0, 500, 502, 503, 504].includes(this.status);
  }

  get signedOut(): boolean {
    return this.status === 401 && this.code === 'not-signed-in';
  }

  get notFound(): boolean {
    return this.status === 404;
  }

  /** Somebody or something changed the case since it was shown. */
  get changedMeanwhile(): boolean {
    return this.status === 412 || this.status === 409;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // A fault of the page itself must reach the screen too, with what it was.
  return new Problem({ status: -1, code: 'page-fault', title: String(error), detail: '' });
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const facts = isRecord(body) ? body : {};
  const after = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new Problem({
    status: response.status,
    code: text(facts['code']) || `status-${response.status}`,
    title: text(facts['title']) || response.statusText,
    detail: text(facts['detail']),
    errors: Array.isArray(facts['errors']) ? facts['errors'].filter(isFieldError) : [],
    ...(text(facts['instance']) && { instance: text(facts['instance']) }),
    ...(Number.isFinite(after) && { retryAfterSeconds: after }),
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value['pointer'] === 'string';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
