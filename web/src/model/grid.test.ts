import { expect, test } from 'vitest'
import type { Grid } from '../api/grid'
import { cellMarks, centreOf, classOf, customerMarks, edgesOf, keyCellRows, layerOf, layersOf, rowOf, stepOf } from './grid'

const square = (lon: number): [number, number][] => [
  [lon, 36],
  [lon + 1, 36],
  [lon + 1, 37],
  [lon, 37],
]
const grid = {
  cells: ['a', 'b', 'c'],
  outlines: [square(100), square(101), square(102)],
  layers: { own_fen: [0, 500, 100], population: [10, 20, 30], potential_fen: [300, 900, 600] },
  places: [
    { county: '63', id: 'v1', name: '上村', name_en: '', row: 1 },
    { county: '64', id: 'v1', name: '别村', name_en: '', row: 2 },
  ],
  key_cells: [{ rank: 1, row: 1 }],
} as unknown as Grid
const nameOf = (row: number) => `格${row}`

test('layers are those of the grid, and one that it has not gives way to the first', () => {
  expect(layersOf(grid)).toEqual(['potential_fen', 'own_fen', 'population'])
  expect(layerOf(grid, 'population')).toBe('population')
  expect(layerOf(grid, 'gap_fen')).toBe('potential_fen')
})

test('classes hold about as many cells each, and nothing has no class', () => {
  const edges = edgesOf([0, null, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(edges).toEqual([2, 4, 6, 8, 10])
  expect([0, null, 1, 2, 3, 10, 11].map((each) => classOf(each, edges))).toEqual([-1, -1, 0, 0, 1, 4, 4])
  expect(edgesOf([3, 3, 3])).toEqual([3])
  expect(edgesOf([0])).toEqual([])
})

test('few classes are spread over the ramp, the highest always the strongest', () => {
  expect([0, 1].map((each) => stepOf(each, 2))).toEqual([0, 4])
  expect(stepOf(0, 1)).toBe(4)
  expect(stepOf(-1, 5)).toBe(-1)
})

test('a cell is an area and a point, with its step and its rank', () => {
  const { areas, points } = cellMarks(grid, 'own_fen', nameOf)
  expect(areas.features.map((each) => each.properties!.step)).toEqual([-1, 4, 0])
  expect(areas.features.map((each) => each.properties!.rank)).toEqual([0, 1, 0])
  expect(points.features[0]!.geometry).toEqual({ type: 'Point', coordinates: [100.5, 36.5] })
  expect(centreOf(square(100))).toEqual([100.5, 36.5])
})

test('customers are circles in their cells, larger where they are more', () => {
  const marks = customerMarks(grid, { cells: [{ row: 0, customers: 4, monthly_fen: 0 }, { row: 2, customers: 1, monthly_fen: 0 }], elsewhere: 0 })
  expect(marks.features.map((each) => each.properties!.radius)).toEqual([10, 8])
  expect(customerMarks(grid, null).features).toEqual([])
})

test('a customer stands in the cell of his place or his village, in his own county', () => {
  expect(rowOf(grid, { place: 'v1', division: '' }, '63')).toBe(1)
  expect(rowOf(grid, { place: '', division: 'v1' }, '64')).toBe(2)
  expect(rowOf(grid, { place: 'v9', division: '' }, '63')).toBeNull()
})

test('key cells are rows by their cell', () => {
  expect(keyCellRows(grid, nameOf).map((each) => [each.id, each.name])).toEqual([['b', '格1']])
})
