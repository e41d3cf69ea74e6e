/** docs/events.md, from the declarations of the events. */
import { BINDING_EVENTS } from '../../domain/binding/events.js';
import type { EventDeclarations } from '../../domain/event-declaration/event.js';
import type { Field, Fields, SealedAs } from '../../domain/event-declaration/fields.js';

export function bindingEventsReference(): string {
  return eventsReference(BINDING_EVENTS);
}

/** A heading, the meaning and a table of fields for each event. */
function eventsReference(declared: EventDeclarations): string {
  return Object.entries(declared)
    .map(([type, { meaning, fields }]) => `### ${type}\n\n${meaning}\n\n${table(fields)}`)
    .join('\n\n');
}

function table(fields: Fields): string {
  return ['| field | kind | note |', '| --- | --- | --- |', ...rows(fields, '')].join('\n');
}

function rows(fields: Fields, before: string): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => [
    `| \`${before}${name}\`${field.optional === true ? ', optional' : ''} | ${kind(field)} | ${note(field)} |`,
    ...(field.inside ? rows(field.inside, `${before}${name}${field.kind === 'array' ? '[]' : ''}.`) : []),
  ]);
}

function kind({ kind: onTheWire, sealed, history, time, inside }: Field): string {
  if (sealed !== undefined) return 'sealed text';
  if (time === true) return 'time';
  if (history === 'code') return 'code';
  if (inside !== undefined) return onTheWire === 'array' ? 'list of' : 'some of';
  return { string: 'text', number: 'number', boolean: 'yes or no', array: 'list', object: 'by id' }[onTheWire];
}

function note({ note: said, sealed }: Field): string {
  return [said, sealed && sealing(sealed)].filter((part) => part !== undefined).join(' ');
}

function sealing({ as, subject, readers, auditor }: SealedAs): string {
  const who = readers.length === 0 ? 'No page shows it' : `Read by ${readers.join(' and ')}`;
  return `Sealed as \`${as}\` under the key of \`${subject}\`. ${who}; auditors see ${auditor === 'hidden' ? '`***`' : 'it masked'}.`;
}
