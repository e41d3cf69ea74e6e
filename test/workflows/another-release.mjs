/** `node --import typescript.mjs --import another-release.mjs file.ts`: the sources as a later release might have them. */
import { register } from 'node:module';

register('./another-release-hooks.mjs', import.meta.url);
