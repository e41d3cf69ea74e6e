import { readFileSync } from 'node:fs';

const KEY_BYTES = 32;
/** What sample files and tutorials write where a secret belongs. */
const PLACEHOLDER = /change[-_ ]?(me|this)|placeholder|example|your[-_ ]|<.*>|\bsecret\b|\bpassword\b|x{4,}|todo/i;

/** Reads variables one by one and collects what is wrong with them instead of stopping at the first. */
export class EnvironmentReader {
  readonly problems: string[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  text(name: string, otherwise: string): string {
    return this.env[name]?.trim() || otherwise;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    const value = this.text(name, otherwise);
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.problems.push(`${name} must be one of ${allowed.join(', ')}`);
    return found ?? otherwise;
  }

  port(name: string, otherwise: number): number {
    const value = this.text(name, String(otherwise));
    if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
    this.problems.push(`${name} must be a port number, 0 to 65535`);
    return otherwise;
  }

  /** `host:port`. */
  address(name: string): string {
    const value = this.required(name);
    if (value && !/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/.test(value)) this.problems.push(`${name} must be host:port`);
    return value;
  }

  url(name: string, schemes: readonly string[]): string {
    const value = this.required(name);
    if (value) this.checkUrl(name, value, schemes);
    return value;
  }

  optionalUrl(name: string, schemes: readonly string[]): string | undefined {
    const value = this.secret(name);
    if (value === undefined) return undefined;
    this.checkUrl(name, value, schemes);
    return value;
  }

  /** 32 random bytes in base64. */
  key(name: string): Buffer {
    const value = this.required(name);
    const key = Buffer.from(value, 'base64');
    if (!value) return key;
    const isBase64 = /^[A-Za-z0-9+/_-]+={0,2}$/.test(value);
    if (!isBase64 && PLACEHOLDER.test(value)) this.problems.push(`${name} is still a placeholder: ${howToMakeOne}`);
    else if (!isBase64 || key.length !== KEY_BYTES)
      this.problems.push(`${name} must be 32 bytes in base64: ${howToMakeOne}`);
    else if (new Set(key).size < 8 || isText(key)) this.problems.push(`${name} is not random: ${howToMakeOne}`);
    return key;
  }

  /** One secret for two purposes would let whoever learns one of them use the other. */
  refuseEqual(...names: readonly string[]): void {
    const values = names.map((name) => this.peek(name)).filter((value) => value !== undefined);
    if (new Set(values).size < values.length) this.problems.push(`${names.join(', ')} must differ from each other`);
  }

  private required(name: string): string {
    const value = this.secret(name);
    if (value === undefined && !this.env[`${name}_FILE`]?.trim()) this.problems.push(`${name} is missing`);
    return value ?? '';
  }

  private secret(name: string): string | undefined {
    const file = this.env[`${name}_FILE`]?.trim();
    if (file && this.env[name]?.trim()) this.problems.push(`${name} and ${name}_FILE are both set: keep one of them`);
    const value = this.peek(name);
    if (file && value === undefined) this.problems.push(`${name}_FILE names a file that cannot be read or is empty`);
    return value;
  }

  private peek(name: string): string | undefined {
    const file = this.env[`${name}_FILE`]?.trim();
    try {
      return (file ? readFileSync(file, 'utf8').trim() : this.env[name]?.trim()) || undefined;
    } catch {
      return undefined;
    }
  }

  private checkUrl(name: string, value: string, schemes: readonly string[]): void {
    const scheme = /^([a-z+]+):\/\/./.exec(value)?.[1];
    if (scheme === undefined || !schemes.includes(scheme)) {
      this.problems.push(`${name} must start with ${schemes.map((one) => `${one}://`).join(' or ')}`);
      return;
    }
    const credentials = /^[^/]+\/\/[^/]*:([^@/]*)@/.exec(value)?.[1];
    if (credentials !== undefined && /change[-_ ]?(me|this)|placeholder|<.*>/i.test(decode(credentials)))
      this.problems.push(`${name} still has a placeholder for its password`);
  }
}

const howToMakeOne = 'make one with `openssl rand -base64 32`';

/** 32 random bytes are never all printable: somebody encoded a phrase. */
function isText(key: Buffer): boolean {
  return key.every((byte) => byte >= 0x20 && byte < 0x7f);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
