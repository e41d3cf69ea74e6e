/** How long what the provider issues lives, in seconds. */
export const HALF_A_DAY_S = 12 * 60 * 60;
export const CODE_S = 60;
export const TOKEN_S = 10 * 60;
export const STEP_S = 30 * 60;

/** Twelve hours from the sign-in, however often the session is used; half an hour for a browser that is not signed in. */
export function sessionLife(loginTs: number | undefined, nowSeconds: number): number {
  return loginTs === undefined ? STEP_S : Math.max(1, loginTs + HALF_A_DAY_S - nowSeconds);
}
