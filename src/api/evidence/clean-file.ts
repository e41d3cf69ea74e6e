/** From the file as it was sent to what is kept: pictures are drawn anew, so that nothing but the picture is left of them. */
import sharp, { type Sharp } from 'sharp';
import { HttpProblem } from '../http/problems/problem.js';
import { fileKindOf, type FileKind, type KeptKind } from './file-kind.js';
import { Gate } from './gate.js';
import { decodeHeic } from './heic-decoder.js';

export interface CleanFile {
  readonly type: KeptKind;
  readonly bytes: Buffer;
}

/** 50 megapixels: more than a phone takes, and about 200 MB unpacked. */
const MOST_PIXELS = 50_000_000;
const LIMIT_SECONDS = 10;
const JPEG_QUALITY = 90;

const gate = new Gate(2, 16);

/** @throws HttpProblem wrong-type, when it is of none of the kinds. */
export function acceptedKind(bytes: Buffer): FileKind {
  const kind = fileKindOf(bytes);
  if (!kind) throw wrongType();
  return kind;
}

/**
 * Without place, time, camera or any other text that a picture carries; turned as it was to be shown; HEIC as JPEG. A PDF
 * stays as it is.
 * @throws HttpProblem wrong-type when it only begins like a picture or takes too long; evidence-busy
 */
export async function cleanFile(bytes: Buffer): Promise<CleanFile> {
  const kind = acceptedKind(bytes);
  if (kind === 'application/pdf') return { type: kind, bytes };
  return gate.run(async () => {
    try {
      return await drawnAnew(bytes, kind);
    } catch {
      throw wrongType();
    }
  });
}

async function drawnAnew(bytes: Buffer, kind: Exclude<FileKind, 'application/pdf'>): Promise<CleanFile> {
  if (kind === 'image/png') return { type: 'image/png', bytes: await opened(bytes).png().toBuffer() };
  const picture = kind === 'image/jpeg' ? opened(bytes) : await openedHeic(bytes);
  return { type: 'image/jpeg', bytes: await picture.jpeg({ quality: JPEG_QUALITY }).toBuffer() };
}

function opened(bytes: Buffer): Sharp {
  return sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .timeout({ seconds: LIMIT_SECONDS })
    .autoOrient();
}

async function openedHeic(bytes: Buffer): Promise<Sharp> {
  const { width, height, data } = await decodeHeic(bytes, MOST_PIXELS, LIMIT_SECONDS * 1000);
  return sharp(data, { raw: { width, height, channels: 4 } })
    .timeout({ seconds: LIMIT_SECONDS })
    .flatten({ background: 'white' });
}

function wrongType(): HttpProblem {
  return new HttpProblem('wrong-type', {
    errors: [{ pointer: '/file', code: 'wrong-type' }],
    detail: {
      'zh-TW': '檔案的內容不是可讀取的 PDF、JPEG、PNG 或 HEIC，沒有任何資料變更。請改用這些格式的檔案。',
      en: 'The content of the file is no PDF, JPEG, PNG or HEIC that can be read; nothing was changed. Send a file of one of these types.',
    },
  });
}
