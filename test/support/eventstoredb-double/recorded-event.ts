/** An event as the double keeps it: the wire's fields, its place in the journal, and nothing interpreted. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

export interface RecordedEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Offset in the journal; stands for commit and prepare alike, as with the real server. */
  readonly position: bigint;
  /** Milliseconds since 1970, one value for each event, also within a batch. */
  readonly created: number;
}

/** The server compares sizes the .NET way: two bytes a character of the type. */
export function sizeOf(event: ProposedEvent): number {
  return event.data.length + event.metadata.length + event.type.length * 2;
}
