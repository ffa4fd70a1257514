import { describe, expect, it } from 'vitest'
import type { PlotPlace, Proposal } from '../api/plots'
import { backFrom, bordersOf, colourPlots, gapOf, isWithin, middleOf, PLOT_COLOURS, plotOf, reasonsOf } from './plots'

/** Unit squares in a row, each bordering the next. */
function row(...plots: number[]): PlotPlace[] {
  return plots.map((plot, k) => ({
    place: `p${k}`,
    name: `p${k}`,
    name_en: '',
    kind: 'village',
    lon: k + 0.5,
    lat: 0.5,
    area: [
      [k, 0],
      [k + 1, 0],
      [k + 1, 1],
      [k, 1],
    ],
    plot,
    seconds: 60,
    neighbours: [k - 1, k + 1].filter((other) => other >= 0 && other < plots.length).map((other) => `p${other}`),
    is_locked: false,
  }))
}

describe('plots on a map', () => {
  it('gives plots that border each other different colours, and the wished one where it is free', () => {
    const places = row(1, 7, 2, 13, 1)
    const colours = colourPlots(places, plotOf(places))
    expect(colours.get(1)).not.toBe(colours.get(7))
    expect(colours.get(7)).not.toBe(colours.get(2))
    expect(colours.get(13)).not.toBe(colours.get(1))
    const apart = row(1, 3)
    expect(colourPlots(apart, plotOf(apart)).get(3)).toBe(PLOT_COLOURS[2])
  })

  it('needs no more than six colours for a wheel of plots', () => {
    const places = row(...Array.from({ length: 9 }, (_, k) => k + 1))
    const hub: PlotPlace = { ...places[0]!, place: 'hub', plot: 10, neighbours: places.map((each) => each.place) }
    const wheel = [...places.map((each) => ({ ...each, neighbours: [...each.neighbours, 'hub'] })), hub]
    const where = plotOf(wheel)
    const colours = colourPlots(wheel, where)
    for (const each of wheel) for (const other of each.neighbours) expect(colours.get(where.get(other)!)).not.toBe(colours.get(each.plot))
  })

  it('draws a border where two plots meet and nowhere else', () => {
    const places = row(1, 1, 2)
    expect(bordersOf(places, plotOf(places))).toEqual([
      [
        [2, 0],
        [2, 1],
      ],
    ])
    expect(bordersOf(row(3, 3), plotOf(row(3, 3)))).toEqual([])
  })

  it('sets a number at the place nearest to the middle', () => {
    expect(middleOf([[0, 0], [4, 0], [5, 0]])).toEqual([4, 0])
    expect(middleOf([])).toBeNull()
  })

  it('knows what a lasso holds', () => {
    const line = [[0, 0], [10, 0], [10, 10], [5, 2], [0, 10]] as const
    expect(isWithin(line, [5, 1])).toBe(true)
    expect(isWithin(line, [5, 5])).toBe(false)
    expect(isWithin(line, [11, 5])).toBe(false)
  })

  it('takes a move back to the plots before', () => {
    expect(backFrom(['p2', 'p0'], plotOf(row(1, 1, 2)))).toEqual([
      { place: 'p2', plot: 2 },
      { place: 'p0', plot: 1 },
    ])
  })

  it('counts moved places by reason, the most first', () => {
    const moved = (['uneven', 'vacant', 'vacant'] as const).map((because, k) => ({ place: `p${k}`, was: 1, to: 2, because }))
    expect(reasonsOf({ moved } as unknown as Proposal)).toEqual([
      { because: 'vacant', n: 2 },
      { because: 'uneven', n: 1 },
    ])
  })

  it('says how far a cut is above the least, where that is known', () => {
    expect(gapOf(66, 60)).toBeCloseTo(0.1)
    expect(gapOf(60, 60)).toBe(0)
    expect(gapOf(5, 0)).toBeNull()
  })
})
