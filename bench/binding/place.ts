/** Where a measurement happens: what the process of the client tells the process of the worker. */
export interface Place {
  readonly databaseUrl: string;
  /** Absent: the PostgreSQL log. */
  readonly eventStoreDbUrl?: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: 'default';
  readonly temporalTaskQueue: string;
}

/** User and system time of a process since it began, in milliseconds. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
