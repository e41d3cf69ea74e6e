import { list, named, oneOf, orNull, page, shape, text, time, typed, uuid, whole } from '../http/answers/shape.js';

const COUNTS = shape({
  added: whole(2),
  changed: whole(1),
  unchanged: whole(640),
  ended: whole(0),
  conflicts: whole(0),
});

const STATUS = oneOf(['reading', 'checked', 'applied', 'held', 'refused', 'failed']);

const ISSUES = list(
  shape({
    file: text('students.csv'),
    row: orNull(typed<number>({ ...whole(2), description: 'As a spreadsheet counts: the header is row 1.' })),
    column: orNull(text('身分證統一編號', 'Text of the header.')),
    code: text('invalid-id-number'),
    detail: text(undefined, 'How to mend it, in the language of the request.'),
  }),
);

export const IMPORT_BEGUN = named('RosterImportBegun', shape({ importId: uuid(), status: STATUS }));

export const IMPORT = named(
  'RosterImport',
  shape({
    importId: uuid(),
    status: STATUS,
    progress: shape({ done: whole(400), total: whole(643) }),
    files: list(
      shape({
        name: text('students.csv'),
        kind: orNull(text('students')),
        encoding: orNull(text('utf-8', 'utf-8, utf-8-bom or big5.')),
        rows: whole(643),
        counts: COUNTS,
      }),
    ),
    counts: COUNTS,
    errors: ISSUES,
    warnings: ISSUES,
    ending: list(shape({ studentNumber: text('10630008'), name: text('尹OO'), class: text('301') })),
    heldBecause: list(shape({ code: text('too-many-end'), count: whole(40), of: whole(643) })),
  }),
);

export const IMPORTS = named(
  'RosterImports',
  page(
    shape({
      importId: uuid(),
      by: text('registrar', 'Account of who sent it.'),
      at: time(),
      file: text('roster.zip'),
      counts: orNull(COUNTS),
      status: STATUS,
    }),
  ),
);
