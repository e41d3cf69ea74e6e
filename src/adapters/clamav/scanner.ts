/** Looks for malware in what a family sends in. */
export abstract class Scanner {
  /** @param bytes as they were sent. @throws ScannerUnavailable: an unscanned file is refused */
  abstract scan(bytes: Buffer): Promise<'clean' | 'infected'>;
}

/** The scanner did not answer, or not about this file; it may be asked again. 503 `scanner-unavailable`. */
export class ScannerUnavailable extends Error {
  override readonly name = 'ScannerUnavailable';
}

/** The harmless file by which every scanner shows that it is at work (eicar.org); in two parts, so that none finds it here. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Stands in where no scanner is installed: it knows the test file and nothing else. `npm start` says so. */
export class EicarOnly extends Scanner {
  scan(bytes: Buffer): Promise<'clean' | 'infected'> {
    return Promise.resolve(bytes.includes(EICAR, 0, 'latin1') ? 'infected' : 'clean');
  }
}
