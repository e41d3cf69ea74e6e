import { Body, Controller, Delete, Get, HttpCode, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Access, FAMILY_OR_COUNTER } from '../../http/access/access.js';
import { HttpProblem } from '../../http/problems/problem.js';
import { Session } from '../../http/access/signed-in.js';
import { Id } from '../../http/input/id-param.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { CaseAccess } from '../../case/case-access.js';
import { Drafts, type DraftOf } from './drafts.js';
import { CASE_ID } from '../../commands/command-route.js';

const MOST_BYTES = 32 * 1024;
/** Deeper than any form; writing JSON recurses. */
const MOST_LEVELS = 100;

@Controller('api/v1/bindings/:id/draft')
export class DraftController {
  constructor(
    private readonly access: CaseAccess,
    private readonly drafts: Drafts,
  ) {}

  @Put()
  @HttpCode(204)
  @Access('save-draft', {
    anyJson: { says: 'Any JSON up to 32 kB.', example: { page: 2, mobile: '0912' } },
    who: FAMILY_OR_COUNTER,
    tag: 'Binding',
    summary: '暫存: what a page has not sent yet; one per case and login',
    path: CASE_ID,
    write: true,
    answers: { 204: { says: 'Kept, sealed, until it is deleted or the case is closed.' } },
    problems: ['not-found', 'log-unavailable', 'wrong-stage'],
  })
  async save(@Id('id') id: string, @Body() body: unknown, @Session() session: SignedIn): Promise<void> {
    const of = await this.draftOf(id, session);
    if (of.closed) throw new HttpProblem('wrong-stage');
    await this.drafts.save(of, textOf(body));
  }

  @Get()
  @Access('read-draft', {
    who: FAMILY_OR_COUNTER,
    tag: 'Binding',
    summary: '暫存: one’s own, as it was saved',
    path: CASE_ID,
    answers: { 200: { says: 'The JSON that was saved.' } },
    problems: ['not-found', 'log-unavailable'],
  })
  async read(@Id('id') id: string, @Session() session: SignedIn, @Res() response: Response): Promise<void> {
    const of = await this.draftOf(id, session);
    const json = of.closed ? null : await this.drafts.find(of);
    if (of.closed) await this.drafts.drop(of);
    if (json === null) throw new HttpProblem('not-found');
    response.type('application/json').send(json);
  }

  @Delete()
  @HttpCode(204)
  @Access('delete-draft', {
    who: FAMILY_OR_COUNTER,
    tag: 'Binding',
    summary: '暫存: delete one’s own',
    path: CASE_ID,
    write: true,
    answers: { 204: { says: 'There is none now.' } },
    problems: ['not-found', 'log-unavailable'],
  })
  async drop(@Id('id') id: string, @Session() session: SignedIn): Promise<void> {
    await this.drafts.drop(await this.draftOf(id, session));
  }

  private async draftOf(id: string, session: SignedIn): Promise<DraftOf & { readonly closed: boolean }> {
    const { requestId, state } = await this.access.ofFamily(id, session);
    const closed = state.stage === 'closed';
    return { requestId, studentId: state.studentId, principal: session.principalId, closed };
  }
}

function textOf(body: unknown): string {
  if (body === undefined) throw new HttpProblem('invalid-body', { errors: [{ pointer: '', code: 'required' }] });
  if (isDeeper(body, MOST_LEVELS)) {
    throw new HttpProblem('invalid-body', { errors: [{ pointer: '', code: 'wrong-type' }] });
  }
  const json = JSON.stringify(body);
  if (Buffer.byteLength(json, 'utf8') > MOST_BYTES) throw new HttpProblem('body-too-large');
  return json;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
