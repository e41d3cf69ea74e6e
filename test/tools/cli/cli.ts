/** Runs a command line in this process, and keeps what it says. */
import { Writable } from 'node:stream';
import { runCli } from '../../../src/tools/cli/run-cli.js';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function cli(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Said> {
  const [out, err] = [new Kept(), new Kept()];
  const code = await runCli(args, { env, out, err });
  return { code, out: out.text, err: err.text };
}

class Kept extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
