/** Lines that cannot be written, because the disk is full or the terminal is gone, are lost; the process goes on. */
export function ignoreOutputErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
