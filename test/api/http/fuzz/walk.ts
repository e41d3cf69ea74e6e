/** Sends what was drawn, judges what comes back, and counts. */
import type { Person, Reply } from '../../../http/person.js';
import type { System } from '../../../http/system.js';
import type { Operation } from './document.js';
import { OPERATIONS } from './document.js';
import { faultsOf } from './judge.js';
import { Memory, type Told } from './memory.js';
import { People } from './people.js';
import { nextOperation } from './next-step.js';
import { outgoing, plainCall, type Call, type Outgoing, type Step } from './steps.js';

/** Where fuzzed sign-ins come from: their failures lock nobody of ours out. */
const ELSEWHERE = { 'x-forwarded-for': '198.51.100.1' };

export class Walk {
  readonly memory = new Memory();
  readonly people: People;
  requests = 0;
  /** By what is wrong, the first request whose answer it was; so that one campaign tells all it found. */
  readonly faults = new Map<string, string>();
  private last = 'nothing';
  private readonly answers = new Map<string, number>();

  constructor(private readonly system: System) {
    this.people = new People(system);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'again') return this.repeat(step.n);
    if (step.kind === 'next') return this.goOn(step.who, step.n);
    return this.call(step);
  }

  private async goOn(who: string, n: number): Promise<void> {
    const operation = await nextOperation(await this.people.named(who), who, n, this.memory);
    if (operation) await this.call(plainCall(operation, who, n));
  }

  private async call(step: Call): Promise<void> {
    const { operation, who } = step;
    const sent = outgoing(step, this.memory, this.system.api.url);
    const isSignIn = operation.name === 'sign-in';
    const person = isSignIn ? this.system.stranger() : await this.people.named(who);
    const reply = await this.send(person, operation, isSignIn ? withHeaders(sent, ELSEWHERE) : sent);
    this.noteSession(operation, who, sent, reply);
    if (operation.takesKey && typeof sent.body !== 'object') this.noteCall(operation, who, sent, reply);
    this.memory.learn(reply);
  }

  /** How often each operation was answered with what, for the one who runs a campaign. */
  report(): string {
    const reached = OPERATIONS.filter(({ name }) =>
      [200, 201, 204].some((status) => this.answers.has(`${name} ${status}`)),
    );
    const never = OPERATIONS.filter((one) => !reached.includes(one)).map(({ name }) => name);
    const byStatus = new Map<string, number>();
    for (const [answer, count] of this.answers) {
      const status = answer.split(' ')[1] ?? '';
      byStatus.set(status, (byStatus.get(status) ?? 0) + count);
    }
    const counts = [...byStatus].toSorted().map(([status, count]) => `${count} x ${status}`);
    return `${this.requests} requests: ${counts.join(', ')}; carried out at least once: ${reached.length} of ${OPERATIONS.length} operations${never.length > 0 ? `, never ${never.join(', ')}` : ''}`;
  }

  private async send(person: Person, operation: Operation, sent: Outgoing): Promise<Reply> {
    const asking = { key: null, headers: sent.headers };
    const reply = await person.ask(operation.method, sent.url, sent.body, asking).catch((error: unknown) => {
      throw new Error(`${operation.method} ${sent.url} was not answered; before it: ${this.last}`, { cause: error });
    });
    this.last = described(operation, sent, reply);
    this.requests += 1;
    const answer = `${operation.name} ${reply.status}`;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    const faults = faultsOf(operation, sent, reply);
    if (faults.length > 0) this.note(`${operation.name}: ${faults.join('; ')}`, described(operation, sent, reply));
    return reply;
  }

  /** A session that was ended is begun anew, and a new password is the one from now on. */
  private noteSession({ name }: Operation, who: string, { body }: Outgoing, { status }: Reply): void {
    if (status === 401 || (name === 'sign-out' && status === 204)) this.people.forget(who);
    if (name === 'change-password' && status === 204)
      this.people.changedPassword(who, (JSON.parse(body as string) as { newPassword: string }).newPassword);
  }

  private noteCall({ method }: Operation, who: string, sent: Outgoing, { status, headers, body }: Reply): void {
    const { url, headers: asked } = sent;
    const text = sent.body as string | undefined;
    // What the rules answered stands; what the edge refused may be granted the next time.
    const isFinal = status === 200 || status === 201 || ((status === 409 || status === 422) && headers.has('etag'));
    if (isFinal && asked['idempotency-key'])
      this.memory.told.push({ who, method, url, body: text, headers: asked, status, answer: answerOf(status, body) });
  }

  private async repeat(n: number): Promise<void> {
    const { told } = this.memory;
    const earlier: Told | undefined = told[told.length - 1 - (n % told.length)];
    if (!earlier) return;
    const { method, url, headers, body, who, status, answer } = earlier;
    const person = await this.people.named(who);
    const reply = await person.ask(method, url, body, { key: null, headers });
    this.requests += 1;
    if (reply.status === 401) return this.people.forget(who);
    if (reply.status === status && answerOf(status, reply.body) === answer) return;
    // A decision among several may still have been on its way.
    if (answer.includes('pending') || reply.status === 503) return;
    this.note(
      'another answer under the same key',
      `${method} ${url}\n${answer}\n${answerOf(reply.status, reply.body)}`,
    );
  }

  private note(fault: string, request: string): void {
    if (!this.faults.has(fault)) this.faults.set(fault, request);
  }
}

/** Each request has an id of its own. */
function answerOf(status: number, body: unknown): string {
  return `${status} ${JSON.stringify(body)}`.replaceAll(/"instance":"[^"]*"/g, '"instance":""');
}

function withHeaders(sent: Outgoing, more: Readonly<Record<string, string>>): Outgoing {
  return { ...sent, headers: { ...sent.headers, ...more } };
}

function described({ method }: Operation, sent: Outgoing, reply: Reply): string {
  const body = typeof sent.body === 'string' ? sent.body.slice(0, 1_000) : sent.body ? '(a form)' : '';
  return [
    `${method} ${sent.url.slice(0, 500)}`,
    JSON.stringify(sent.headers),
    body,
    `→ ${reply.status} ${JSON.stringify(reply.body)?.slice(0, 2_000)}`,
  ].join('\n');
}
