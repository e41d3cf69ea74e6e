/** Where a command speaks, and what it knows of its surroundings. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** What is typed or piped in; absent: standard input. */
  readonly in?: NodeJS.ReadableStream;
  /** The answer of the command, and nothing else. */
  readonly out: NodeJS.WritableStream;
  /** Progress and complaints. */
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export function printLine(terminal: Terminal, line: string): void {
  terminal.out.write(`${line}\n`);
}
