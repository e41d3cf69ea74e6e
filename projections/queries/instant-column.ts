/** A timestamptz column as the API writes times: RFC 3339, UTC, milliseconds; independent of the driver and of TimeZone. */
export function asInstant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
