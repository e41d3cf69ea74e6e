/** 在校學生 新生 家長 教職人員: they change the words and what is asked, the account field is one for all. */
import { useRef, type KeyboardEvent } from 'react';
import { useWords } from '../words/words';
import { words } from './words';

export type Visitor = 'pupils' | 'newPupils' | 'parents' | 'staff';

const VISITORS: readonly Visitor[] = ['pupils', 'newPupils', 'parents', 'staff'];

export function SignInTabs({
  visitor,
  choose,
}: {
  readonly visitor: Visitor;
  readonly choose: (visitor: Visitor) => void;
}) {
  const t = useWords(words);
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = (VISITORS.indexOf(visitor) + by + VISITORS.length) % VISITORS.length;
    choose(VISITORS[at] ?? 'parents');
    list.current?.querySelectorAll('button')[at]?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={t.who} className="tabs" tabIndex={-1} onKeyDown={move}>
      {VISITORS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={one === visitor}
          aria-controls="sign-in-panel"
          tabIndex={one === visitor ? 0 : -1}
          onClick={() => choose(one)}
        >
          {t[one]}
        </button>
      ))}
    </div>
  );
}
