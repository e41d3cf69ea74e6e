/** 選擇本局欲使用之系統: the services that use the single sign-on, and what a guardian allowed each of them. */
import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import type { Database } from '../../adapters/postgres/database.js';
import type { SignedIn } from '../../people/accounts/session-service.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { listClients, type ClientRow } from '../../people/sso/oidc-provider/client-registry.js';
import { consentsOf, dropConsent } from '../../people/sso/oidc-provider/consents.js';
import { endService } from '../../people/sso/oidc-provider/end-sessions.js';
import { PASSED_ON, type AskedScope } from '../../people/sso/oidc-provider/passed-on.js';
import { KeyedWrite } from '../commands/command-route.js';
import { Access } from '../http/access/access.js';
import { Session, Speaks } from '../http/access/signed-in.js';
import type { Language } from '../http/answers/language.js';
import { coded, either, list, named, nothing, shape, text, type ViewOf } from '../http/answers/shape.js';
import { DATABASE, PERSONAL_DATA } from '../http/parts/tokens.js';
import { HttpProblem } from '../http/problems/problem.js';

const COMMON = {
  clientId: text('school-fees'),
  name: text('校園繳費'),
  purpose: text('顯示孩子的繳費單（示範服務）'),
};
const SERVICES = named(
  'Services',
  shape({ items: list(shape({ ...COMMON, homeUri: text('http://127.0.0.1:3001/') })) }),
);
const MY_SERVICES = named(
  'MyServices',
  shape({
    items: list(
      shape({
        ...COMMON,
        homeUri: either(text('http://127.0.0.1:3001/'), nothing()),
        got: list(coded(Object.keys(PASSED_ON), '您的電子郵件')),
        consentedAt: text('2026-11-23T01:00:00.000Z'),
        lastAt: text('2026-11-23T01:00:00.000Z'),
      }),
    ),
  }),
);

@Controller('api/v1')
export class ServicesController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalDataService,
  ) {}

  @Get('services')
  @Access('list-services', {
    who: 'anyone',
    tag: 'Services',
    summary: '選擇本局欲使用之系統: those that have a page of their own',
    answers: { 200: { says: 'The services.', schema: SERVICES } },
    problems: ['database-unavailable'],
  })
  async services(@Speaks() language: Language): Promise<ViewOf<typeof SERVICES>> {
    const clients = await listClients(this.db);
    const items = clients.flatMap((client) =>
      client.homeUri === null ? [] : [{ ...inWords(client, language), homeUri: client.homeUri }],
    );
    return { items };
  }

  @Get('me/services')
  @Access('list-my-services', {
    who: ['guardian'],
    tag: 'Services',
    summary: '可用服務: what I allowed to whom',
    answers: { 200: { says: 'The services that I allowed something.', schema: MY_SERVICES } },
    problems: ['database-unavailable'],
  })
  async mine(@Session() { principalId }: SignedIn, @Speaks() language: Language): Promise<ViewOf<typeof MY_SERVICES>> {
    const [clients, consents] = await Promise.all([listClients(this.db), consentsOf(this.db, principalId)]);
    const items = consents.flatMap(({ clientId, granted, consentedAt, lastAt }) => {
      const client = clients.find((one) => one.clientId === clientId);
      if (!client) return [];
      const got = (Object.keys(PASSED_ON) as AskedScope[]).filter((scope) => granted.includes(scope));
      return [
        {
          ...inWords(client, language),
          homeUri: client.homeUri,
          got: got.map((code) => ({ code, label: PASSED_ON[code][language] })),
          consentedAt: consentedAt.toISOString(),
          lastAt: lastAt.toISOString(),
        },
      ];
    });
    return { items };
  }

  @Delete('me/services/:clientId')
  @HttpCode(204)
  @KeyedWrite('withdraw-service', {
    who: ['guardian'],
    tag: 'Services',
    summary: 'Take the consent back: what the service holds ends at once, and it is told of a sign-out',
    path: { clientId: { description: '`clientId` of a service.' } },
    answers: { 204: { says: 'Taken back.' } },
    problems: ['not-found', 'database-unavailable'],
  })
  async withdraw(@Session() { principalId }: SignedIn, @Param('clientId') clientId: string): Promise<void> {
    const clients = await listClients(this.db);
    if (!clients.some((client) => client.clientId === clientId)) throw new HttpProblem('not-found');
    await dropConsent(this.db, principalId, clientId);
    // Also where there was no consent any more: a call that is repeated ends what the one before could not.
    await endService({ db: this.db, personalData: this.personalData }, principalId, clientId);
  }
}

function inWords({ clientId, name, nameEn, purpose, purposeEn }: ClientRow, language: Language) {
  const english = language === 'en';
  return { clientId, name: english ? nameEn : name, purpose: english ? purposeEn : purpose };
}
