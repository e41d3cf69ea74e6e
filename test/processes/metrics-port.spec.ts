import { describe, expect, it } from '@jest/globals';
import { withOwnMetricsPort } from '../../src/embedded/supervisor/metrics-port.js';

describe('the port of the metrics of a role under npm start', () => {
  it.each([
    ['9464', ['9464', '9465', '9466']],
    ['0', ['0', '0', '0']],
    [undefined, [undefined, undefined, undefined]],
  ])('is, from METRICS_PORT %s, one of %j for api, worker and projector', (given, expected) => {
    const env = given === undefined ? {} : { METRICS_PORT: given };
    const ports = (['api', 'worker', 'projector'] as const).map((role) => withOwnMetricsPort(env, role));
    expect(ports.map(({ METRICS_PORT }) => METRICS_PORT)).toEqual(expected);
  });
});
