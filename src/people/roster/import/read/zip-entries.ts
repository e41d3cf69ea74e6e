/** The files of a ZIP, with bounds: what is packed small may unpack to more than a machine holds. */
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

export const MOST_UNPACKED_BYTES = 100 * 1024 * 1024;
const MOST_ENTRIES = 1_000;

export interface ZipEntry {
  /** As the ZIP names it, folders included. */
  readonly name: string;
  readonly bytes: Buffer;
}

export type ZipCode = 'unreadable-zip' | 'encrypted-zip' | 'zip-too-large';

export class UnreadableZip extends Error {
  override readonly name = 'UnreadableZip';
  constructor(readonly code: ZipCode) {
    super(code);
  }
}

/** Local file header, and the end of an empty archive. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 4 && ['504b0304', '504b0506'].includes(bytes.subarray(0, 4).toString('hex'));
}

/** All CSV files, in the order of the ZIP; what else is in it is named only. @throws UnreadableZip */
export async function zipEntries(zip: Buffer): Promise<{ readonly files: ZipEntry[]; readonly others: string[] }> {
  const archive = await open(zip);
  try {
    const entries = await listed(archive);
    if (entries.some((entry) => entry.isEncrypted())) throw new UnreadableZip('encrypted-zip');
    const declared = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    if (entries.length > MOST_ENTRIES || declared > MOST_UNPACKED_BYTES) throw new UnreadableZip('zip-too-large');
    const csv = entries.filter(({ fileName }) => /\.(?:csv|txt)$/iu.test(fileName));
    const files: ZipEntry[] = [];
    // One after another; yauzl ends a stream that unpacks to more than its entry declares.
    for (const entry of csv) files.push({ name: entry.fileName, bytes: await unpacked(archive, entry) });
    return { files, others: entries.filter((entry) => !csv.includes(entry)).map(({ fileName }) => fileName) };
  } finally {
    archive.close();
  }
}

async function open(zip: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, archive) => {
      if (error) reject(new UnreadableZip('unreadable-zip'));
      else resolve(archive);
    });
  });
}

/** Files only; what the packer of a Mac adds for itself is left out. */
async function listed(archive: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    archive.on('error', () => reject(new UnreadableZip('unreadable-zip')));
    archive.on('end', () => resolve());
    archive.on('entry', (entry: Entry) => {
      if (!/(?:^|\/)(?:__MACOSX\/|\.)|\/$/u.test(entry.fileName)) entries.push(entry);
      if (entries.length > MOST_ENTRIES) reject(new UnreadableZip('zip-too-large'));
      else archive.readEntry();
    });
    archive.readEntry();
  });
  return entries;
}

async function unpacked(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    archive.openReadStream(entry, (error, opened) => {
      if (error) reject(new UnreadableZip('unreadable-zip'));
      else resolve(opened);
    });
  });
  return buffer(stream).catch(() => {
    throw new UnreadableZip('unreadable-zip');
  });
}
