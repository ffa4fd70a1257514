import { describe, expect, it } from 'vitest'
import { km, money, percent, yuan } from './numbers'

describe('money', () => {
  it('groups whole yuan', () => expect(money(4_821_050, 'zh')).toBe('¥48,211'))
  it('says 万 from 100,000 yuan on, in Chinese only', () => {
    expect(money(12_345_600, 'zh')).toBe('¥12.35万')
    expect(money(12_345_600, 'en')).toBe('¥123,456')
  })
  it('puts the sign first', () => expect(money(-150_000, 'en')).toBe('−¥1,500'))
})

describe('columns', () => {
  it('shows yuan and kilometres with one decimal', () => {
    expect(yuan(123_456)).toBe('1,234.6')
    expect(km(1_234_567)).toBe('1,234.6')
    expect(percent(0.019)).toBe('1.9 %')
  })
})
