import { describe, expect, it } from 'vitest'
import type { CountyView, DifferenceView, PlanView } from '../api/client'
import { differenceOverlay, draftOverlay, minutesOf, nearestLeg, replanBody } from './mending'
import { networkOf } from './network'

const place = (id: string, lon: number, lat: number) => ({ id, lon, lat, kind: 'village' })
const county = { places: [place('h', 100, 36), place('a', 101, 36), place('b', 101, 37)], vehicles: [], lines: [] }
const round = { id: 'r0', vehicle: 'van', depot: 'h', day: 1, stops: [{ place: 'a' }, { place: 'b' }] }
const network = networkOf(county as unknown as CountyView, { rounds: [round], bags: [], places: [] } as unknown as PlanView)

describe('what is asked', () => {
  it('is known from the moment of mending and ends as drawn', () => {
    const body = replanBody({ atMin: 3480, upsets: [{ kind: 'place_closed', place: 'a', untilMin: 5000 }], seconds: 3 })
    expect(body.disruptions).toMatchObject([{ kind: 'place_closed', place: 'a', known_min: 3480, start_min: 3480, end_min: 5000 }])
    expect(body.hand_overs).toEqual([])
  })
  it('puts handovers beside the disruptions', () => {
    const body = replanBody({ atMin: 0, upsets: [{ kind: 'hand_over', vehicle: 'x', day: 3, to: 'y' }], seconds: 3 })
    expect(body.disruptions).toEqual([])
    expect(body.hand_overs).toEqual([{ vehicle: 'x', day: 3, to_vehicle: 'y' }])
  })
  it('reads times of day up to midnight', () => {
    expect(['08:05', '24:00', '24:01', '7:60', 'noon'].map(minutesOf)).toEqual([485, 1440, null, null, null])
  })
})

describe('a click on a round', () => {
  it('finds the leg that passes nearest', () => {
    expect(nearestLeg(network, 'r0', [100.5, 36.01])).toEqual(['h', 'a'])
    expect(nearestLeg(network, 'r0', [101.01, 36.6])).toEqual(['a', 'b'])
    expect(nearestLeg(network, 'r0', [100.45, 36.5])).toEqual(['b', 'h'])
    expect(nearestLeg(network, 'r9', [100, 36])).toBeNull()
  })
})

describe('the map', () => {
  const what = (features: { properties: unknown }[]) => features.map((each) => (each.properties as { what: string }).what)
  it('shows what is closed', () => {
    const drawn = draftOverlay(network, [
      { kind: 'place_closed', place: 'a', untilMin: 1 },
      { kind: 'way_closed', origin: 'a', destination: 'b', untilMin: 1 },
      { kind: 'mail_surge', place: 'b', percent: 5 },
    ])
    expect(drawn.features.map((each) => each.geometry.type)).toEqual(['Point', 'LineString'])
  })
  it('shows old ways, new ways and places that change on the day', () => {
    const way = { depot: 'h', leave_min: 0, return_min: 1, stops: [{ place: 'a', arrive_min: 0, leave_min: 1 }] }
    const visit = { day: 1, at_min: 1500, mode: 'bag', by: 't' }
    const difference = {
      rounds: [
        { change: 'changed', vehicle: 'van', day: 1, before: way, after: way },
        { change: 'loads', vehicle: 'van', day: 1, before: way, after: way },
        { change: 'added', vehicle: 'van', day: 2, before: null, after: way },
      ],
      places: [{ place: 'a', before: [visit], after: [], days_lost: [1], days_gained: [] }],
    } as unknown as DifferenceView
    expect(what(differenceOverlay(network, difference, 1).features)).toEqual(['old', 'new', 'lost'])
    expect(what(differenceOverlay(network, difference, 2).features)).toEqual(['new'])
    expect(what(differenceOverlay(network, difference, null).features)).toEqual(['old', 'new', 'new', 'lost'])
  })
})
