import type { ReactNode } from 'react';
import { Shape, type Tone } from './chip';

/** The box that is read first: whose turn it is, or what stopped. */
export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <section className={`notice ${tone}`}>
      <h2>
        <Shape tone={tone} />
        {title}
      </h2>
      {children}
    </section>
  );
}
