import { describe, expect, it } from 'vitest'
import { readCustomersAddress } from '../model/customersAddress'
import { countedBy, filtersOf } from './customers'

const query = readCustomersAddress({ org: '63', tier: 'first', relation: 'new', stage: 'open', step: 'worked', owner: 'a', unclaimed: 'true', waiting: 'true', text: ' 牦牛 ' })

describe('what the server is asked', () => {
  it('narrows the list by all that the address says', () => {
    expect(filtersOf(query)).toEqual({ org: '63', tier: 'first', relation: 'new', stage: 'open', step: 'worked', owner: 'a', unclaimed: 'true', waiting: 'true', text: '牦牛' })
    expect(filtersOf(readCustomersAddress({}))).toEqual({})
  })
  it('narrows the funnel by nothing that says where on the way somebody is, nor people to one', () => {
    expect(countedBy(query, false)).toEqual({ org: '63', tier: 'first', relation: 'new', owner: 'a', by_owner: 'false' })
    expect(countedBy(query, true)).toEqual({ org: '63', tier: 'first', relation: 'new', by_owner: 'true' })
  })
})
