/**
 * A table of a read model is declared once. The declaration gives the type of a row, the statements that write rows,
 * the columns that queries read, and the schema step of a new table. A test compares it with the migrated schema.
 */
import { asInstant } from '../queries/instant-column.js';

export type Cell = string | number | boolean | null;
export type ColumnType = 'text' | 'integer' | 'boolean' | 'timestamptz' | 'date';

export class Column<Value extends Cell> {
  /** Only for the compiler: no object has it. */
  declare readonly value: Value;

  constructor(
    readonly type: ColumnType,
    readonly isKey = false,
    readonly isNullable = false,
    /** Compared byte by byte (`collate "C"`), not by the rules of the database's language. */
    readonly isBytewise = false,
  ) {}

  /** Part of the primary key; the parts follow one another as declared. */
  key(): Column<Value> {
    return new Column(this.type, true, this.isNullable, this.isBytewise);
  }

  nullable(): Column<Value | null> {
    return new Column(this.type, this.isKey, true, this.isBytewise);
  }

  bytewise(): Column<Value> {
    return new Column(this.type, this.isKey, this.isNullable, true);
  }
}

export function text<Value extends string = string>(): Column<Value> {
  return new Column('text');
}

export function integer(): Column<number> {
  return new Column('integer');
}

export function boolean(): Column<boolean> {
  return new Column('boolean');
}

/** Written and read as RFC 3339 in UTC with milliseconds. */
export function instant(): Column<string> {
  return new Column('timestamptz');
}

/** Written and read as `YYYY-MM-DD`. */
export function day(): Column<string> {
  return new Column('date');
}

export interface Table<Row> {
  /** With its version, as `review_inbox_v1`. */
  readonly name: string;
  /** The view that readers use: the name without the version. */
  readonly view: string;
  readonly key: readonly (keyof Row & string)[];
  readonly columns: { readonly [C in keyof Row & string]: Column<Cell> };
}

/** What a row type must be so that its values fit into a table. */
export type CellsOf<Row> = { readonly [C in keyof Row]: Cell };

type Columns = Readonly<Record<string, Column<Cell>>>;
type Declared<C extends Columns> = { readonly [Name in keyof C & string]: C[Name]['value'] };

/** The row of a table, its columns named as in the database. */
export type RowOf<T> = T extends Table<infer Row> ? Row : never;

/** @param name ends in `_v` and the version of the read model. */
export function table<C extends Columns>(name: string, columns: C): Table<Declared<C>> {
  const key = Object.entries(columns).flatMap(([column, { isKey }]) => (isKey ? [column] : []));
  // The declaration is the row type; TypeScript cannot follow the phantom values through Object.entries.
  return { name, view: name.replace(/_v\d+$/, ''), key, columns } as unknown as Table<Declared<C>>;
}

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** What a query answers that reads these columns with `fields`: the same values under camelCase names. */
export type FieldsOf<T, Name extends keyof RowOf<T> & string = keyof RowOf<T> & string> = {
  readonly [C in Name as CamelCase<C>]: RowOf<T>[C];
};

/** The select list of these columns, of all where none is named: `request_id as "requestId", …`, times as RFC 3339. */
export function fields<Row>(of: Table<Row>, ...names: readonly (keyof Row & string)[]): string {
  const read = names.length > 0 ? names : columnNames(of);
  return read.map((name) => `${readable(name, of.columns[name])} as "${camelCase(name)}"`).join(', ');
}

export function columnNames<Row>({ columns }: Table<Row>): readonly (keyof Row & string)[] {
  return Object.keys(columns) as (keyof Row & string)[];
}

/** The schema step of a new table and of the view over it. A released step keeps its text: it is not made from here. */
export function createTable<Row>({ name, view, key, columns }: Table<Row>): string {
  const lines = Object.entries<Column<Cell>>(columns).map(
    ([column, declared]) => `  ${column} ${definition(declared)}`,
  );
  const all = [...lines, `  primary key (${key.join(', ')})`].join(',\n');
  return `\ncreate table ${name} (\n${all}\n);\ncreate view ${view} as select * from ${name};\n`;
}

function definition({ type, isNullable, isBytewise }: Column<Cell>): string {
  return `${type}${isBytewise ? ' collate "C"' : ''}${isNullable ? '' : ' not null'}`;
}

function readable(name: string, { type }: Column<Cell>): string {
  if (type === 'timestamptz') return asInstant(name);
  return type === 'date' ? `${name}::text` : name;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
