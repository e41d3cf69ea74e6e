/** HEIC pictures, decoded by libheif in WebAssembly, in a thread that can be ended: the file comes from a stranger. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, 8 bits each. */
  readonly data: Uint8Array;
}

export class NotDecodable extends Error {
  override readonly name = 'NotDecodable';
}

/** Source text: it runs in the thread, where the size is known before the picture is unpacked. */
const IN_THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { all } = require(workerData.decoder);
  (async () => {
    const [first] = await all({ buffer: workerData.bytes });
    if (first.width * first.height > workerData.mostPixels) throw new Error('too many pixels');
    const { width, height, data } = await first.decode();
    parentPort.postMessage({ width, height, data: new Uint8Array(data.buffer) }, [data.buffer]);
  })().catch(() => process.exit(1));
`;

const DECODER = createRequire(import.meta.url).resolve('heic-decode');
const MEMORY_MB = 256;

/** @throws NotDecodable when it is no HEIC picture, is too large, or takes longer than `limitMs`. */
export function decodeHeic(bytes: Buffer, mostPixels: number, limitMs: number): Promise<Pixels> {
  const worker = new Worker(IN_THREAD, {
    eval: true,
    workerData: { decoder: DECODER, bytes: new Uint8Array(bytes), mostPixels },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // What a decoder prints about a file is nobody's to read.
    stdout: true,
    stderr: true,
  });
  return new Promise<Pixels>((resolve, reject) => {
    const late = setTimeout(() => reject(new NotDecodable()), limitMs);
    worker.once('message', (pixels: Pixels) => resolve(pixels));
    worker.once('error', () => reject(new NotDecodable()));
    worker.once('exit', () => {
      clearTimeout(late);
      reject(new NotDecodable());
    });
  }).finally(() => worker.terminate());
}
