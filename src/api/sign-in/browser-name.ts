import { getParser } from 'bowser';

const LONGEST = 100;

/** Name and system of a browser as people know them: `Chrome, Windows`. Empty for what the library does not know. */
export function browserName(userAgent: string | undefined): string {
  if (!userAgent) return '';
  const parser = getParser(userAgent.slice(0, 1_000));
  return [parser.getBrowserName(), parser.getOSName()]
    .filter((part) => part !== '' && part !== undefined)
    .join(', ')
    .slice(0, LONGEST);
}
