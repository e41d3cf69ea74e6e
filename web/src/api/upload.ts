/** One file as multipart/form-data, with progress: fetch tells none on the way up. */
import { language } from '../words/language';
import { Problem, problemOf } from './problem';
import type { SendHeader } from './send';

/** A slow phone may need minutes for 10 MB; after this long it is given up. */
const PATIENCE_MS = 5 * 60_000;

/**
 * @param onProgress share from 0 to 1 of what has left the browser
 * @throws Problem
 */
export function upload<Answer>(
  address: string,
  file: File,
  header: SendHeader,
  onProgress: (share: number) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.timeout = PATIENCE_MS;
    request.setRequestHeader('Accept-Language', language.current());
    for (const [name, value] of Object.entries(header)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    const lost = (): void => reject(new Problem({ status: 0, code: 'no-answer', title: '', detail: '' }));
    request.addEventListener('error', lost);
    request.addEventListener('timeout', lost);
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else void problemOf(responseOf(request)).then(reject);
    });
    const body = new FormData();
    body.append('file', file);
    request.send(body);
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const after = request.getResponseHeader('Retry-After');
  return new Response(request.responseText, {
    status: request.status,
    headers: after === null ? {} : { 'Retry-After': after },
  });
}
