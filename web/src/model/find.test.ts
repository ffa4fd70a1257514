import { expect, it } from 'vitest'
import { find, type Findable, initialsOf } from './find'

const gonghe: Findable = { what: 'county', id: '632521', county: '632521', name: '共和县', name_en: 'Gonghe County', code: '632521', detail: '' }
const village: Findable = { what: 'place', id: '632521101200', county: '632521', name: '哈乙亥村', name_en: 'Hayihai Village', code: '632521101200', detail: '' }
const namesake: Findable = { ...village, id: '630222101200', county: '630222', code: '630222101200' }
const van: Findable = { what: 'vehicle', id: 'van-1', county: '632521', name: '邮车1', name_en: '', code: 'V1', detail: '' }
const all = [gonghe, namesake, village, van]

it('finds by Chinese name, Latin name, code and label', () => {
  expect(find('共和', all, null)[0]).toBe(gonghe)
  expect(find('hayi', all, '632521')[0]).toBe(village)
  expect(find('632521', all, null)[0]).toBe(gonghe)
  expect(find('v1', all, null)).toEqual([van])
})
it('finds by the initials of the pinyin', () => {
  expect(initialsOf('共和县')).toBe('ghx')
  expect(initialsOf('循化撒拉族自治县')).toBe('xhslzzzx')
  expect(find('hyhc', all, null)).toContain(village)
})
it('names what lies in the open county first', () => {
  expect(find('哈乙亥', all, '632521')).toEqual([village, namesake])
  expect(find('哈乙亥', all, '630222')).toEqual([namesake, village])
})
it('finds nothing for nothing', () => {
  expect(find('  ', all, null)).toEqual([])
})
