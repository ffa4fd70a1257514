// A dense table as values: columns, filters, totals, and text to paste into a spreadsheet.
export interface Column<Row> {
  readonly key: string
  readonly head: string
  /** What sorts, filters and is summed. */
  readonly value: (row: Row) => string | number
  /** What is shown, where it differs from the value. */
  readonly text?: (row: Row) => string
  readonly isNumber?: boolean
  /** Long names have room. */
  readonly isWide?: boolean
  /** `choice` offers the column's own values; `text` looks for a part; numbers take `>5`, `<=3`, `7`. */
  readonly filter?: 'choice' | 'text' | 'number'
  readonly total?: boolean
  readonly colour?: (row: Row) => string | undefined
  readonly warn?: (row: Row) => boolean
}
export interface Order {
  readonly key: string
  readonly down: boolean
}

export function shown<Row>(column: Column<Row>, row: Row): string {
  return column.text ? column.text(row) : String(column.value(row))
}

export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filters: Readonly<Record<string, string>>,
): Row[] {
  const active = columns.filter((column) => filters[column.key]?.trim())
  return rows.filter((row) => active.every((column) => matches(column, row, filters[column.key]!.trim())))
}

export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | null): Row[] {
  const column = columns.find((each) => each.key === order?.key)
  if (!column || !order) return [...rows]
  const turn = order.down ? -1 : 1
  return [...rows].sort((a, b) => turn * compare(column.value(a), column.value(b)))
}

/** Sums of the columns that have a total, by key. */
export function totalsOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): Record<string, number> {
  const summed = columns.filter((column) => column.total)
  return Object.fromEntries(
    summed.map((column) => [column.key, rows.reduce((sum, row) => sum + Number(column.value(row)), 0)]),
  )
}

/** Tab-separated text with a head. A leading `=`, `+`, `-` or `@` that is no number is kept from being a formula. */
export function toTsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [columns.map((column) => column.head), ...rows.map((row) => columns.map((c) => shown(c, row)))]
  return lines.map((cells) => cells.map(guarded).join('\t')).join('\n')
}

export function choicesOf<Row>(rows: readonly Row[], column: Column<Row>): string[] {
  return [...new Set(rows.map((row) => shown(column, row)))]
}

function matches<Row>(column: Column<Row>, row: Row, wanted: string): boolean {
  if (column.filter === 'choice') return shown(column, row) === wanted
  const asked = column.filter === 'number' ? wanted.match(/^(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d+)?)$/) : null
  if (!asked) return shown(column, row).toLowerCase().includes(wanted.toLowerCase())
  const found = Number(shown(column, row).replaceAll(',', ''))
  const limit = Number(asked[2])
  if (asked[1] === '<') return found < limit
  if (asked[1] === '>') return found > limit
  if (asked[1] === '<=') return found <= limit
  if (asked[1] === '>=') return found >= limit
  return found === limit
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh')
}

function guarded(cell: string): string {
  const flat = cell.replace(/[\t\r\n]+/g, ' ')
  return /^[=+\-@]/.test(flat) && Number.isNaN(Number(flat.replaceAll(',', ''))) ? `'${flat}` : flat
}
