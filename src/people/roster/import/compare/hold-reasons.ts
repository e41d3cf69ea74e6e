/** When a file is not applied at once: a broken export must not end bindings. */
import type { HoldReason } from '../../../../../domain/school/events.js';

export interface Extent {
  /** Before the file. */
  readonly pupils: number;
  readonly ended: number;
  /** With pupils, before the file. */
  readonly classes: number;
  /** Those of them that have none afterwards. */
  readonly vanished: number;
  readonly names: number;
  readonly idNumbers: number;
  readonly otherPersons: number;
}

const SHARE_THAT_MAY_END = 0.05;
/** Of a small school so many may end all the same. */
const MAY_ALWAYS_END = 3;
const SHARE_THAT_MAY_CHANGE = 0.3;

export function holdReasons(extent: Extent): readonly HoldReason[] {
  const { pupils, ended, classes, vanished, names, idNumbers, otherPersons } = extent;
  const reasons: readonly (HoldReason & { readonly holds: boolean })[] = [
    {
      code: 'too-many-end',
      count: ended,
      of: pupils,
      holds: ended > MAY_ALWAYS_END && ended > pupils * SHARE_THAT_MAY_END,
    },
    { code: 'class-vanishes', count: vanished, of: classes, holds: vanished > 0 },
    { code: 'too-many-names', count: names, of: pupils, holds: names > pupils * SHARE_THAT_MAY_CHANGE },
    { code: 'too-many-id-numbers', count: idNumbers, of: pupils, holds: idNumbers > pupils * SHARE_THAT_MAY_CHANGE },
    { code: 'other-person', count: otherPersons, of: pupils, holds: otherPersons > 0 },
  ];
  return reasons.filter(({ holds }) => holds).map(({ code, count, of }) => ({ code, count, of }));
}
