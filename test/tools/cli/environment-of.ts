import type { Config } from '../../../src/config/config.js';

/** The environment that this configuration was read from, or could have been. */
export function environmentOf(config: Config): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: config.databaseUrl,
    ...(config.eventStoreDbUrl !== undefined && { EVENTSTOREDB_URL: config.eventStoreDbUrl }),
    TEMPORAL_ADDRESS: config.temporalAddress,
    MASTER_KEY: config.masterKey.toString('base64'),
    INDEX_KEY: config.indexKey.toString('base64'),
    SSO_PEPPER: config.ssoPepper.toString('base64'),
    CAPTCHA: config.captcha,
    SECOND_FACTOR: config.secondFactor,
    OIDC_COOKIE_KEYS: config.oidcCookieKeys.map((one) => one.toString('base64')).join(','),
    EMBEDDED: config.embedded ? 'on' : 'off',
  };
}
