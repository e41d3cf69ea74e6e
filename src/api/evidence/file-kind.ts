/** What may be sent in as evidence, told by the first bytes of a file: what its name or its sender says proves nothing. */
export type FileKind = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/heic';

/** HEIC is turned into JPEG before it is kept. */
export type KeptKind = Exclude<FileKind, 'image/heic'>;

export const EXTENSIONS: Readonly<Record<KeptKind, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

/** Major brands of HEIF files with HEVC pictures (ISO/IEC 23008-12, annex B). */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'mif1', 'msf1'];

/** Undefined for everything else. */
export function fileKindOf(bytes: Buffer): FileKind | undefined {
  if (startsWith(bytes, '%PDF-')) return 'application/pdf';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
  const box = bytes.toString('latin1', 4, 12);
  return box.startsWith('ftyp') && HEIC_BRANDS.includes(box.slice(4)) ? 'image/heic' : undefined;
}

function startsWith(bytes: Buffer, signature: string): boolean {
  return bytes.toString('latin1', 0, signature.length) === signature;
}
