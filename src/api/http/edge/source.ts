import { isIPv6 } from 'node:net';

/** What counts as one sender of requests: an IPv4 address, or the /64 network that a host with IPv6 has all to itself. */
export function sourceOf(address: string | undefined): string {
  return networkOf(address, 64);
}

/** What counts as one source of sign-ins: an IPv4 address, or the /48 network that a customer of a provider gets. */
export function signInSourceOf(address: string | undefined): string {
  return networkOf(address, 48);
}

function networkOf(address: string | undefined, bits: 48 | 64): string {
  const bare = (address ?? 'unknown').split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(bare)
    ? `${groupsOf(bare)
        .slice(0, bits / 16)
        .join(':')}::/${bits}`
    : bare;
}

/** The eight groups of an IPv6 address, `::` written out. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
  return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}
