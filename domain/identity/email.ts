/** E-mail addresses as people have them: RFC 5321 lengths, dot-atoms of RFC 5322 in ASCII, a domain with a dot. */
import { plain } from './typed.js';

const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/u;
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/u;
const TOP = /^(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/u;

/**
 * The address with its domain in lower case and the part before the @ as typed; null when it is none. Accepts full-width
 * characters, blanks, and 。 for a dot.
 */
export function parseEmail(typed: string): string | null {
  const address = plain(typed).replaceAll(/\s/gu, '').replaceAll('。', '.');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  return at > 0 && address.length <= 254 && local.length <= 64 && LOCAL.test(local) && isDomain(domain)
    ? `${local}@${domain}`
    : null;
}

/** Two addresses with the same key are the same: addresses are compared without case. */
export function emailKey(address: string): string {
  return address.toLowerCase();
}

/** `t***@example.org`. */
export function maskEmail(address: string): string {
  return `${address.slice(0, 1)}***${address.slice(address.lastIndexOf('@'))}`;
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && TOP.test(labels.at(-1) ?? '');
}
