/** A state as a word, a colour and a shape: no meaning by colour alone. */
export type Tone = 'turn' | 'others' | 'done' | 'not-yet' | 'stopped';

export function Chip({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={`chip ${tone}`}>
      <Shape tone={tone} />
      {children}
    </span>
  );
}

export function Shape({ tone }: { readonly tone: Tone }) {
  return (
    <svg className="shape" viewBox="0 0 12 12" aria-hidden="true">
      {tone === 'done' && <path d="M1.500 6.500l3 3 6-7" fill="none" stroke="currentColor" strokeWidth="2" />}
      {tone === 'turn' && <circle cx="6" cy="6" r="4" fill="currentColor" />}
      {tone === 'others' && <circle cx="6" cy="6" r="3.500" fill="none" stroke="currentColor" strokeWidth="2" />}
      {tone === 'not-yet' && <path d="M2 6h8" stroke="currentColor" strokeWidth="2" />}
      {tone === 'stopped' && <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2" />}
    </svg>
  );
}
