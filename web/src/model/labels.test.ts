import { expect, it } from 'vitest'
import { placeLabels } from './labels'

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
  expect([...placed]).toEqual(['first', 'free'])
})
