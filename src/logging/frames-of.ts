/** Where an error comes from, without its text: the text may quote what a person entered. */
export function framesOf(error: unknown): readonly string[] {
  const { stack = '' } = error instanceof Error ? error : {};
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
