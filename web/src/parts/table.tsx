/** A table with a caption that becomes a card per row on a phone. Roles are written out: a table shown as blocks loses its own. */
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** The cell that names the row. */
  readonly heads?: boolean;
  readonly align?: 'end';
  /** Not written over the cell on a phone: the cell speaks for itself (boxes, buttons). */
  readonly bare?: boolean;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly hideCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What stands there when there are no rows: what would be here and how it comes. */
  readonly empty?: ReactNode;
  readonly rowClass?: (row: Row) => string;
}

export function Table<Row>({ caption, hideCaption, columns, rows, rowKey, empty, rowClass }: TableProps<Row>) {
  return (
    <>
      <table role="table" className="table">
        <caption className={hideCaption ? 'visually-hidden' : ''}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ key, head, align }) => (
              <th key={key} role="columnheader" scope="col" className={align}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={rowClass?.(row)}>
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty !== undefined && <div className="empty">{empty}</div>}
    </>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const label = column.bare ? null : (
    <span className="cell-label" aria-hidden="true">
      {column.head}
    </span>
  );
  const content = <div className="cell">{column.cell(row)}</div>;
  return column.heads ? (
    <th role="rowheader" scope="row" className={column.align}>
      {label}
      {content}
    </th>
  ) : (
    <td role="cell" className={column.align}>
      {label}
      {content}
    </td>
  );
}
