/** For a form that only asks: nothing of it is ever on its way. */
export const RESTING = {
  pending: false,
  problem: undefined,
  round: 0,
  waiting: undefined,
  now: () => undefined,
  again: () => undefined,
};
