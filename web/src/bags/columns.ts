// The columns of the month's statement and of the split of cost.
import type { SplitInputView, SplitLineView, StatementRowView } from '../api/client'
import type { Language } from '../i18n'
import { count, kg, km } from '../model/numbers'
import type { Column } from '../model/table'

export type T = (key: string, named?: Record<string, unknown>) => string

const numbered = { isNumber: true, filter: 'number' } as const

export function statementColumns(t: T, nameOf: (id: string) => string): Column<StatementRowView>[] {
  const s = (key: string) => t(`bags.statement.${key}`)
  const diff = (row: StatementRowView) => row.carried.fee_fen - row.planned.fee_fen
  return [
    { key: 'line', head: s('line'), value: (r) => r.line_name, filter: 'choice', isWide: true },
    { key: 'date', head: s('date'), value: (r) => r.date, text: (r) => r.date.slice(5), filter: 'choice' },
    { key: 'trip', head: s('trip'), value: (r) => r.trip, filter: 'text' },
    { key: 'from', head: t('bags.from'), value: (r) => nameOf(r.origin), filter: 'text' },
    { key: 'to', head: t('bags.to'), value: (r) => nameOf(r.destination), filter: 'text' },
    { key: 'rate', head: s('rate'), value: (r) => r.rate_fen, text: (r) => `${cents(r.rate_fen)} ${s(`basis.${r.fee_basis}`)}`, isNumber: true },
    { key: 'planned', head: s('plannedBags'), value: (r) => r.planned.bags, ...numbered, total: true },
    { key: 'carried', head: s('carriedBags'), value: (r) => r.carried.bags, ...numbered, total: true },
    { key: 'kg', head: t('bags.kg'), value: (r) => r.carried.grams, text: (r) => kg(r.carried.grams), ...numbered, total: true },
    { key: 'plannedFen', head: s('plannedFee'), value: (r) => r.planned.fee_fen, text: (r) => cents(r.planned.fee_fen), ...numbered, total: true },
    { key: 'carriedFen', head: s('carriedFee'), value: (r) => r.carried.fee_fen, text: (r) => cents(r.carried.fee_fen), ...numbered, total: true },
    { key: 'diffFen', head: s('diff'), value: diff, text: (r) => signed(diff(r)), ...numbered, total: true },
  ]
}

export function splitColumns(t: T, language: Language, withPeople: boolean): Column<SplitLineView>[] {
  const s = (key: string) => t(`bags.split.${key}`)
  const people: Column<SplitLineView> = { key: 'peopleFen', head: `${s('people')} ¥`, value: (l) => l.passengers_fen ?? 0, text: (l) => cents(l.passengers_fen ?? 0), ...numbered, total: true }
  return [
    { key: 'kind', head: t('table.kind'), value: (l) => s(`kinds.${l.kind}`), filter: 'choice' },
    { key: 'id', head: s('subject'), value: (l) => l.id, filter: 'text', isWide: true },
    { key: 'totalFen', head: `${s('total')} ¥`, value: (l) => l.total_fen, text: (l) => cents(l.total_fen), ...numbered, total: true },
    { key: 'universalFen', head: `${s('universal')} ¥`, value: (l) => l.universal_fen, text: (l) => cents(l.universal_fen), ...numbered, total: true },
    { key: 'commercialFen', head: `${s('commercial')} ¥`, value: (l) => l.commercial_fen, text: (l) => cents(l.commercial_fen), ...numbered, total: true },
    ...(withPeople ? [people] : []),
    { key: 'reason', head: s('reason'), value: (l) => (language === 'zh' ? l.reason_zh : l.reason_en), filter: 'text', isWide: true },
  ]
}

/** What was counted for one split; rows are numbered. */
export function inputColumns(t: T, nameOf: (id: string) => string): Column<SplitInputView & { id: string }>[] {
  const s = (key: string) => t(`bags.split.${key}`)
  return [
    { key: 'place', head: t('table.place'), value: (i) => nameOf(i.place), filter: 'text', isWide: true },
    { key: 'direction', head: s('direction'), value: (i) => s(`directions.${i.direction}`), filter: 'choice' },
    { key: 'pieces', head: t('bags.pieces'), value: (i) => i.pieces, text: (i) => count(i.pieces), ...numbered, total: true },
    { key: 'kg', head: t('bags.kg'), value: (i) => i.grams, text: (i) => kg(i.grams), ...numbered, total: true },
    { key: 'km', head: t('table.km'), value: (i) => i.metres, text: (i) => km(i.metres), ...numbered },
    { key: 'percent', head: `${s('universal')} %`, value: (i) => i.universal_per_10000, text: (i) => cents(i.universal_per_10000), ...numbered },
  ]
}

/** A total as its column shows its figures. */
export function formatTotal(key: string, sum: number): string {
  if (key === 'diffFen') return signed(sum)
  if (key.endsWith('Fen')) return cents(sum)
  return key === 'kg' ? kg(sum) : count(sum)
}

/** Fen as yuan to the fen: bills are. */
export function cents(fen: number): string {
  return (fen / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

function signed(fen: number): string {
  return fen > 0 ? `+${cents(fen)}` : cents(fen).replace('-', '−')
}
