import type { ReactNode } from 'react';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** 更改 and the like. */
  readonly action?: ReactNode;
}

/** Names and values, as on a form that is looked through. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, action }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {action !== undefined && <dd className="fact-action">{action}</dd>}
        </div>
      ))}
    </dl>
  );
}
