import { describe, it } from '@jest/globals';
import type { Actor } from '../../domain/binding/metadata.js';
import type { Facts, Grant } from '../../domain/binding/facts.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import type { Holder } from '../../domain/binding/vocabulary.js';
import {
  accountCreationStarted,
  applicantApproved,
  approve,
  director,
  facts,
  filled,
  parent,
  registrar,
  reviewDecisionRefused,
  reviewEscalated,
  sent,
  signedConsentSent,
  teacher,
} from './builders.js';
import { given } from './given-when-then.js';

const { student } = facts();
const restricted: Partial<Facts> = student === undefined ? {} : { student: { ...student, restricted: true } };
const approved = [applicantApproved(), accountCreationStarted()] as const;

function heldBy(holder: Holder) {
  return given(
    ...filled,
    signedConsentSent({ holder: 'class-teacher' }),
    reviewEscalated({ holder, applicantIds: holder === 'class-teacher' ? [] : signedConsentSent().data.applicantIds }),
  );
}

function refused(known: Partial<Facts>, by: Actor, code: RefusalCode): void {
  given(...sent)
    .and(known)
    .when(approve({}, { by }))
    .refused(code, reviewDecisionRefused({ code }));
}

function actor(known: Partial<Facts['actor']>): Partial<Facts> {
  return { actor: { grants: [{ role: 'class-teacher', schoolId: 'T99', classId: 'T99-301' }], tied: false, ...known } };
}

describe('who may decide', () => {
  it.each([
    ['the class teacher', teacher, 'class-teacher'],
    ['the registrar at any time', registrar, 'class-teacher'],
    ['the registrar', registrar, 'registrar'],
    ['the registrar after it went on', registrar, 'director'],
    ['the director, what came to the director', director, 'director'],
    ['the director, what is listed to the administrator', director, 'administrator'],
  ] as const)('%s', (_who, by, holder) =>
    heldBy(holder)
      .when(approve({}, { by }))
      .then(...approved),
  );

  it.each([
    ['the class teacher, once it has passed to the registrar', teacher, 'registrar', 'with-registrar'],
    ['the class teacher, once it has passed to the director', teacher, 'director', 'with-registrar'],
    ['the director, while it is with the registrar', director, 'registrar', 'with-registrar'],
    ['the director, while it is with the class teacher', director, 'class-teacher', 'not-your-class'],
    ['a parent', parent, 'class-teacher', 'not-your-class'],
    ['the administrator', { id: 'a', role: 'administrator' }, 'administrator', 'not-your-class'],
  ] as const)('but not %s', (_who, by, holder, code) =>
    heldBy(holder).when(approve({}, { by })).refused(code, reviewDecisionRefused({ code })),
  );

  const without: readonly (readonly [string, readonly Grant[]])[] = [
    ['a teacher who lost the class since the click', []],
    ['the teacher of another class', [{ role: 'class-teacher', schoolId: 'T99', classId: 'T99-302' }]],
    ['a teacher of that class in another school', [{ role: 'class-teacher', schoolId: 'T98', classId: 'T99-301' }]],
    ['whoever holds another role than the one acted in', [{ role: 'registrar', schoolId: 'T99' }]],
  ];
  it.each(without)('nor %s', (_who, grants) => refused(actor({ grants }), teacher, 'not-your-class'));

  it('nor the registrar of another school', () =>
    refused(actor({ grants: [{ role: 'registrar', schoolId: 'T98' }] }), registrar, 'not-your-class'));

  it('but the teacher of the class the pupil is in today', () => {
    if (student === undefined) throw new Error('the builders know a pupil');
    const moved = { student: { ...student, classId: 'T99-302' } };
    const grants: readonly Grant[] = [{ role: 'class-teacher', schoolId: 'T99', classId: 'T99-302' }];
    given(...sent)
      .and({ ...moved, ...actor({ grants }) })
      .when(approve())
      .then(...approved);
    refused(moved, teacher, 'not-your-class');
  });
});

describe('one’s own child', () => {
  it.each([
    ['a family tie in the roster', actor({ tied: true })],
    ['the reviewer is an applicant of the request', actor({ personRef: 'person-father' })],
    [
      'the reviewer is bound to the pupil',
      { ...actor({ personRef: 'person-aunt' }), boundPersonRefs: ['person-aunt'] },
    ],
  ])('is not for its family to decide: %s', (_how, known) => refused(known, teacher, 'own-child'));
});

describe('a pupil under a protective order', () => {
  it('is decided by the school, not on line', () => refused(restricted, registrar, 'held-by-school'));
});

describe('of several refusals', () => {
  it('rights are told first, then the tie, then the protection, then the state, then the dossier', () => {
    const worst = approve({ dossierRevision: 1, formChecked: false });
    const decided = given(...sent, ...approved);
    const told = (known: Partial<Facts>, code: RefusalCode) =>
      decided
        .and(known)
        .when(worst)
        .refused(code, reviewDecisionRefused({ dossierRevision: 1, code }));
    told({ ...restricted, ...actor({ grants: [], tied: true }) }, 'not-your-class');
    told({ ...restricted, ...actor({ tied: true }) }, 'own-child');
    told(restricted, 'held-by-school');
    told({}, 'already-decided');
  });
});
