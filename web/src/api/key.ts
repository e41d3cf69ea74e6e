/** A UUID for Idempotency-Key. crypto.randomUUID does not exist on plain http, which a school's network may be. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** One key gives those of several calls that belong together: sent again, each has its own once more. */
export function keyOf(key: string, at: number): string {
  const last = (Number.parseInt(key.slice(-1), 16) + at) % 16;
  return key.slice(0, -1) + last.toString(16);
}
