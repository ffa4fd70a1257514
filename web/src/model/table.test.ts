import { expect, it } from 'vitest'
import { type Column, filterRows, sortRows, totalsOf, toTsv } from './table'

interface Row {
  readonly id: string
  readonly n: number
}
const columns: Column<Row>[] = [
  { key: 'id', head: 'Id', value: (row) => row.id, filter: 'text' },
  { key: 'n', head: 'N', value: (row) => row.n, text: (row) => row.n.toLocaleString('en'), isNumber: true, filter: 'number', total: true },
]
const rows: Row[] = [
  { id: 'b', n: 1500 },
  { id: 'a', n: 20 },
  { id: '=SUM(A1)', n: 3 },
]

it('filters numbers by comparison and texts by part', () => {
  expect(filterRows(rows, columns, { n: '>=20' }).map((row) => row.id)).toEqual(['b', 'a'])
  expect(filterRows(rows, columns, { n: '20', id: 'A' }).map((row) => row.id)).toEqual(['a'])
  expect(filterRows(rows, columns, { id: ' ' })).toHaveLength(3)
})
it('sums what is left', () => expect(totalsOf(rows.slice(1), columns)).toEqual({ n: 23 }))
it('sorts numbers as numbers', () => {
  expect(sortRows(rows, columns, { key: 'n', down: true }).map((row) => row.n)).toEqual([1500, 20, 3])
})
it('copies without formulas', () => expect(toTsv(rows, columns)).toBe("Id\tN\nb\t1,500\na\t20\n'=SUM(A1)\t3"))
