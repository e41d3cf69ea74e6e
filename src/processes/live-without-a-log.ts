/** A disk that is full, or a terminal that is gone, is no reason to stop working: the lines are lost, the work is not. */
export function liveWithoutALog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
