/**
 * Name-based identifiers (RFC 9562, UUID version 5) in plain TypeScript: the rules and the workflow need them where
 * neither node:crypto nor the Web Crypto API exists (Temporal's workflow sandbox). SHA-1 serves as a mixer, not as a secret.
 */

/** Namespace of every id this product derives; a random UUID, fixed for ever. */
const NAMESPACE = '6f0a1d9e-3c52-4b7e-9a41-d2a7c5e8b913';

/** UUIDv5 of the parts in order. The same parts give the same id on every machine; no part may contain a line feed. */
export function deriveId(...parts: readonly (string | number)[]): string {
  return uuidV5(NAMESPACE, parts.join('\n'));
}

export function uuidV5(namespace: string, name: string): string {
  const bytes = [...hexToBytes(namespace.replaceAll('-', '')), ...utf8(name)];
  const digest = sha1(bytes).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return formatUuid(digest.map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

/** 32 hexadecimal digits → 8-4-4-4-12. */
export function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

function hexToBytes(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** UTF-8 by hand: the sandbox has no TextEncoder that is the same everywhere. */
function utf8(text: string): number[] {
  return Array.from(unescape(encodeURIComponent(text)), (char) => char.charCodeAt(0));
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** FIPS 180-4, section 6.1. */
function sha1(message: readonly number[]): number[] {
  const state: [number, number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (const block of blocks(message)) compress(state, block);
  return state.flatMap((word) => [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff]);
}

function blocks(message: readonly number[]): number[][] {
  const padded = [...message, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  const bits = message.length * 8;
  padded.push(0, 0, 0, 0, (bits >>> 24) & 0xff, (bits >>> 16) & 0xff, (bits >>> 8) & 0xff, bits & 0xff);
  return Array.from({ length: padded.length / 64 }, (_, i) => padded.slice(64 * i, 64 * i + 64));
}

function compress(state: [number, number, number, number, number], block: readonly number[]): void {
  const w = Array.from({ length: 16 }, (_, i) => {
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = block.slice(4 * i, 4 * i + 4);
    return (b0 << 24) | (b1 << 16) | (b2 << 8) | b3;
  });
  for (let i = 16; i < 80; i++) {
    w.push(rotateLeft((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1));
  }
  let [a, b, c, d, e] = state;
  w.forEach((word, i) => {
    const [f, k] = mix(i, b, c, d);
    [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, (rotateLeft(a, 5) + f + e + k + word) | 0];
  });
  [a, b, c, d, e].forEach((word, i) => {
    state[i as 0] = ((state[i as 0] ?? 0) + word) | 0;
  });
}

function mix(round: number, b: number, c: number, d: number): [f: number, k: number] {
  if (round < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (round < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (round < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}
