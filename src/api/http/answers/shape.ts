/** Shapes of answers: one value is the schema in the documentation and, by ViewOf, the type of what is answered. */
import type { OpenAPIObject } from '@nestjs/swagger';
import { Type, type Static, type TProperties, type TSchema } from 'typebox';
import type { Bilingual } from './language.js';

export type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** A shape with its name under components/schemas. */
export interface NamedShape<S extends TSchema = TSchema> {
  readonly name: string;
  readonly schema: S;
}

export function named<S extends TSchema>(name: string, schema: S): NamedShape<S> {
  return { name, schema };
}

type ReadonlyDeep<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyDeep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> }
    : T;

/** What a shape describes, as our code has it. */
export type ViewOf<S extends TSchema | NamedShape> = ReadonlyDeep<
  Static<S extends NamedShape<infer Own> ? Own : S extends TSchema ? S : never>
>;

const said = (example?: unknown, description?: string) => ({
  ...(example !== undefined && { example }),
  ...(description && { description }),
});

export const text = (example?: unknown, description?: string) => Type.String(said(example, description));
export const uuid = (description?: string) => Type.String({ format: 'uuid', ...said(undefined, description) });
export const whole = (example: number) => Type.Integer({ minimum: 0, example });
export const yesOrNo = () => Type.Boolean();
export const nothing = () => Type.Null();
export const time = () => Type.String({ format: 'date-time', example: '2026-11-30T15:59:59.999Z' });
export const list = <Item extends TSchema>(items: Item) => Type.Array(items);
export const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const optional = <S extends TSchema>(schema: S) => Type.Optional(schema);

/** An object with these fields and no other. */
export const shape = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

/** A text of a closed list. */
export const oneOf = <const Code extends string>(codes: readonly Code[]) =>
  Type.Unsafe<Code>({ type: 'string', enum: [...codes] });

/** A code with its label in the language of the request. */
export const coded = <const Code extends string>(codes: readonly Code[], label: string) =>
  shape({ code: oneOf(codes), label: text(label, 'In the language of the request.') });

export const page = <Item extends TSchema>(items: Item) => shape({ items: list(items), nextCursor: orNull(text()) });

/** Any object; `View` is what our code knows of it. */
export const anyObject = <View = object>(description: string) => Type.Unsafe<View>({ type: 'object', description });

/** Refers to a shape of its own name, which a route has to use too. */
export const ref = <S extends TSchema>({ name }: NamedShape<S>) =>
  Type.Unsafe<Static<S>>({ $ref: `#/components/schemas/${name}` });

export const either = <One extends TSchema, Other extends TSchema>(one: One, other: Other) => Type.Union([one, other]);

export const bilingual = (example: string) => Type.Unsafe<Bilingual>(shape({ 'zh-TW': text(example), en: text() }));

/** As another type of ours that the schema describes less exactly. */
export const typed = <View>(schema: TSchema) => Type.Unsafe<View>(schema);
