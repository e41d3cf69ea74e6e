/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. One key seals the few values of one person, far below the
 * 2^32 messages after which random nonces become a worry.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Unopenable, type SealContext } from '../../../activities/ports/personal-data.js';
import type { Sealed } from '../../../domain/sealed.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Every sealed text begins with it. */
export const SEALED_PREFIX = 's1.';

/** → `s1.` and base64url of nonce, tag and ciphertext. */
export function sealWith(key: Buffer, plain: string, context: SealContext): Sealed {
  return SEALED_PREFIX + encrypt(key, Buffer.from(plain, 'utf8'), associated(context)).toString('base64url');
}

/** @throws Unopenable when the value was altered, moved to another place, or sealed under another key. */
export function openWith(key: Buffer, sealed: Sealed, context: SealContext): string {
  if (!sealed.startsWith(SEALED_PREFIX)) throw new Unopenable('not-authentic');
  return decrypt(key, Buffer.from(sealed.slice(SEALED_PREFIX.length), 'base64url'), associated(context)).toString(
    'utf8',
  );
}

/** The same for a file: nonce, tag and ciphertext as they are. */
export function sealBytesWith(key: Buffer, plain: Buffer, context: SealContext): Buffer {
  return encrypt(key, plain, associated(context));
}

/** @throws Unopenable as openWith does */
export function openBytesWith(key: Buffer, sealed: Buffer, context: SealContext): Buffer {
  return decrypt(key, sealed, associated(context));
}

/** A person's key, under the master key; bound to the person, so that rows cannot be swapped. */
export function wrapKey(masterKey: Buffer, key: Buffer, subject: string): Buffer {
  return encrypt(masterKey, key, keyLabel(subject));
}

/** @throws Unopenable when the row was altered or belongs to another master key. */
export function unwrapKey(masterKey: Buffer, wrapped: Buffer, subject: string): Buffer {
  return decrypt(masterKey, wrapped, keyLabel(subject));
}

function encrypt(key: Buffer, plain: Buffer, associatedData: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(associatedData);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, box: Buffer, associatedData: Buffer): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new Unopenable('not-authentic');
  const nonce = box.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(associatedData)
    .setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const plain = decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES));
    // GCM holds nothing back for the end; this throws unless the tag is right.
    decipher.final();
    return plain;
  } catch {
    throw new Unopenable('not-authentic');
  }
}

/** JSON keeps the parts apart: no two contexts share their bytes. */
function associated({ stream, subject, field }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['value', stream, subject, field]), 'utf8');
}

function keyLabel(subject: string): Buffer {
  return Buffer.from(JSON.stringify(['key', subject]), 'utf8');
}
