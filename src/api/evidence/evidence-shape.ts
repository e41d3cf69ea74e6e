import { typed, uuid, named, oneOf, page, shape, text, time, whole } from '../http/answers/shape.js';

/** The media types that are kept. */
const TYPE = typed<string>(oneOf(['application/pdf', 'image/jpeg', 'image/png']));
const SHA256 = text(undefined, 'Hexadecimal, of the file as it is kept.');
const SIZE = whole(182_400);

export const PIECE = { evidenceId: uuid(), type: TYPE, size: SIZE, at: time() };
export const ADDED_EVIDENCE = named(
  'AddedEvidence',
  shape({ evidenceId: uuid(), type: TYPE, size: SIZE, sha256: SHA256 }),
);
export const EVIDENCE_LIST = named('EvidenceList', page(shape({ ...PIECE, sha256: SHA256 })));
