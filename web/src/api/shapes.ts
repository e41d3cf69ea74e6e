/** Names for the shapes of the API that several pages speak of. */
import type { components } from './schema';
import type { AwaitedSession } from './awaited';

type Schemas = components['schemas'];

export type BindingCase = Schemas['BindingCase'] & {
  readonly historyCount?: number;
  readonly school?: {
    readonly schoolId: string;
    readonly name: string;
    readonly telephone: string;
    readonly registrarExtension?: string;
  };
};
export type Applicant = BindingCase['applicants'][number];
export type Session = Schemas['Session'] & AwaitedSession;
export type RoleCode = Session['role']['code'];
export type School = Schemas['Schools']['items'][number] & { readonly registrarExtension?: string };
export type EvidenceItem = Schemas['EvidenceList']['items'][number];
export type ConsentText = Schemas['ConsentText'];
export type ApplicationForm = Schemas['ApplicationForm'];
