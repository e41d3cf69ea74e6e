const IN_ORDER = ['api', 'worker', 'projector'] as const;

/** Three roles on one machine cannot share METRICS_PORT: the first has it, the others the next ones. 0 stays any free one. */
export function withOwnMetricsPort(env: NodeJS.ProcessEnv, role: (typeof IN_ORDER)[number]): NodeJS.ProcessEnv {
  const first = Number(env['METRICS_PORT']?.trim() || 0);
  return first > 0 ? { ...env, METRICS_PORT: String(first + IN_ORDER.indexOf(role)) } : env;
}
