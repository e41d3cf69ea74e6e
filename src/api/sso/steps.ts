/** `/sso/{uid}`: the steps of a sign-in that a service has asked for, as plain HTML. */
import type { Request, Response } from 'express';
import { errors, type default as Provider } from 'oidc-provider';
import type { Database } from '../../adapters/postgres/database.js';
import { signInSourceOf } from '../http/edge/source.js';
import type { SignInLimits } from '../../people/accounts/sign-in-limits.js';
import type { ParentAccounts } from '../../people/sso/parent-accounts.js';
import { findClient, type ClientRow } from '../../people/sso/oidc-provider/client-registry.js';
import { keepConsent } from '../../people/sso/oidc-provider/consents.js';
import { ASKED_SCOPES } from '../../people/sso/oidc-provider/scopes.js';
import type { Language } from '../http/answers/language.js';
import type { AskedScope } from '../../people/sso/oidc-provider/passed-on.js';
import { consentPage } from './consent-page.js';
import { pageLanguage } from './page-language.js';
import { signInPage } from './sign-in-page.js';

export interface StepParts {
  readonly db: Database;
  readonly accounts: ParentAccounts;
  readonly limits: SignInLimits;
}

type Step = Awaited<ReturnType<Provider['interactionDetails']>>;

interface Shown {
  readonly step: Step;
  readonly client: ClientRow;
  readonly language: Language;
}

/** Nothing is told apart by it but the kinds of account: the school of an e-mail account is none. */
const NO_SCHOOL = 'sso';
const LONGEST_EMAIL = 254;
const LONGEST_PASSWORD = 256;

export class Steps {
  constructor(private readonly parts: StepParts) {}

  /** @throws SessionNotFound where the step is over, or belongs to another browser */
  async show(provider: Provider, request: Request, response: Response): Promise<void> {
    const shown = await this.stepOf(provider, request, response);
    if (shown.step.prompt.name === 'consent') return send(response, 200, consentOf(shown));
    send(response, 200, signInOf(shown, hintOf(shown.step), false));
  }

  /** @throws SessionNotFound */
  async take(provider: Provider, request: Request, response: Response, fields: URLSearchParams): Promise<void> {
    const shown = await this.stepOf(provider, request, response);
    if (shown.step.prompt.name === 'consent') return this.consent(provider, request, response, shown, fields);
    return this.signIn(provider, request, response, shown, fields);
  }

  /** Back to the service, without having signed in. @throws SessionNotFound */
  async leave(provider: Provider, request: Request, response: Response): Promise<void> {
    await this.stepOf(provider, request, response);
    await provider.interactionFinished(request, response, REFUSED, { mergeWithLastSubmission: false });
  }

  private async signIn(
    provider: Provider,
    request: Request,
    response: Response,
    shown: Shown,
    fields: URLSearchParams,
  ): Promise<void> {
    const email = (fields.get('email') ?? '').trim();
    const password = fields.get('password') ?? '';
    const accountId = await this.accountOf(request, email, password);
    if (accountId === undefined) return send(response, 401, signInOf(shown, email, true));
    const login = { accountId, amr: ['pwd'], remember: false };
    await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }

  /** Counted by account and address; where there were too many, the password is not even looked at, in the same time. */
  private async accountOf(request: Request, email: string, password: string): Promise<string | undefined> {
    const fits = email !== '' && email.length <= LONGEST_EMAIL && password.length <= LONGEST_PASSWORD;
    const counted = await this.parts.limits.begin({
      source: signInSourceOf(request.ip),
      place: NO_SCHOOL,
      account: email.slice(0, LONGEST_EMAIL),
    });
    const locked = 'retryAfterSeconds' in counted;
    const answer = await this.parts.accounts.signIn(fits && !locked ? email : '', password.slice(0, LONGEST_PASSWORD));
    if (locked) return undefined;
    if (answer.kind === 'refused') {
      await counted.failed();
      return undefined;
    }
    await counted.succeeded();
    return answer.accountId;
  }

  private async consent(
    provider: Provider,
    request: Request,
    response: Response,
    { step, client }: Shown,
    fields: URLSearchParams,
  ): Promise<void> {
    const accountId = step.session?.accountId;
    if (fields.get('answer') !== 'allow' || accountId === undefined) {
      await provider.interactionFinished(request, response, REFUSED, { mergeWithLastSubmission: true });
      return;
    }
    const asked = askedScopes(step, client);
    const granted = asked.filter((scope) => fields.getAll('scope').includes(scope));
    const refused = asked.filter((scope) => !granted.includes(scope));
    const held = step.grantId === undefined ? undefined : await provider.Grant.find(step.grantId);
    const grant = held ?? new provider.Grant({ accountId, clientId: client.clientId });
    grant.addOIDCScope(['openid', ...granted].join(' '));
    if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
    const grantId = await grant.save();
    await keepConsent(this.parts.db, accountId, client.clientId, { granted, refused });
    await provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
  }

  private async stepOf(provider: Provider, request: Request, response: Response): Promise<Shown> {
    const step = await provider.interactionDetails(request, response);
    const { client_id: clientId, ui_locales: locales } = step.params as {
      readonly client_id?: string;
      readonly ui_locales?: string;
    };
    const client = await findClient(this.parts.db, String(clientId));
    if (!client || step.uid !== request.params['uid']) throw new errors.SessionNotFound('no such step');
    return { step, client, language: pageLanguage(request, locales) };
  }
}

const REFUSED = { error: 'access_denied', error_description: 'End-User aborted interaction' };

function signInOf({ step, client, language }: Shown, email: string, failed: boolean): string {
  const at = `/sso/${step.uid}`;
  return signInPage({
    language,
    action: at,
    back: `${at}/back`,
    service: nameOf(client, language),
    email,
    failed,
    inLanguage: (other) => `${at}?lang=${other}`,
  });
}

function consentOf({ step, client, language }: Shown): string {
  const at = `/sso/${step.uid}`;
  return consentPage({
    language,
    action: at,
    service: nameOf(client, language),
    purpose: language === 'en' ? client.purposeEn : client.purpose,
    scopes: askedScopes(step, client),
    inLanguage: (other) => `${at}?lang=${other}`,
  });
}

/** Those that were not answered yet; all of them where the service wants the question asked again. */
function askedScopes(step: Step, client: ClientRow): readonly AskedScope[] {
  const { missingOIDCScope } = step.prompt.details as { readonly missingOIDCScope?: readonly string[] };
  const wanted = missingOIDCScope ?? String(step.params['scope'] ?? '').split(' ');
  return ASKED_SCOPES.filter((scope) => wanted.includes(scope) && client.scopes.includes(scope));
}

/** What a service says of who is about to sign in, where it can be an address. */
function hintOf({ params }: Step): string {
  const hint = params['login_hint'];
  return typeof hint === 'string' && hint.includes('@') && hint.length <= LONGEST_EMAIL ? hint : '';
}

function nameOf({ name, nameEn }: ClientRow, language: Language): string {
  return language === 'en' ? nameEn : name;
}

function send(response: Response, status: number, page: string): void {
  response.status(status).type('html').send(page);
}
