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
  const [a, b, c, d] = sha1([...hexToBytes(namespace.replaceAll('-', '')), ...utf8(name)]);
  // RFC 9562, section 5.5: version 5 in the bits 48 to 51, the variant in 64 and 65.
  const words = [a, (b & 0xffff_0fff) | 0x5000, (c & 0x3fff_ffff) | 0x8000_0000, d];
  return formatUuid(words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(''));
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
  const bytes = unescape(encodeURIComponent(text));
  return Array.from({ length: bytes.length }, (_, i) => bytes.charCodeAt(i));
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

type Words = [a: number, b: number, c: number, d: number, e: number];

/** FIPS 180-4, section 6.1. Loops over words, since each id that the rules derive passes here. */
function sha1(message: readonly number[]): Words {
  const words = paddedWords(message);
  let state: Words = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let block = 0; block < words.length; block += 16) state = compress(state, words.subarray(block, block + 16));
  return state;
}

/** The message, one bit, zeros, and the length in bits, in blocks of 16 words. */
function paddedWords(message: readonly number[]): Int32Array {
  const words = new Int32Array(16 * Math.ceil((message.length + 9) / 64));
  for (let i = 0; i <= message.length; i++) {
    const word = i >>> 2;
    words[word] = (words[word] ?? 0) | ((message[i] ?? 0x80) << (24 - 8 * (i % 4)));
  }
  words[words.length - 1] = message.length * 8;
  return words;
}

function compress(state: Words, block: Int32Array): Words {
  const w = new Int32Array(80);
  w.set(block);
  for (let i = 16; i < 80; i++) {
    w[i] = rotateLeft((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1);
  }
  let [a, b, c, d, e] = state;
  for (let i = 0; i < 80; i++) {
    const next = (rotateLeft(a, 5) + mix(i, b, c, d) + e + constant(i) + (w[i] ?? 0)) | 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  return [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0, (state[4] + e) | 0];
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return (b & c) | (~b & d);
  if (round >= 40 && round < 60) return (b & c) | (b & d) | (c & d);
  return b ^ c ^ d;
}

function constant(round: number): number {
  if (round < 20) return 0x5a827999;
  if (round < 40) return 0x6ed9eba1;
  return round < 60 ? 0x8f1bbcdc : 0xca62c1d6;
}
