import { describe, expect, it } from '@jest/globals';
import { changesBetween } from '../../web/src/audit/flatten.js';

const OPEN = {
  stage: { code: 'review', label: '審核' },
  outcome: null,
  applicants: [{ id: 'a', name: '王OO', review: { code: 'pending-review', label: '待審核' } }],
  allowedActions: ['approve'],
  revision: 4,
};

describe('the difference of two moments of a case', () => {
  it('names each value that changed, by its label', () => {
    const approved = {
      ...OPEN,
      applicants: [{ id: 'a', name: '王OO', review: { code: 'approved', label: '已通過' } }],
      revision: 5,
    };

    expect(changesBetween(OPEN, approved)).toEqual([
      { path: 'applicants/0/review', before: '待審核', after: '已通過' },
    ]);
  });

  it('names what was not there before', () => {
    const closed = { ...OPEN, outcome: { code: 'completed', label: '已完成' } };

    expect(changesBetween(OPEN, closed)).toEqual([{ path: 'outcome', before: undefined, after: '已完成' }]);
  });

  it('leaves out what is made for buttons', () => {
    expect(changesBetween(OPEN, { ...OPEN, allowedActions: [], revision: 9 })).toEqual([]);
  });
});
