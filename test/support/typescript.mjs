/** `node --import ./test/support/typescript.mjs file.ts`: runs TypeScript sources as they stand, for helpers outside jest. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
