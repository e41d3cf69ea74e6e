/** A change of one source file that is made in a copy of the build only: a crash point, or a fault on purpose. */
export interface Patch {
  /** From the root of the project, as `activities/binding/execute-command.ts`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly by: string;
}

/** @throws Error unless each patch of this file fits in exactly one place */
export function patched(file: string, source: string, patches: readonly Patch[]): string {
  return patches
    .filter((patch) => patch.file === file)
    .reduce((text, patch) => {
      const places = text.split(patch.text).length - 1;
      if (places !== 1) throw new Error(`${file}: a patch fits in ${places} places, not in one:\n${patch.text}`);
      // A function, because $ means something in a replacement text.
      return text.replace(patch.text, () => patch.by);
    }, source);
}
