/** Answers about pupils, staff, classes and conflicts of a roster. */
import {
  coded,
  list,
  named,
  oneOf,
  orNull,
  page,
  shape,
  text,
  time,
  uuid,
  whole,
  yesOrNo,
} from '../http/answers/shape.js';

const PUPIL_SHAPE = shape({
  studentId: text(),
  number: text('10630008'),
  name: text('尹OO'),
  classId: text('301'),
  status: coded(['enrolled', 'suspended', 'graduated', 'left', 'died'], '在學'),
  binding: coded(['none', 'open', 'bound-1', 'bound-2'], '未綁定'),
  restricted: yesOrNo(),
});

export const PUPIL = named('RosterStudent', PUPIL_SHAPE);
export const PUPILS = named('RosterStudents', page(PUPIL_SHAPE));

const CLASS_SHAPE = shape({
  classId: text('301'),
  teacher: orNull(text('teacher301', 'Account.')),
  substitute: orNull(shape({ account: text('teacher302'), from: text('2026-12-01'), to: text('2026-12-31') })),
  pupils: whole(28),
});

export const CLASS = named('RosterClass', CLASS_SHAPE);
export const CLASSES = named('RosterClasses', page(CLASS_SHAPE));

export const STAFF = named(
  'RosterStaff',
  page(
    shape({
      account: text('teacher301'),
      name: text('林OO'),
      roles: list(text('class-teacher')),
      active: yesOrNo(),
    }),
  ),
);

export const LETTERS = named(
  'RosterLetters',
  shape({
    items: list(
      shape({
        studentId: text(),
        name: text('尹安安'),
        classId: text('301'),
        account: text('P10630008'),
        address: text('https://binding.example.org/sign-in/T99'),
        firstPassword: text(undefined, 'In words.'),
      }),
    ),
  }),
);

export const CONFLICTS = named(
  'RosterConflicts',
  page(
    shape({
      id: uuid(),
      studentNumber: orNull(text('10630008')),
      field: oneOf(['name', 'number', 'classId']),
      here: orNull(text('302')),
      file: orNull(text('301')),
    }),
  ),
);

export const RESOLVED = named('ResolvedConflict', shape({ id: uuid(), keep: oneOf(['here', 'file']) }));

export const ONE_TIME_CODE = named(
  'OneTimeCode',
  shape({ oneTimeCode: text('K7M4RWTX', 'Shown once; case does not matter.'), expiresAt: time() }),
);
