/** How the demonstration speaks: a heading per story, a line per step, and an end when something is not as it should be. */
let stories = 0;

export function heading(text: string): void {
  stories += 1;
  console.log(`\n${text}`);
}

/** Whether the first story has begun: until then the start of the system is what there is to see. */
export function hasBegun(): boolean {
  return stories > 0;
}

export function say(text: string): void {
  console.log(`  ✓ ${text}`);
}

/** @throws Error when it does not hold */
export function should(holds: boolean, text: string): void {
  if (!holds) throw new Error(`this should not be: ${text}`);
  say(text);
}
