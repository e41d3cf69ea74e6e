import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Json, Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

/** A newcomer who only presses Execute, in the order that the documentation says. */
describe('the examples of the documentation', () => {
  let system: System;
  let document: OpenAPIObject;

  beforeAll(async () => {
    system = await System.start();
    document = (await system.stranger().get('/api/openapi.json')).body as unknown as OpenAPIObject;
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  /** Sends the n-th example of a route. */
  function executes(person: Person, method: 'post' | 'put', path: string, ids: Record<string, string> = {}, n = 0) {
    const { requestBody } = document.paths[path]![method]!;
    const examples = requestBody && 'content' in requestBody ? requestBody.content['application/json']!.examples : {};
    const example = Object.values(examples ?? {})[n]!;
    const concrete = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!);
    return person[method](concrete, 'value' in example ? example.value : undefined);
  }

  it('work with the demo data', async () => {
    const parent = system.stranger();
    const done: Reply[] = [
      await executes(parent, 'post', '/api/v1/session'),
      await executes(parent, 'put', '/api/v1/session/password'),
    ];
    const opened = await executes(parent, 'post', '/api/v1/bindings');
    const id = opened.body['id']! as string;
    const at = '/api/v1/bindings/{id}';
    done.push(
      opened,
      await executes(parent, 'post', `${at}/student-info/confirmation`, { id }),
      await executes(parent, 'post', `${at}/consent`, { id }),
      await executes(parent, 'put', `${at}/application`, { id }),
    );
    const page = await parent.get(`/api/v1/bindings/${id}?min_revision=3`);
    const applicant = page.body['applicants']![0] as Json;
    // The page of the documentation puts in the applicants that it has shown.
    expect(applicant['dossierRevision']).toBe(3);
    const dossierRevisions = { [applicant['id'] as string]: applicant['dossierRevision'] };
    done.push(await parent.post(`/api/v1/bindings/${id}/submission`, { dossierRevisions }));

    const teacher = system.stranger();
    const ids = { bindingId: id, applicantId: applicant['id'] as string };
    done.push(
      await executes(teacher, 'post', '/api/v1/session', {}, 2),
      await executes(teacher, 'put', '/api/v1/session/role'),
      await executes(teacher, 'post', '/api/v1/reviews/{bindingId}/applicants/{applicantId}/approval', ids),
    );
    expect(done.map(({ status }) => status)).toEqual([201, 204, 201, 200, 200, 200, 200, 201, 200, 200]);
    expect(done.at(-1)!.body['status']).toBe('accepted');

    const registrar = system.stranger();
    expect((await executes(registrar, 'post', '/api/v1/session', {}, 3)).status).toBe(201);
    expect((await executes(registrar, 'post', '/api/v1/bindings', {}, 1)).status).toBe(201);
    for (const n of [1, 4, 5])
      expect((await executes(system.stranger(), 'post', '/api/v1/session', {}, n)).status).toBe(201);
  }, 60_000);
});
