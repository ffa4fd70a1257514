import { expect, it } from 'vitest'
import { boxOf, fit, hull, scaleBar } from './projection'

it('keeps the same scale both ways and the margin free', () => {
  const box = boxOf([
    [100, 36],
    [101, 37],
  ])
  const project = fit(box, 200, 200, 10)
  const [west, south] = project(100, 36)
  const [east, north] = project(101, 37)
  expect(south - north).toBeCloseTo(180)
  expect((east - west) / (south - north)).toBeCloseTo(Math.cos((36.5 * Math.PI) / 180))
})
it('finds the corners of a hull only', () => {
  const square = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0.5, 0.5],
  ] as const
  expect(hull(square)).toHaveLength(4)
})
it('gives a scale bar of a round length that fits', () => {
  const box = boxOf([
    [100, 36],
    [101, 37],
  ])
  const { km, px } = scaleBar(fit(box, 200, 200, 10), box, 100)
  expect(km).toBe(50)
  expect(px).toBeCloseTo((180 / 111.2) * 50)
})
