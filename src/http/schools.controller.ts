import { Controller, Get, Param } from '@nestjs/common';
import { listDistricts, listSchools, type District } from '../registry/schools.js';
import { Access } from './access.js';
import { ApiParts } from './api-parts.js';
import { HttpProblem } from './problem.js';

@Controller('api/v1/districts')
export class SchoolsController {
  constructor(private readonly parts: ApiParts) {}

  @Get()
  @Access('list-districts', {
    who: 'anyone',
    tag: 'Reference',
    summary: '選擇行政區',
    answers: { 200: { says: 'The districts.', schema: 'Districts' } },
    problems: ['database-unavailable'],
  })
  async districts(): Promise<{ items: readonly District[]; nextCursor: null }> {
    return { items: await listDistricts(this.parts.db), nextCursor: null };
  }

  @Get(':code/schools')
  @Access('list-schools', {
    who: 'anyone',
    tag: 'Reference',
    summary: '請選擇學校',
    path: { code: { description: '`code` of a district.' } },
    answers: { 200: { says: 'The schools with their telephone.', schema: 'Schools' } },
    problems: ['not-found', 'database-unavailable'],
  })
  async schools(@Param('code') code: string): Promise<{
    items: readonly { schoolId: string; name: string; telephone: string }[];
    nextCursor: null;
  }> {
    const schools = code.includes('\0') ? null : await listSchools(this.parts.db, code);
    if (!schools) throw new HttpProblem('not-found');
    const items = schools.map(({ schoolId, name, telephone }) => ({ schoolId, name, telephone }));
    return { items, nextCursor: null };
  }
}
