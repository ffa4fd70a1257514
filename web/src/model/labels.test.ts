import { expect, it } from 'vitest'
import { placeLabels, positionsAround } from './labels'

it('drops the later of two labels that overlap', () => {
  const placed = placeLabels(
    [
      { id: 'first', x: 50, y: 50, text: '共和县' },
      { id: 'under', x: 60, y: 52, text: '贵德县' },
      { id: 'free', x: 50, y: 90, text: '兴海县' },
    ],
    12,
    14,
  )
  expect([...placed.keys()]).toEqual(['first', 'free'])
})
it('keeps labels off the edges and off the dots of others', () => {
  const labels = [
    { id: 'edge', x: 4, y: 50, text: '共和县' },
    { id: 'onDot', x: 60, y: 52, text: '贵德县' },
    { id: 'free', x: 50, y: 90, text: '兴海县' },
  ]
  const dots = [{ id: 'other', x: 64, y: 54 }, { id: 'free', x: 50, y: 88 }]
  expect([...placeLabels(labels, 12, 14, { dots, width: 200, height: 100 }).keys()]).toEqual(['free'])
})
it('takes another side of the dot where one has no room', () => {
  const labels = positionsAround({ id: 'low', x: 50, y: 95, text: '共和县' }, 12, 12)
  const placed = placeLabels(labels, 12, 14, { dots: [], width: 200, height: 100 })
  expect(placed.get('low')).toMatchObject({ x: 50, y: 83 })
})
it('leaves alone what already stands', () => {
  const taken = [{ id: 'V1', x: 50, y: 50, text: 'V1' }]
  const placed = placeLabels([{ id: 'a', x: 55, y: 52, text: '共和县' }], 12, 14, { taken, dots: [], width: 200, height: 100 })
  expect(placed.size).toBe(0)
})
