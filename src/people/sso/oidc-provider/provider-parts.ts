/** What the provider is built from. */
import type { IncomingMessage } from 'node:http';
import type { SqlDatabase } from '../../../../eventstore/sql.js';
import type { Config } from '../../../config/config.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import type { ParentAccounts } from '../parent-accounts.js';

export interface ProviderParts {
  readonly db: SqlDatabase;
  readonly personalData: PersonalDataService;
  readonly accounts: ParentAccounts;
  readonly config: Pick<Config, 'indexKey' | 'oidcCookieKeys' | 'backchannelOrigins'>;
  readonly pages: ProviderPages;
  /** Hears of what went wrong, by name and code. */
  readonly tell: (line: string, more: Readonly<Record<string, string>>) => void;
}

/** The pages that the library's own endpoints show, as HTML. */
export interface ProviderPages {
  error(request: IncomingMessage, error: { readonly code: string; readonly description: string }): string;
  /** Asks whether to sign out. `button[autofocus]` says yes to all. */
  signOut(request: IncomingMessage, form: SignOutForm): string;
  signedOut(request: IncomingMessage): string;
  /** Somebody else is signed in at this browser: says so, and posts the same form. */
  otherPerson(request: IncomingMessage, form: SignOutForm): string;
  /** Stands between us and another origin, because a browser applies form-action to the whole chain of redirects. */
  between(request: IncomingMessage, address: string): string;
}

export interface SignOutForm {
  /** Where it is posted to, with the fields `xsrf` and, to sign out of everything, `logout`. */
  readonly action: string;
  readonly xsrf: string;
  /** The service that sends the person here, in the language of the page; absent: none says so. */
  readonly clientId: string | undefined;
}
