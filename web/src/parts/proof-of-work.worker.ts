import { handler } from 'altcha-lib/workers/shared';
// The library's own algorithms are Node's; a browser takes those below `web`.
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

handler({ deriveKey });
