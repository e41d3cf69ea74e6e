import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { Family, FATHER, MOTHER } from '../../http/family.js';
import type { Json, Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';
import { ClamdDouble } from '../../support/clamd-double.js';

const HOME = 'taken at home';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
/** 64 by 48 pixels, blue on the left and red on the right, with EXIF that names the home. */
const HEIC = readFileSync(new URL('./picture.heic', import.meta.url));
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

function picture(): Sharp {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });
}

/** As a phone takes it: lying on its side, with the place. */
function photograph(): Promise<Buffer> {
  return picture()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { ImageDescription: HOME }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '25/1 2/1 3/1' } })
    .jpeg()
    .toBuffer();
}

/** A PNG with a text chunk before its pixels. */
async function annotatedPng(): Promise<Buffer> {
  const png = await picture()
    .withExifMerge({ IFD0: { ImageDescription: HOME } })
    .png()
    .toBuffer();
  expect(png.includes(HOME)).toBe(true);
  return png;
}

function bytesOf(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

describe('evidence', () => {
  let system: System;
  let scanner: ClamdDouble;
  let family: Family;
  let father: string;
  let mother: string;
  let teacher: Person;

  beforeAll(async () => {
    scanner = await ClamdDouble.start();
    system = await System.start({ clamdAddress: scanner.address });
    family = new Family(await system.parentOf('10630008'));
    const sent = await family.goesAllTheWay(FATHER, MOTHER);
    [father, mother] = [...sent['applicants']!].map((one) => one['id'] as string) as [string, string];
    teacher = await system.staff('teacher301');
  }, 120_000);

  afterAll(async () => {
    await system.stop();
    await scanner.stop();
  }, 30_000);

  const at = (applicant: string, evidenceId?: Json): string =>
    `${family.path}/applicants/${applicant}/evidence${evidenceId === undefined ? '' : `/${evidenceId as string}`}`;

  const adds = (file: Buffer, applicant = father, key: string = randomUUID()): Promise<Reply> =>
    family.parent.upload(at(applicant), bytesOf(file), { key });

  async function added(file: Buffer): Promise<{ answer: Json; kept: Buffer; headers: Headers }> {
    const { status, body, headers } = await adds(file);
    expect([status, body['code']]).toEqual([201, undefined]);
    const read = await family.parent.download(at(father, body['evidenceId']!));
    expect(read.status).toBe(200);
    expect(body).toEqual({
      evidenceId: body['evidenceId'],
      type: read.headers.get('content-type'),
      size: read.body.length,
      sha256: createHash('sha256').update(read.body).digest('hex'),
    });
    family.revision = Number(headers.get('etag')?.replaceAll('"', ''));
    const gone = await family.parent.delete(at(father, body['evidenceId']!));
    expect([gone.status, gone.body['status']]).toEqual([200, 'accepted']);
    return { answer: body, kept: read.body, headers: read.headers };
  }

  const rows = async (): Promise<number> =>
    Number((await system.db.query<{ n: string }>('select count(*) as n from evidence')).rows[0]!.n);

  it('keeps a photograph as a picture and nothing else, turned as it was taken', async () => {
    const file = await photograph();
    expect((await sharp(file).metadata()).exif?.includes(HOME)).toBe(true);
    const { answer, kept, headers } = await added(file);
    expect(answer['type']).toBe('image/jpeg');
    const { exif, width, height, orientation } = await sharp(kept).metadata();
    expect([exif, width, height, orientation]).toEqual([undefined, 30, 40, undefined]);
    expect(kept.includes('Exif') || kept.includes(HOME)).toBe(false);
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="evidence-[0-9a-f-]+\.jpg"$/);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('keeps a PNG without what was written into it', async () => {
    const { answer, kept } = await added(await annotatedPng());
    expect(answer['type']).toBe('image/png');
    expect(kept.includes(HOME)).toBe(false);
    expect(await sharp(kept).metadata()).toMatchObject({ format: 'png', width: 40, height: 30 });
  });

  it('keeps a PDF as it is', async () => {
    const { answer, kept } = await added(PDF);
    expect(answer['type']).toBe('application/pdf');
    expect(kept.equals(PDF)).toBe(true);
  });

  it('keeps the HEIC of a phone as JPEG', async () => {
    expect(HEIC.includes('gps-of-home')).toBe(true);
    const { answer, kept } = await added(HEIC);
    expect(answer['type']).toBe('image/jpeg');
    expect(kept.includes('gps-of-home')).toBe(false);
    const { data, info } = await sharp(kept).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([64, 48]);
    expect(data[2]).toBeGreaterThan(150);
    expect(data.at(-3)).toBeGreaterThan(150);
  });

  it('goes by the content, and tells the sender what is wrong', async () => {
    const wrong = [
      Buffer.from('GIF89a ... .pdf'),
      Buffer.alloc(0),
      (await photograph()).subarray(0, 300),
      HEIC.subarray(0, 400),
    ];
    for (const file of wrong) {
      expect(await adds(file)).toMatchObject({
        status: 422,
        body: { code: 'wrong-type', errors: [{ pointer: '/file', code: 'wrong-type' }] },
      });
    }
    const mislabelled = await family.parent.upload(at(father), bytesOf(PDF), {}, 'picture');
    expect([mislabelled.status, mislabelled.body['code']]).toEqual([422, 'invalid-body']);
    const json = await family.parent.post(at(father), { file: 'x' });
    expect([json.status, json.body['code']]).toEqual([415, 'unsupported-media-type']);
  });

  it('takes 10 MB and not a byte more', async () => {
    const most = Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024 - PDF.length)]);
    const { status, body } = await adds(Buffer.concat([most, Buffer.alloc(1)]));
    expect([status, body['code']]).toEqual([413, 'too-large']);
    const { kept } = await added(most);
    expect(kept.length).toBe(most.length);
  });

  it('refuses what the scanner finds', async () => {
    const { status, body } = await adds(Buffer.concat([PDF, Buffer.from(EICAR)]));
    expect([status, body['code']]).toEqual([422, 'infected']);
    expect(await rows()).toBe(0);
  });

  it('waits for a scanner that is away: nothing is let through, and the same key is taken up later', async () => {
    await scanner.stop();
    const key = randomUUID();
    const { status, body, headers } = await adds(PDF, father, key);
    expect([status, body['code'], headers.get('retry-after')]).toEqual([503, 'scanner-unavailable', '30']);
    expect(await rows()).toBe(0);
    await scanner.startAgain();
    const taken = await adds(PDF, father, key);
    expect(taken.status).toBe(201);
    await family.parent.delete(at(father, taken.body['evidenceId']!));
  });

  it('is added once under one key, and for each applicant by itself', async () => {
    const key = randomUUID();
    const first = await adds(PDF, father, key);
    const again = await adds(PDF, father, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    const other = await adds(Buffer.concat([PDF, PDF]), father, key);
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency-key-reused']);
    const hers = await adds(PDF, mother, key);
    expect([hers.status, hers.body['evidenceId'] === first.body['evidenceId']]).toEqual([201, false]);

    const removal = randomUUID();
    const path = at(father, first.body['evidenceId']!);
    const gone = await family.parent.delete(path, { key: removal });
    expect((await family.parent.delete(path, { key: removal })).body).toEqual(gone.body);
    // As after a crash between the log and the row.
    await system.db.query('update command_requests set status = null, answer = null where key = $1', [removal]);
    expect((await family.parent.delete(path, { key: removal })).body).toEqual(gone.body);
    for (const nowhere of [path, at(father, randomUUID() as unknown as Json), at(mother, first.body['evidenceId']!)]) {
      const { status, body } = await family.parent.delete(nowhere);
      expect([status, body['code']]).toEqual([404, 'not-found']);
    }
    expect((await family.parent.download(path)).status).toBe(404);
    expect((await family.parent.get(at(father))).body['items']).toEqual([]);
    await family.parent.delete(at(mother, hers.body['evidenceId']!));
    expect(await rows()).toBe(0);
  });

  it('moves the dossier, shows in the comparison, and leaves no look of the school unlogged', async () => {
    const before = (await family.dossierRevisions())[father]!;
    const { body, headers } = await adds(PDF);
    family.revision = Number(headers.get('etag')!.replaceAll('"', ''));
    expect((await family.dossierRevisions())[father]).toBe(family.revision);
    expect(family.revision).toBeGreaterThan(before);
    expect((await family.sees())['allowedActions']).toEqual(
      expect.arrayContaining(['add-evidence', 'remove-evidence']),
    );

    const { evidenceId, type, size, sha256 } = body as unknown as Record<string, Json>;
    const listed = await teacher.get(at(father));
    expect(listed.body['items']).toEqual([{ evidenceId, type, size, sha256, at: expect.any(String) }]);
    expect((await teacher.download(at(father, evidenceId!))).body.equals(PDF)).toBe(true);
    const compared = await teacher.get(
      `/api/v1/reviews/${family.id}/applicants/${father}/comparison?min_revision=${family.revision}`,
    );
    expect(compared.body['evidence']).toEqual([{ evidenceId, type, size, at: expect.any(String) }]);
    expect(await looks('list-evidence')).toEqual([father]);
    expect(await looks('read-evidence')).toEqual([father]);
    expect((await teacher.upload(at(father), bytesOf(PDF))).status).toBe(403);
    await family.parent.delete(at(father, evidenceId!));
  });

  /** Whose evidence somebody of the school has looked at through a route. */
  async function looks(through: string): Promise<readonly string[]> {
    const { rows: found } = await system.db.query<{ subject: string }>(
      `select data::json->>'subjectId' as subject from event_log
       where type = 'DataLookedAt' and data::json->>'fields' = '["evidence"]' and metadata::json->'facts'->>'through' = $1`,
      [through],
    );
    return found.map(({ subject }) => subject);
  }

  it('is nobody else’s: not there for another family, another class, another applicant', async () => {
    const { body } = await adds(PDF);
    const [stranger, otherTeacher] = [await system.parentOf('10630009'), await system.staff('teacher302')];
    for (const person of [stranger, otherTeacher]) {
      expect((await person.get(at(father))).status).toBe(404);
      expect((await person.download(at(father, body['evidenceId']!))).status).toBe(404);
    }
    expect((await stranger.upload(at(father), bytesOf(PDF))).status).toBe(404);
    expect((await stranger.delete(at(father, body['evidenceId']!))).status).toBe(404);
    expect((await family.parent.download(at(mother, body['evidenceId']!))).status).toBe(404);
    expect((await adds(PDF, randomUUID())).status).toBe(404);
    await family.parent.delete(at(father, body['evidenceId']!));
  });

  it('cannot be read where it is kept', async () => {
    const { body } = await adds(PDF);
    const { rows: kept } = await system.db.query<{ sealed: Buffer; row: string }>(
      'select sealed, row_to_json(evidence)::text as row from evidence where evidence_id = $1',
      [body['evidenceId']],
    );
    expect(kept[0]!.sealed.length).toBe(PDF.length + 28);
    expect(kept[0]!.sealed.includes('PDF') || kept[0]!.row.includes('王大明')).toBe(false);
    const { rows: events } = await system.db.query<{ data: string }>(
      `select data from event_log where type = 'EvidenceAdded'`,
    );
    expect(JSON.stringify(events)).not.toContain('王大明');
    await family.parent.delete(at(father, body['evidenceId']!));
  });

  it('that a crash has left behind is not there, and is deleted after a day', async () => {
    const { body } = await adds(PDF);
    const [fresh, old] = [randomUUID(), randomUUID()];
    for (const [id, age] of [
      [fresh, '23 hours'],
      [old, '25 hours'],
    ])
      await system.db.query(
        `insert into evidence (evidence_id, request_id, applicant_id, type, size, sha256, sealed, kept_at)
         select $2, request_id, applicant_id, type, size, sha256, sealed, now() - $3::interval
         from evidence where evidence_id = $1`,
        [body['evidenceId'], id, age],
      );
    for (const id of [fresh, old] as unknown as Json[])
      expect((await family.parent.download(at(father, id))).status).toBe(404);
    const next = await adds(PDF);
    const { rows: left } = await system.db.query<{ id: string }>('select evidence_id as id from evidence');
    expect(new Set(left.map(({ id }) => id as unknown))).toEqual(
      new Set([body['evidenceId'], next.body['evidenceId'], fresh]),
    );
    for (const one of [body, next.body]) await family.parent.delete(at(father, one['evidenceId']!));
    await system.db.query('delete from evidence where evidence_id = $1', [fresh]);
  });

  it('is at most ten pieces; what the rules refuse is not kept', async () => {
    const pieces: Reply[] = [];
    for (let i = 0; i < 10; i++) pieces.push(await adds(PDF, mother));
    expect(new Set(pieces.map(({ status }) => status))).toEqual(new Set([201]));
    const key = randomUUID();
    for (const refused of [await adds(PDF, mother, key), await adds(PDF, mother, key)])
      expect([refused.status, refused.body['code']]).toEqual([409, 'too-much-evidence']);
    expect(await rows()).toBe(10);
  });
});
