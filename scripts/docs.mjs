/** `npm run docs`: renews every generated part of the documentation. The unit tests fail while one of them is out of date. */
import { ensureInstalled, run, typescript } from './project.mjs';

await ensureInstalled(console.log);
try {
  await run(process.execPath, typescript('test/docs/write.ts'));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
